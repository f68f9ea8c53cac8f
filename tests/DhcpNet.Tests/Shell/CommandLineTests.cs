using DhcpNet.Shell;

namespace DhcpNet.Tests.Shell;

public class CommandLineTests
{
    [Fact]
    public void Without_options_it_is_interactive() => Assert.Equal(StartMode.Interactive, CommandLine.Parse([]).Mode);

    [Theory]
    [InlineData("-File")]
    [InlineData("-file")]
    [InlineData("-f")]
    [InlineData("-fi")]
    [InlineData("--file")]
    public void Everything_behind_a_file_is_the_scripts(string option)
    {
        CommandLine parsed = CommandLine.Parse(["-NoProfile", option, "x.ps1", "-Command", "-NoLogo", "a b"]);

        Assert.Equal((StartMode.File, "x.ps1", false), (parsed.Mode, parsed.File, parsed.NoLogo));
        Assert.Equal(["-Command", "-NoLogo", "a b"], parsed.Arguments);
    }

    [Fact]
    public void A_bare_first_argument_is_a_file()
    {
        CommandLine parsed = CommandLine.Parse(["x.ps1", "y"]);

        Assert.Equal((StartMode.File, "x.ps1"), (parsed.Mode, parsed.File));
        Assert.Equal(["y"], parsed.Arguments);
    }

    [Fact]
    public void Several_arguments_of_command_are_joined() =>
        Assert.Equal("Get-Command -Name x", CommandLine.Parse(["-c", "Get-Command", "-Name", "x"]).Command);

    [Theory]
    [InlineData("-Command")]
    [InlineData("-File")]
    public void A_dash_reads_standard_input(string option) =>
        Assert.Equal(StartMode.StandardInput, CommandLine.Parse([option, "-"]).Mode);

    [Fact]
    public void Modules_add_up_and_switches_are_remembered()
    {
        CommandLine parsed = CommandLine.Parse(["-Module", "a", "-ExecutionPolicy", "Bypass", "-NonI", "-NoL", "-NoP", "-Module", "b"]);

        Assert.Equal(["a", "b"], parsed.Modules);
        Assert.True(parsed.NonInteractive);
        Assert.True(parsed.NoLogo);
    }

    [Theory]
    [InlineData("Unknown option '-Bogus'.", "-Bogus")]
    [InlineData("Unknown option '--'.", "--")]
    [InlineData("Option '-no' could be any of: -nologo, -noninteractive, -noprofile.", "-no")]
    [InlineData("Option '-File' needs a value.", "-File")]
    [InlineData("'-Command -' reads the statements from standard input: nothing may follow it.", "-Command", "-", "x")]
    public void Nonsense_is_explained(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<CommandLineException>(() => CommandLine.Parse(args)).Message);
}
