using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;
using DhcpNet.Validation;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>
/// What DhcpNet says of values is what a real dnsmasq does with them: it reads files that random networks are written to, and logs each
/// line that it does not take.
/// </summary>
public sealed partial class AcceptanceTests
{
    private const int Networks = 300;

    private static readonly string[] Names4 =
    [
        "netmask", "router", "dns-server", "ntp-server", "static-route", "server-ip-address", "tftp-server-address", "mtu", "T1", "domain-name", "bootfile-name", "tftp-server",
        "domain-search", "sip-server", "classless-static-route", "vendor-class", "user-class", "ipv6-only", "client-arch", "vendor-id-encap", "hostname", "client-arch", "nosuch", "BOOTFILE-NAME",
        "nis+-server", "1", "3", "12", "26", "28", "42", "43", "50", "53", "55", "66", "67", "82", "118", "119", "120", "121", "125", "150", "224", "249", "252", "254",
    ];

    private static readonly string[] Names6 =
        ["dns-server", "domain-search", "sip-server-domain", "ntp-server", "sntp-server", "bootfile-url", "nis+-server", "information-refresh-time", "posix-timezone", "nosuch", "23", "24", "31", "42", "59", "100", "300", "65535"];

    private static readonly string[] Words =
    [
        "10.0.0.1", "10.0.0.1,10.0.0.2", "10.0.0.256", "1.2.3", "10.0.0.0/8,10.0.0.1", "/10.0.0.1", "5", "5,6", "-5", "70000", "1h", "infinite", "00:11:22", "aa:zz", "aa", "[fd00::1]", "fd00::1", "[fd00::1],[fd00::2]",
        "fd00::zz", "fd00::1,", "[fd00::1", "10.0.0.1:80", "http://10.0.0.9/a?b=c", "http://[fd00::1]/x", "a.example.org", "a.example,b.example", "pxe.0", "\"10.0.0.1, x\"", "\"a # b\"", "x y", "é", "", ",", "a,,b", "10.0.0.1,", " 10.0.0.1",
    ];

    private static readonly Gen<string> Value = Gen.Frequency(
        (3, From(Words)),
        (2, Gen.String[Gen.OneOf(Gen.Char['0', '9'], From('.', ',', ':', '/', '-', '[', ']', ' ', 'a', 'f', 'x')), 1, 12]),
        (1, Gen.String[Gen.OneOf(Gen.Char[' ', '~'], From('é', '€', ',', '"')), 1, 30]));

    private static readonly Gen<ExtraDhcpOption> Option =
        from version in From(4, 6)
        from name in From(version == 4 ? Names4 : Names6)
        from tag in From("", "", "tag:ipxe,", "tag:ipxe,tag:!known,")
        from value in Value
        select new ExtraDhcpOption(tag + name, value, version);

    private static readonly Gen<string?> ClientId = Gen.Frequency(
        (4, Gen.Const((string?)null)),
        (1, From<string?>("01:fa:16", "rack 7", "aa:zz", "*", "id:x", "é", "a\\b")),
        (1, Gen.String[Gen.Char[' ', '~'], 1, 12].Select(id => (string?)id)));

    private static readonly Gen<string> Name = Gen.OneOf(
        From("vm", "vm.example.org.", "ignore", "12h", "infinite", "10.0.0.1", "set:x", "id:*", "aa:bb:cc:dd:ee:ff", "11:22:33", "ff", "1", "*", "a_b", "x-1"),
        Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['0', '9'], From('-', '.', '_', '*', ',', ' ')), 1, 20]);

    private static readonly Gen<(ExtraDhcpOption[] Options, string? ClientId, string Name, string Fqdn, bool Merges)> Holds =
        Gen.Select(Option.Array[0, 6], ClientId, Name, Name, Gen.Bool);

    private static Gen<T> From<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public async Task Dnsmasq_takes_every_line_of_random_networks_but_those_that_DhcpNet_warned_of()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        string directory = world.ScratchPath;
        HashSet<string> expected = [];
        int options = 0;
        int index = 0;
        foreach (string kind in new[] { "host", "opts", "addn" })
            Directory.CreateDirectory(Path.Combine(directory, kind));
        Holds.Array[Networks].Sample(
            all =>
            {
                foreach (var held in all)
                {
                    WritableNetwork network = Network(index, held.Options, held.ClientId, held.Name, held.Fqdn, held.Merges);
                    DnsmasqFiles files = DnsmasqFiles.Render(network);
                    Write("host", files.Host);
                    Write("opts", files.Opts);
                    Write("addn", files.AddnHosts);
                    string[] lines = files.Opts.Split('\n');
                    for (int line = 0; line < lines.Length; line++)
                    {
                        if (lines[line].Split(',', 2)[0].StartsWith("tag:port-", StringComparison.Ordinal) && Refused(lines[line]))
                            expected.Add($"opts/{index}:{line + 1}");
                    }
                    options += lines.Length;
                    index++;
                }
            },
            iter: 1, threads: 1);

        IReadOnlyList<string> refused = await StartAsync(world, directory);

        // Those that were warned of for nothing, and those that were not.
        string[] places = [.. refused.Select(r => r.Split(' ', 2)[0])];
        // With domains and times DhcpNet is stricter than dnsmasq.
        string[] needless = [.. expected.Except(places).Select(WithText).Where(line => Explain(line.Split(' ', 2)[1]) is not string why || !(why.Contains("domains", StringComparison.Ordinal) || why.Contains("a time", StringComparison.Ordinal)))], silent = [.. refused.Where(r => !expected.Contains(r.Split(' ', 2)[0]))];
        Assert.True(needless.Length == 0, string.Join("\n", needless));
        Assert.True(silent.Length == 0, string.Join("\n", silent));
        Assert.NotEmpty(expected);
        Assert.True(options > 2 * expected.Count, $"{expected.Count} of {options}");

        void Write(string kind, string content) => File.WriteAllText(Path.Combine(directory, kind, $"{index}"), content);

        string WithText(string place)
        {
            string[] parts = place.Split(':');
            return $"{place} {File.ReadAllLines(Path.Combine(directory, parts[0]))[int.Parse(parts[1], CultureInfo.InvariantCulture) - 1]}";
        }
    }

    /// <summary>What the embedded store would have let in: nothing of it may be refused.</summary>
    [Fact]
    public async Task Dnsmasq_takes_every_option_that_a_reservation_can_have()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        string directory = world.ScratchPath;
        foreach (string kind in new[] { "host", "opts", "addn" })
            Directory.CreateDirectory(Path.Combine(directory, kind));
        StringBuilder opts = new(), hosts = new();
        int taken = 0;
        Gen.Select(Option, ClientId).Array[4000].Sample(
            all =>
            {
                foreach ((ExtraDhcpOption option, string? id) in all)
                {
                    if (IsTaken(option))
                    {
                        taken++;
                        opts.Append(OptionLine.Format(option.IpVersion, "port-x", option.OptName, option.OptValue)).Append('\n');
                    }
                    if (id is not null && IsTaken(new ExtraDhcpOption("client-id", id)))
                        hosts.Append($"fa:16:3e:00:00:10,id:{id},vm,10.{taken / 65536}.{taken / 256 % 256}.{taken % 256}\n");
                }
            },
            iter: 1, threads: 1);
        File.WriteAllText(Path.Combine(directory, "opts", "0"), opts.ToString());
        File.WriteAllText(Path.Combine(directory, "host", "0"), string.Join('\n', hosts.ToString().Split('\n').DistinctBy(l => l.Split(',')[^1])));

        IReadOnlyList<string> refused = await StartAsync(world, directory);

        Assert.True(refused.Count == 0, string.Join("\n", refused));
        Assert.True(taken > 500, $"{taken}");
    }

    private static bool IsTaken(ExtraDhcpOption option)
    {
        try
        {
            DhcpOptionText.Validate(option);
            return true;
        }
        catch (DhcpNetException)
        {
            return false;
        }
    }

    private static bool Refused(string line) => Explain(line) is not null;

    private static string? Explain(string line)
    {
        string[] fields = line.Split(',');
        int at = Array.FindIndex(fields, f => !f.StartsWith("tag:", StringComparison.Ordinal));
        int version = fields[at].StartsWith("option6:", StringComparison.Ordinal) ? 6 : 4;
        return DhcpOptionText.ExplainRefusal(new ExtraDhcpOption(fields[at].Split(':')[^1], string.Join(',', fields[(at + 1)..]), version));
    }

    private static WritableNetwork Network(int index, ExtraDhcpOption[] options, string? clientId, string name, string fqdn, bool merges)
    {
        Guid id = Guid.NewGuid(), v4 = Guid.NewGuid(), v6 = Guid.NewGuid();
        IPAddress address4 = IPAddress.Parse($"10.{index / 250}.{index % 250}.5"), address6 = IPAddress.Parse($"fd00:{index + 1:x}::5"), other6 = IPAddress.Parse($"fd00:{index + 1:x}::6");
        Network network = new()
        {
            Id = id,
            Subnets =
            [
                new Subnet { Id = v4, NetworkId = id, Cidr = IPNetwork.Parse($"10.{index / 250}.{index % 250}.0/24"), GatewayIp = IPAddress.Parse($"10.{index / 250}.{index % 250}.1") },
                new Subnet { Id = v6, NetworkId = id, Cidr = IPNetwork.Parse($"fd00:{index + 1:x}::/64"), Ipv6AddressMode = Ipv6Mode.Dhcpv6Stateful, DnsNameservers = [IPAddress.IPv6Any] },
            ],
            Ports =
            [
                new Port
                {
                    Id = Guid.NewGuid(),
                    NetworkId = id,
                    MacAddress = MacAddress.Parse($"fa:16:3e:00:{index / 256:x2}:{index % 256:x2}"),
                    DeviceOwner = "compute:nova",
                    FixedIps = [new FixedIp(v4, address4), new FixedIp(v6, address6), new FixedIp(v6, other6)],
                    DnsAssignment = [new DnsAssignment(name, fqdn, address4), new DnsAssignment(fqdn, name, address6)],
                    ExtraDhcpOpts = [.. options, .. clientId is null ? [] : new[] { new ExtraDhcpOption("client-id", clientId) }],
                },
            ],
        };
        return WritableNetwork.From(network, [], new DhcpConfiguration { EnableAddr6List = merges });
    }

    /// <summary>Has a real dnsmasq read the directories. Returns the lines that it did not take: <c>opts/7:3 why</c>.</summary>
    private static async Task<IReadOnlyList<string>> StartAsync(DnsmasqWorld world, string directory)
    {
        string log = Path.Combine(directory, "log"), pid = Path.Combine(directory, "pid");
        ChildProcessResult result = await DnsmasqWorld.RunAsync(
            world.Network.NamespaceName, "env", "LC_ALL=C", "dnsmasq", "--no-hosts", "--no-resolv", "--user=root", $"--pid-file={pid}", $"--log-facility={log}", "--conf-file=/dev/null", "--bind-dynamic",
            $"--dhcp-hostsfile={directory}/host", $"--dhcp-optsfile={directory}/opts", $"--addn-hosts={directory}/addn", $"--dhcp-leasefile={directory}/leases",
            "--dhcp-range=set:a,10.20.0.0,static,255.255.255.0", "--dhcp-range=set:b,fd00:30::,static,64");
        Assert.True(result.ExitCode == 0, result.StandardError);
        try
        {
            // It has read its files when the last of them is named.
            int files = new[] { "host", "opts", "addn" }.Sum(kind => Directory.GetFiles(Path.Combine(directory, kind)).Length);
            string[] lines = [];
            for (int i = 0; i < 600 && (lines = File.Exists(log) ? File.ReadAllLines(log) : []).Count(l => l.Contains($": read {directory}/", StringComparison.Ordinal)) < files; i++)
                await Task.Delay(50);
            // A directory's name may have such words in it by chance.
            string[] complaints = [.. lines.Where(l => !l.Contains($": read {directory}/", StringComparison.Ordinal)).Where(l => l.Contains("bad", StringComparison.OrdinalIgnoreCase) || l.Contains("error", StringComparison.OrdinalIgnoreCase) || l.Contains(" at line ", StringComparison.Ordinal))];
            Assert.DoesNotContain(complaints, c => !Complaint().IsMatch(c));
            return
            [
                .. from complaint in complaints
                   let match = Complaint().Match(complaint)
                   let path = match.Groups["path"].Value
                   let line = int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture)
                   select $"{Path.GetRelativePath(directory, path)}:{line} {File.ReadAllLines(path)[line - 1]} ({match.Groups["why"].Value})",
            ];
        }
        finally
        {
            await DnsmasqWorld.RunAsync(null, "kill", (await File.ReadAllTextAsync(pid)).Trim());
        }
    }

    [GeneratedRegex(@"\]: (?<why>.*) at line (?<line>\d+) of (?<path>/.*)$")]
    private static partial Regex Complaint();
}
