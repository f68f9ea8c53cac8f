using System.Text;
using DhcpNet.Configuration.Import;

namespace DhcpNet.Tests.Configuration;

/// <summary>Files are read as oslo.config reads them.</summary>
public class OsloParserTests
{
    [Fact]
    public void An_agents_file_is_read()
    {
        Assert.Equal(
            ["3 DEFAULT/host=compute-1", "4 DEFAULT/dhcp_confs=$state_path/dhcp", "9 ovs/ovsdb_connection=tcp:127.0.0.1:6640", "10 ovs/ovsdb_timeout=30"],
            Parse("""
                # The agent's.
                [DEFAULT]
                host = compute-1
                dhcp_confs: $state_path/dhcp
                ; a comment of the other kind
                #host = commented

                [OVS]
                ovsdb_connection=tcp:127.0.0.1:6640
                ovsdb_timeout	=	30
                """));
    }

    [Theory]
    [InlineData("a = x", "x")]
    [InlineData("a=x", "x")]
    [InlineData("a: x=y", "x=y")]
    [InlineData("a = x:y", "x:y")]
    [InlineData("a =", "")]
    [InlineData("a =   ", "")]
    [InlineData("a = \"x y \"", "x y ")]
    [InlineData("a = 'x'", "x")]
    [InlineData("a = \"x'", "\"x'")]
    [InlineData("a = \"", "")]
    [InlineData("a = x # no comment", "x # no comment")]
    [InlineData("a = $$x", "$$x")]
    [InlineData("a = x,\n  y,\n\tz", "x,\ny,\nz")]
    [InlineData("a = x\n  # still the value", "x\n# still the value")]
    [InlineData("a = ä", "ä")]
    public void A_value_is(string line, string value) => Assert.Equal([$"2 DEFAULT/a={value}"], Parse($"[DEFAULT]\n{line}\n"));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_end_in_any_way(string end) =>
        Assert.Equal(["2 DEFAULT/a=1\n2", "4 DEFAULT/b=3"], Parse(string.Join(end, "[DEFAULT]", "a = 1", " 2", "b = 3", "")));

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal(["2 DEFAULT/a=1"], Parse("\ufeff[DEFAULT]\na = 1"));

    [Fact]
    public void An_option_said_twice_is_there_twice() => Assert.Equal(["2 DEFAULT/a=1", "4 DEFAULT/a=2"], Parse("[DEFAULT]\na = 1\n[DEFAULT]\na = 2"));

    [Fact]
    public void An_empty_file_has_no_options() => Assert.Empty(Parse(""));

    [Theory]
    [InlineData("a = 1", 1, "before the first section")]
    [InlineData("[DEFAULT\na = 1\n b", 1, "between [ and ]")]
    [InlineData("[DEFAULT] # comment", 1, "between [ and ]")]
    [InlineData("[]", 1, "no name")]
    [InlineData("[Default]\na = 1", 1, "in capitals")]
    [InlineData("[DEFAULT]\nverbose", 2, "no '=' or ':'")]
    [InlineData("[DEFAULT]\n= 1", 2, "no name")]
    [InlineData("[DEFAULT]\nforce metadata = 1", 2, "a blank")]
    [InlineData("[DEFAULT]\n a = 1", 2, "begins with a blank")]
    [InlineData("[DEFAULT]\na = 1\n\n  2", 4, "begins with a blank")]
    [InlineData("[DEFAULT]\na = 1\n# comment\n  2", 4, "begins with a blank")]
    public void A_line_that_is_none_is_a_fault(string text, int line, string problem)
    {
        List<ImportFault> faults = [];
        OsloParser.Parse("f", Encoding.UTF8.GetBytes(text), faults);

        ImportFault fault = Assert.Single(faults);
        Assert.Equal($"f:{line}", fault.Place);
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_are_told_and_the_other_lines_read()
    {
        List<ImportFault> faults = [];
        IReadOnlyList<OsloOption> options = OsloParser.Parse("f", "[DEFAULT]\none\na = 1\ntwo\n three\nb = 2"u8, faults);

        Assert.Equal(["f:2", "f:4"], faults.Select(f => f.Place));
        Assert.Equal(["a", "b"], options.Select(o => o.Name));
    }

    [Fact]
    public void A_line_that_is_no_text_is_a_fault()
    {
        List<ImportFault> faults = [];
        OsloParser.Parse("f", [.. "[DEFAULT]\na = 1\nb = "u8, 0xff, .. "\n"u8], faults);

        Assert.Equal("f:3", Assert.Single(faults).Place);
    }

    [Theory]
    [InlineData("transport_url rabbit://guest:hunter2@host")]
    [InlineData("password hunter2")]
    [InlineData("password hunter2 = x")]
    [InlineData("= hunter2")]
    [InlineData("  hunter2")]
    public void A_fault_does_not_give_away_a_password(string line)
    {
        List<ImportFault> faults = [];
        OsloParser.Parse("f", Encoding.UTF8.GetBytes($"[DEFAULT]\n{line}\n"), faults);

        Assert.DoesNotContain("hunter2", Assert.Single(faults).ToException().Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Parse(string text)
    {
        List<ImportFault> faults = [];
        IReadOnlyList<OsloOption> options = OsloParser.Parse("f", Encoding.UTF8.GetBytes(text), faults);
        Assert.Empty(faults);
        return options.Select(o => $"{o.Line} {o.Group}/{o.Name}={o.Value}");
    }
}
