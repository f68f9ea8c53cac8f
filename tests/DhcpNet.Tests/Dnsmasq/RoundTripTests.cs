using System.Net;
using CsCheck;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>
/// Whatever a network holds: its files, taken apart again at lines and fields, say just what was put in, or <see cref="WritableNetwork.Warnings"/>
/// names what is left out.
/// </summary>
public class RoundTripTests
{
    private static readonly string[] Hints =
    [
        "", "vm", "vm.example.org.", "ignore", "12h", "infinite", "10.0.0.9", "tag:x,66", "tag:x,tag:y,bootfile-name", "66", "61", "client-id", "router", "nosuch", "a\nb", "id:*", "set:known", "\"", "\"a,b\"",
        "a # b", " #", ",", "\r\n", "\0", "é", "\u2028", "\u202e", "😀", "tag:", "option6:59", "01:02:03", "aa:zz", "10.0.0.1,10.0.0.2", "http://boot/x?a=b,c",
    ];

    private static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.Int[0, Hints.Length - 1].Select(i => Hints[i])),
        (2, Gen.String[Gen.OneOf(Gen.Char['\0', '\u00ff'], Gen.Char["\n\r\",# :[]=!.é€"]), 0, 40]),
        (1, Gen.String[Gen.Char['a', 'z'], 900, 1100]));

    private static readonly Gen<ExtraDhcpOption> Option = Gen.Select(Text, Text, Gen.Bool, (name, value, isIPv6) => new ExtraDhcpOption(name, value, isIPv6 ? 6 : 4));

    private static readonly Gen<(Subnet Subnet, byte[] Prefix)> SubnetOf =
        from isIPv6 in Gen.Bool
        from bytes in Gen.Byte.Array[2]
        from mode in Gen.Int[0, 3]
        from enabled in Gen.Frequency((5, Gen.Const(true)), (1, Gen.Const(false)))
        select isIPv6
            ? (new Subnet
            {
                Id = Guid.NewGuid(),
                NetworkId = NetworkId,
                Cidr = new IPNetwork(new IPAddress((byte[])[0xfd, 0, bytes[0], bytes[1], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 64),
                Ipv6AddressMode = mode == 0 ? null : (Ipv6Mode)(mode - 1),
                EnableDhcp = enabled,
            }, (byte[])[0xfd, 0, bytes[0], bytes[1], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
            : (new Subnet { Id = Guid.NewGuid(), NetworkId = NetworkId, Cidr = new IPNetwork(new IPAddress((byte[])[10, bytes[0], bytes[1], 0]), 24), EnableDhcp = enabled }, (byte[])[10, bytes[0], bytes[1]]);

    private static readonly Gen<WritableNetwork> Networks =
        from subnets in SubnetOf.Array[1, 4]
        from clients in Gen.Select(Gen.Byte.Array[6], Gen.Select(Gen.Int[0, 3], Gen.Byte).Array[0, 4], Text.Array[4], Option.Array[0, 5], Gen.Int[0, 9]).Array[0, 5]
        from merges in Gen.Bool
        select Build(subnets, clients, merges);

    private static readonly Guid NetworkId = Guid.NewGuid();

    [Fact]
    public void Option_lines_are_the_options_that_were_put_in_but_those_warned_of() => Networks.Sample(
        network =>
        {
            string[] lines = OptsFile.Render(network).Split('\n');
            Assert.All(lines, line => Assert.True(DnsmasqText.IsLine(line)));
            foreach (Port given in Given(network))
            {
                string start = $"tag:port-{given.Id},";
                List<string> read = [.. lines.Where(l => l.StartsWith(start, StringComparison.Ordinal)).Select(l => l[start.Length..])];
                foreach (ExtraDhcpOption option in (given.ExtraDhcpOpts ?? []).Where(o => !ExtraDhcpOption.IsClientId(o.OptName) && Serves(given, o.IpVersion)))
                {
                    string[] name = option.OptName.Split(',');
                    string prefix = string.Concat(name[..^1].Select(tag => tag + ","));
                    string bare = option.IpVersion == 6 ? $"option6:{name[^1]}" : name[^1].Length > 0 && name[^1].All(char.IsAsciiDigit) ? name[^1] : $"option:{name[^1]}";
                    Assert.True(
                        read.Remove($"{prefix}{bare},{option.OptValue}") || IsWarnedOf(network, given),
                        $"{option} is neither in the file nor in a warning");
                }
                // Nothing else is said of the port but first lines of values that had more.
                Assert.All(read, line => Assert.Contains(given.ExtraDhcpOpts!, o => HasMoreLines(o) && line.EndsWith(o.OptValue!.Split('\n')[0], StringComparison.Ordinal)));
            }
            Assert.All(lines.Where(l => l.Length > 0), l => Assert.Matches("^tag:(port|subnet)-[0-9a-f-]{36},", l));
        },
        iter: 1500);

    [Fact]
    public void Host_lines_are_the_addresses_that_were_put_in_but_those_warned_of() => Networks.Sample(
        network =>
        {
            string[] lines = HostFile.Render(network).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(lines, line => Assert.True(DnsmasqText.IsLine(line)));
            List<HostLine> read = [.. lines.Select(HostLine.Read)];
            foreach (Port given in Given(network))
            {
                foreach (FixedIp ip in given.FixedIps)
                {
                    Subnet subnet = network.Subnets.Single(s => s.Id == ip.SubnetId);
                    bool isServed = subnet.EnableDhcp && subnet.Ipv6AddressMode is null or Ipv6Mode.Dhcpv6Stateful && subnet.EnableDhcp;
                    List<HostLine> found = [.. read.Where(l => l.Mac == given.MacAddress.ToString() && l.Addresses.Contains(ip.IpAddress))];
                    Assert.True(found.Count == (isServed ? 1 : 0) || IsWarnedOf(network, given), $"{ip} has {found.Count} lines");
                    if (found is not [HostLine line])
                        continue;
                    Assert.Equal(subnet.IpVersion == 6, line.IsTagged);
                    Assert.True(line.Set is null || line.Set == $"port-{given.Id}", line.Set);
                    string? id = given.ExtraDhcpOpts?.FirstOrDefault(o => ExtraDhcpOption.IsClientId(o.OptName))?.OptValue;
                    Assert.True(line.Id == (id is { Length: > 0 } ? id : null) || IsWarnedOf(network, given), $"{line.Id}, not {id}");
                    string fqdn = (given.DnsAssignment ?? []).LastOrDefault(a => a.IpAddress.Equals(line.Addresses[0]))?.Fqdn ?? Generated(line.Addresses[0]);
                    Assert.True(line.Name == fqdn || (line.Name == Generated(line.Addresses[0]) && IsWarnedOf(network, given)), $"{line.Name}, not {fqdn}");
                }
            }
            // And nothing that was not put in.
            Assert.All(read.SelectMany(l => l.Addresses.Select(a => (l.Mac, a))), pair => Assert.Contains(Given(network), p => p.MacAddress.ToString() == pair.Mac && p.FixedIps.Any(ip => ip.IpAddress.Equals(pair.a))));
        },
        iter: 1500);

    [Fact]
    public void Name_lines_are_the_addresses_that_were_put_in_each_with_its_names() => Networks.Sample(
        network =>
        {
            string[] lines = AddnHostsFile.Render(network).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(lines, line => Assert.Matches(@"^[0-9a-f.:]+\t[A-Za-z0-9][A-Za-z0-9._-]* [A-Za-z0-9][A-Za-z0-9._-]*$", line));
            Assert.Equal(
                Given(network).SelectMany(p => p.FixedIps).Select(ip => ip.IpAddress.ToString()).Order(StringComparer.Ordinal),
                lines.Select(l => IPAddress.Parse(l.Split('\t')[0]).ToString()).Order(StringComparer.Ordinal));
        },
        iter: 1000);

    private static string Generated(IPAddress address) => $"host-{address.ToString().Replace('.', '-').Replace(':', '-')}.openstacklocal";

    private static IEnumerable<Port> Given(WritableNetwork network) => network.Network.Ports;

    private static bool Serves(Port port, int version) => port.FixedIps.Any(ip => (ip.IpAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 6 : 4) == version);

    private static bool IsWarnedOf(WritableNetwork network, Port port) => network.Warnings.Any(w => w.Contains(port.Id.ToString(), StringComparison.Ordinal));

    private static bool HasMoreLines(ExtraDhcpOption option) => option.OptName.Contains('\n', StringComparison.Ordinal) || option.OptValue!.Contains('\n', StringComparison.Ordinal);

    private static WritableNetwork Build(
        (Subnet Subnet, byte[] Prefix)[] subnets, (byte[] Mac, (int Subnet, byte Host)[] Addresses, string[] Names, ExtraDhcpOption[] Options, int Kind)[] clients, bool merges)
    {
        List<(Subnet Subnet, byte[] Prefix)> distinct = [.. subnets.DistinctBy(s => s.Subnet.Cidr)];
        Port[] ports =
        [
            .. clients.DistinctBy(c => Convert.ToHexString(c.Mac)).Select((client, index) =>
            {
                // The index keeps addresses apart.
                FixedIp[] addresses =
                [
                    .. client.Addresses.Select(a => distinct[a.Subnet % distinct.Count]).Select((s, i) => new FixedIp(s.Subnet.Id, new IPAddress((byte[])[.. s.Prefix, (byte)(10 + (8 * index) + i)]))),
                ];
                return new Port
                {
                    Id = Guid.NewGuid(),
                    NetworkId = NetworkId,
                    MacAddress = MacAddress.Parse(string.Join(':', client.Mac.Select(b => $"{b:x2}"))),
                    DeviceOwner = "compute:nova",
                    FixedIps = addresses,
                    // A plugin that sends null for a list is possible, too.
                    DnsAssignment = client.Kind == 0 ? null! : [.. addresses.Take(client.Kind % 3).Select((ip, i) => new DnsAssignment(client.Names[i], client.Names[i + 1], ip.IpAddress))],
                    ExtraDhcpOpts = client.Kind == 1 ? null! : client.Options,
                };
            }),
        ];
        return ServedNetworks.Of(new DhcpConfiguration { EnableAddr6List = merges }, [.. distinct.Select(s => s.Subnet)], ports);
    }

    /// <summary>A line of the host file, taken apart as dnsmasq does: by commas, and each field by its looks.</summary>
    private sealed record HostLine(string Mac, bool IsTagged, string? Id, string? Name, IReadOnlyList<IPAddress> Addresses, string? Set)
    {
        public static HostLine Read(string line)
        {
            bool isTagged = false;
            string? id = null, name = null, set = null;
            List<IPAddress> addresses = [];
            string[] fields = line.Split(',');
            foreach (string field in fields.Skip(1))
            {
                if (field == "tag:dhcpv6")
                    isTagged = true;
                else if (field.StartsWith("id:", StringComparison.Ordinal))
                    id = id is null ? field["id:".Length..] : throw new FormatException(line);
                else if (field.StartsWith("set:", StringComparison.Ordinal))
                    set = set is null ? field["set:".Length..] : throw new FormatException(line);
                else if (IPAddress.TryParse(field.Trim('[', ']'), out IPAddress? address))
                    addresses.Add(address);
                else
                    name = name is null ? field : throw new FormatException(line);
            }
            return new HostLine(fields[0], isTagged, id, name, addresses, set);
        }
    }
}
