using DhcpNet.Shell;

namespace DhcpNet.Tests.Shell;

public class ScriptTextTests
{
    [Theory]
    [InlineData("-Name", "-Name")]
    [InlineData("-Switch:$false", "-Switch:$false")]
    [InlineData("-Switch:true", "-Switch:$true")]
    [InlineData("-Name:$(x)", "-Name:'$(x)'")]
    [InlineData("it's; $x `n", "'it''s; $x `n'")]
    [InlineData("-5", "'-5'")]
    [InlineData("-a b", "'-a b'")]
    [InlineData("", "''")]
    public void An_argument_reaches_the_script_as_it_is(string argument, string text) =>
        Assert.StartsWith($"& '/x y.ps1' {text}; ", ScriptText.Invocation("/x y.ps1", [argument]), StringComparison.Ordinal);

    [Theory]
    [InlineData("if (1) {", true)]
    [InlineData("'unfinished", true)]
    [InlineData("1 |", true)]
    [InlineData("1 1", false)]
    [InlineData("if (1) { 2 }", false)]
    public void Unfinished_statements_are_told_from_wrong_ones(string text, bool isIncomplete) =>
        Assert.Equal(isIncomplete, ScriptText.IsIncomplete(text));

    [Theory]
    [InlineData("$input | ForEach-Object { $_ }", true)]
    [InlineData("& { $Input }", true)]
    [InlineData("'$input'", false)]
    public void Only_statements_that_name_input_read_it(string text, bool readsInput) =>
        Assert.Equal(readsInput, ScriptText.ReadsInput(text));
}
