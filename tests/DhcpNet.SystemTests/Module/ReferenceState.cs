using System.Text.RegularExpressions;

namespace DhcpNet.SystemTests.Module;

/// <summary>
/// The state of a network's namespace, item by item, in the words of the system's tools: what Neutron's agent made (Reference/), and what
/// the module made. Names and numbers that no two networks share are replaced, and what the page docs/differences.md lists is left out: here and
/// nowhere else.
/// </summary>
internal sealed partial class ReferenceState
{
    private readonly Dictionary<string, string[]> _items;

    private ReferenceState(Dictionary<string, string[]> items) => _items = items;

    public static IReadOnlyList<string> Names { get; } = ["addresses", "routes", "routes6", "iptables", "ip6tables", "sysctls", "sockets"];

    public IReadOnlyList<string> this[string name] => _items[name];

    /// <summary>What Neutron's agent made.</summary>
    public static ReferenceState Read(string folder)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Reference", folder);
        return From(File.ReadAllText(Path.Combine(path, "interface")).Trim(), file => File.ReadAllText(Path.Combine(path, file + ".txt")));
    }

    /// <summary>What is there now.</summary>
    public static ReferenceState Look(string namespaceName, string tap)
    {
        return From(tap, file => file switch
        {
            "ip-addr" => In("ip", "-d", "addr"),
            "ip-route" => In("ip", "route", "show", "table", "all"),
            "ip6-route" => In("ip", "-6", "route", "show", "table", "all"),
            "sockets" => In("ss", "-Hnlup") + In("ss", "-Hnltp"),
            "sysctl" => In("sysctl", "-a"),
            _ => In(file),
        });

        string In(string program, params string[] arguments) => Programs.Run("ip", ["netns", "exec", namespaceName, program, .. arguments]);
    }

    private static ReferenceState From(string tap, Func<string, string> read)
    {
        string mac = Mac().Match(read("ip-addr")[read("ip-addr").IndexOf(tap, StringComparison.Ordinal)..]).Groups[1].Value;
        string interfaceId = InterfaceId(mac);
        return new ReferenceState(new Dictionary<string, string[]>
        {
            ["addresses"] = [.. Lines("ip-addr").Where(l => l.StartsWith("inet", StringComparison.Ordinal)).Concat(Lines("ip-addr").Select(l => Mtu().Match(l)).Where(m => m.Success).Select(m => m.Value)).Order()],
            // Both versions are in the first; each is compared once.
            ["routes"] = [.. Lines("ip-route").Where(l => !l.Contains(':', StringComparison.Ordinal)).Order()],
            ["routes6"] = [.. Lines("ip6-route").Order()],
            ["iptables"] = [.. Rules("iptables-save").Order()],
            ["ip6tables"] = [.. Rules("ip6tables-save").Order()],
            ["sysctls"] = [.. Lines("sysctl").Where(l => Sysctl().IsMatch(l)).Order()],
            ["sockets"] = [.. Lines("sockets").Where(l => Server().IsMatch(l)).Select(l => Regex.Match(l, @"(\S+:\d+) +\S+:\*").Groups[1].Value).Order()],
        });

        IEnumerable<string> Lines(string file) => read(file).Split('\n').Select(l => Normalise(l).Trim()).Where(l => l.Length > 0);

        // Neutron's agent makes empty chains of its own in all tables. Of the rules, only this one does anything.
        IEnumerable<string> Rules(string file) => Lines(file).Where(l => l.Contains("neutron-dhcp-age-POSTROUTING", StringComparison.Ordinal)).Select(l => Counters().Replace(l, ""));

        string Normalise(string line) => line.Replace(tap, "TAP", StringComparison.Ordinal).Replace(interfaceId, "EUI64", StringComparison.Ordinal);
    }

    // The last 64 bits of an address that is made of a MAC address (RFC 4291, appendix A), as ip(8) prints them.
    private static string InterfaceId(string mac)
    {
        int[] b = [.. mac.Split(':').Select(x => Convert.ToInt32(x, 16))];
        return $"{((b[0] ^ 2) << 8) | b[1]:x}:{(b[2] << 8) | 0xff:x}:{0xfe00 | b[3]:x}:{(b[4] << 8) | b[5]:x}";
    }

    [GeneratedRegex(@"link/ether (\S+)")]
    private static partial Regex Mac();

    [GeneratedRegex(@"(TAP|lo): <\S+> mtu \d+")]
    private static partial Regex Mtu();

    // What the module and the agent set, and what forwarding depends on; devices that come with a kernel module are nobody's.
    [GeneratedRegex(@"^net\.ipv[46]\.(ip_nonlocal_bind|conf\.(all|default|lo|TAP)\.(accept_ra|accept_dad|autoconf|forwarding|mc_forwarding|use_tempaddr|promote_secondaries)) =")]
    private static partial Regex Sysctl();

    [GeneratedRegex("\"(dnsmasq|haproxy)\"")]
    private static partial Regex Server();

    [GeneratedRegex(@" \[\d+:\d+\]")]
    private static partial Regex Counters();
}
