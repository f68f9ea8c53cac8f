using System.Net;
using CsCheck;
using DhcpNet.Dnsmasq;
using static DhcpNet.Tests.Dnsmasq.ServedNetworks;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>Whatever a plugin says, each line that is written says that and nothing else.</summary>
public class InjectionTests
{
    private static readonly string[] Words =
    [
        "", "vm", "vm.example.org.", "ignore", "12h", "tag:x,66", "66", "router", "a\nb",
        "id:*", "set:known", "\"", "#", " #", ",", "\r\n", "\0", "é", "\u2028", "tag:", "option6:59",
    ];

    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.Int[0, Words.Length - 1].Select(i => Words[i]),
        Gen.String[Gen.OneOf(Gen.Char['\0', '\u00ff'], Gen.Char["\n\r\",# :[]=!."]), 0, 40],
        Gen.String[Gen.Char['a', 'z'], 900, 1100]);

    private static readonly Gen<WritableNetwork> Networks =
        from names in Hostile.Array[2]
        from options in Gen.Select(Hostile, Hostile, Gen.Int[4, 6]).Array[0, 4]
        from clientId in Hostile
        from hasClientId in Gen.Bool
        from merges in Gen.Bool
        select Of(
            new DhcpConfiguration { EnableAddr6List = merges },
            [IPv4, IPv6],
            Client((V4, "10.0.0.5"), (V6, "2001:db8::5"), (V6, "2001:db8::6")) with
            {
                DnsAssignment = [new DnsAssignment(names[0], names[1], IPAddress.Parse("10.0.0.5")), new DnsAssignment(names[1], names[0], IPAddress.Parse("2001:db8::5"))],
                ExtraDhcpOpts =
                [
                    .. options.Select(o => new ExtraDhcpOption(o.Item1, o.Item2, o.Item3)),
                    .. hasClientId ? new[] { new ExtraDhcpOption("client-id", clientId) } : [],
                ],
            });

    [Fact]
    public void Host_lines_have_the_fields_meant() => Networks.Sample(network =>
    {
        string[] lines = Lines(HostFile.Render(network));
        Port port = network.Ports[0];
        string? clientId = port.ExtraDhcpOpts.FirstOrDefault(HostEntries.IsClientId)?.OptValue;
        // Nothing but a line's length may take one away.
        if (network.Warnings.All(w => !w.Contains("longer", StringComparison.Ordinal)))
            Assert.Equal(network.Configuration.EnableAddr6List ? 2 : 3, lines.Length);
        foreach (string line in lines)
        {
            Queue<string> fields = new(line.Split(','));
            Assert.Equal(port.MacAddress.ToString(), fields.Dequeue());
            if (fields.Peek() == "tag:dhcpv6")
                fields.Dequeue();
            if (!string.IsNullOrEmpty(clientId))
                Assert.Equal($"id:{clientId}", fields.Dequeue());
            string name = fields.Dequeue();
            Assert.Matches(@"^[A-Za-z0-9][A-Za-z0-9._-]*$", name);
            Assert.False(name is "ignore" or "infinite" or "12h");
            Assert.Contains(IPAddress.Parse(fields.Dequeue().Trim('[', ']')), port.FixedIps.Select(ip => ip.IpAddress));
            while (fields.TryPeek(out string? next) && next.StartsWith('['))
                fields.Dequeue();
            if (fields.Count > 0)
                Assert.Equal($"set:port-{ClientId}", fields.Dequeue());
            Assert.Empty(fields);
        }
    }, iter: 3000);

    [Fact]
    public void Option_lines_are_the_ports_options_and_the_subnets() => Networks.Sample(network =>
    {
        string tag = $"tag:port-{ClientId},";
        string[] lines = Lines(OptsFile.Render(network));
        Assert.All(lines, line => Assert.True(line.StartsWith(tag, StringComparison.Ordinal) || line.StartsWith("tag:subnet-", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => !line.StartsWith(tag, StringComparison.Ordinal)));
        foreach (string line in lines.Where(line => line.StartsWith(tag, StringComparison.Ordinal)))
        {
            Queue<string> fields = new(line[tag.Length..].Split(','));
            while (fields.Peek().StartsWith("tag:", StringComparison.Ordinal))
                Assert.Matches(@"^tag:!?[A-Za-z0-9._-]+$", fields.Dequeue());
            Assert.Matches(@"^(\d+|option6?:[A-Za-z0-9_+-]+)$", fields.Dequeue());
            // The rest is the value: commas in it part the option's values.
            string value = string.Join(',', fields);
            Assert.DoesNotContain(value, char.IsControl);
            Assert.Contains(network.Ports[0].ExtraDhcpOpts, o => o.OptValue == value);
        }
    }, iter: 3000);

    [Fact]
    public void Names_are_three_fields_each() => Networks.Sample(network =>
    {
        string[] lines = Lines(AddnHostsFile.Render(network));
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^[0-9a-f.:]+\t[A-Za-z0-9._-]+ [A-Za-z0-9._-]+$", line));
    }, iter: 1000);

    [Fact]
    public void No_line_is_longer_than_dnsmasq_reads_and_no_warning_has_control_characters() => Networks.Sample(network =>
    {
        DnsmasqFiles files = DnsmasqFiles.Render(network);
        Assert.All(Lines(files.Host + files.AddnHosts + files.Opts), line => Assert.True(DnsmasqText.IsLine(line)));
        Assert.All(network.Warnings, warning => Assert.DoesNotContain(warning, char.IsControl));
    }, iter: 1000);

    // As fgets(3) parts them.
    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
