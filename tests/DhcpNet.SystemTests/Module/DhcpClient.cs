namespace DhcpNet.SystemTests.Module;

/// <summary>A client machine: a namespace with an internal port of the bridge in it.</summary>
internal sealed class DhcpClient : IDisposable
{
    private readonly OvsInstance _ovs;
    private readonly string _directory;

    private DhcpClient(OvsInstance ovs, string name)
    {
        _ovs = ovs;
        Name = name;
        _directory = Directory.CreateTempSubdirectory("dhcp-client-").FullName;
    }

    public string Name { get; }

    /// <summary>A directory of the client's own, which goes with it.</summary>
    public string Scratch => _directory;

    /// <param name="ovs">The switch.</param>
    /// <param name="name">What the client and its device are called.</param>
    /// <param name="mac">The device's MAC address.</param>
    /// <param name="vlanTag">The VLAN tag, where the test gives one.</param>
    /// <param name="portId">The port that it is said to be, to somebody who looks for ports on the switch.</param>
    public static DhcpClient Plug(OvsInstance ovs, string name, string mac, int? vlanTag = null, string? portId = null)
    {
        string[] ids = portId is null ? [] : [$"external_ids:iface-id={portId}", "external_ids:iface-status=active", $"external_ids:attached-mac=\"{mac}\""];
        ovs.Vsctl(["add-port", "br-int", name, .. vlanTag is int tag ? [$"tag={tag}"] : Array.Empty<string>(), "--", "set", "interface", name, "type=internal", .. ids]);
        Programs.Run("ip", "netns", "add", name);
        Programs.Run("ip", "link", "set", name, "netns", name);
        Programs.Run("ip", "-n", name, "link", "set", "lo", "up");
        Programs.Run("ip", "-n", name, "link", "set", name, "address", mac, "up");
        return new DhcpClient(ovs, name);
    }

    /// <summary>Runs a program as this client.</summary>
    public string Run(params string[] command) => Programs.Run("ip", ["netns", "exec", Name, .. command]);

    /// <summary>Asks for an IPv4 lease with udhcpc.</summary>
    /// <returns>What came, by udhcpc's names (ip, router, dns, hostname, …); empty where nobody answered.</returns>
    public IReadOnlyDictionary<string, string> Lease(int seconds = 10)
    {
        string file = Path.Combine(_directory, "lease");
        File.Delete(file);
        string script = Script("udhcpc", $"""
            #!/bin/sh
            [ "$1" = bound ] || exit 0
            env > {file}
            ip -4 addr replace "$ip/$mask" dev "$interface"
            """);
        Programs.Try("ip", "netns", "exec", Name, "udhcpc", "-i", Name, "-O", "staticroutes", "-f", "-q", "-n", "-t", $"{seconds}", "-T", "1", "-s", script);
        return File.Exists(file) ? Variables(File.ReadAllLines(file)) : new Dictionary<string, string>();
    }

    /// <summary>Asks for an IPv6 lease with dhclient.</summary>
    /// <returns>What came, by dhclient's names (new_ip6_address, new_dhcp6_name_servers, …); empty where nobody answered.</returns>
    public IReadOnlyDictionary<string, string> Lease6()
    {
        WaitForLinkLocal();
        string file = Path.Combine(_directory, "lease6");
        string script = Script("dhclient", $"""
            #!/bin/sh
            [ "$reason" = BOUND6 ] && env > {file}
            exit 0
            """);
        string leases = Path.Combine(_directory, "dhclient6.leases");
        File.WriteAllText(leases, "");
        string pidFile = Path.Combine(_directory, "dhclient6.pid");
        Programs.Try("ip", "netns", "exec", Name, "timeout", "20", "dhclient", "-6", "-1", "-sf", script, "-lf", leases, "-pf", pidFile, "-cf", "/dev/null", Name);
        if (File.Exists(pidFile) && int.TryParse(File.ReadAllText(pidFile), out int id) && Directory.Exists($"/proc/{id}"))
            Programs.Try("kill", $"{id}");
        return File.Exists(file) ? Variables(File.ReadAllLines(file)) : new Dictionary<string, string>();
    }

    /// <summary>What a DNS server answers for a name.</summary>
    public string Resolve(string name, string server) => Programs.Try("ip", "netns", "exec", Name, "busybox", "nslookup", name, server).Output;

    public void Dispose()
    {
        // A dhclient that has its lease goes on in the background.
        if (Programs.Run("ip", "netns", "pids", Name).Split('\n', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } left)
            Programs.Try("kill", ["-KILL", .. left]);
        _ovs.Vsctl("--if-exists", "del-port", Name);
        Programs.Run("ip", "netns", "del", Name);
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Waits until the client can speak IPv6: its link-local address is no longer tentative.</summary>
    public void WaitForLinkLocal()
    {
        for (int i = 0; i < 100; i++)
        {
            string addresses = Run("ip", "-6", "-o", "addr", "show", "dev", Name, "scope", "link");
            if (addresses.Length > 0 && !addresses.Contains("tentative"))
                return;
            Thread.Sleep(50);
        }
    }

    private string Script(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static Dictionary<string, string> Variables(string[] lines) =>
        lines.Select(l => l.Split('=', 2)).Where(p => p.Length == 2).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.First()[1]);
}
