using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DhcpNet.SystemTests.Module;

namespace DhcpNet.SystemTests.Examples;

/// <summary>
/// A host for examples to be typed on: an Open vSwitch where its tools look for it, and a directory that stands for the host's root.
/// It is made anew where the example before has changed something; the switch goes on.
/// </summary>
public sealed partial class ExampleWorld : IAsyncLifetime
{
    /// <summary>The networks that the examples speak of.</summary>
    private const string Networks = """
        New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20
        New-DhcpNetwork green 10.30.0.0/24, fd00:30::/64 -VlanTag 31
        New-DhcpNetwork lab-01 10.41.1.0/24 -VlanTag 501
        New-DhcpNetwork lab-02 10.41.2.0/24, fd00:42::/64 -VlanTag 502
        New-DhcpNetwork prod-01 10.55.0.0/24 -VlanTag 55
        New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.10 -HostName web1
        New-DhcpReservation blue fa:16:3e:20:00:11 10.20.0.11 -HostName web2
        New-DhcpReservation blue fa:16:3e:20:00:12 10.20.0.50 -HostName test-1
        New-DhcpReservation green fa:16:3e:30:00:10 10.30.0.50 -HostName files
        New-DhcpReservation lab-01 fa:16:3e:41:00:10 10.41.1.10 -HostName node1 -Option @{ 'tftp-server' = '10.41.1.5' }
        New-DhcpReservation prod-01 fa:16:3e:55:00:10 10.55.0.10 -HostName app1
        """;

    private OvsInstance? _ovs;
    private string? _root;
    private PowerShellSession? _session;

    // How the host was made, and how it looked then.
    private bool _isServing;
    private string _look = "";

    internal OvsInstance Ovs => _ovs!;

    private string Root => _root!;

    /// <summary>Where the module keeps its state.</summary>
    private string State => PathOf("var/lib/dhcpnet");

    internal PowerShellSession Session => _session!;

    public async ValueTask InitializeAsync()
    {
        if (!Program.IsRoot)
            return;
        _ovs = await OvsInstance.StartAsync();
        Ovs.Vsctl("add-br", "br-lab", "--", "set", "bridge", "br-lab", "datapath_type=netdev");
        Directory.CreateSymbolicLink("/run/openvswitch", Ovs.Directory);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ovs is null)
            return;
        _session?.Dispose();
        Clear();
        Directory.Delete("/run/openvswitch");
        await Ovs.DisposeAsync();
    }

    /// <summary>Makes the host as it is to be before an example, and opens a session in its directory.</summary>
    /// <param name="isServing">Whether it has the networks that the cmdlets' pages speak of, and serves them; else it has none.</param>
    internal void Prepare(bool isServing)
    {
        Assert.SkipUnless(Program.IsRoot, "needs root: it makes network namespaces and an Open vSwitch of its own");
        _session?.Dispose();
        _session = null;
        if (_root is null || _isServing != isServing || Look() != _look)
            Make(isServing);
        _session = OpenSession();
    }

    /// <summary>Opens a session as a person would on this host, who answers every question with yes.</summary>
    internal PowerShellSession OpenSession()
    {
        PowerShellSession session = PowerShellSession.Create(State);
        session.Require(
            "$null = Set-DhcpConfiguration -Ovsdb $args[0] -OvsdbTimeout 60; $null = $ExecutionContext.SessionState.Path.SetLocation($args[1]); $ConfirmPreference = 'None'; $PSNativeCommandUseErrorActionPreference = $true",
            $"{Ovs.Endpoint}", PathOf("home"));
        return session;
    }

    /// <summary>
    /// The same code, with files of this host in place of the machine's, and forty networks for two hundred: what is different with more
    /// of them is other tests' to find.
    /// </summary>
    internal string Localize(string code) => MachinePathPattern().Replace(code, Root + "/").Replace("1..200 ", "1..40 ", StringComparison.Ordinal);

    private string PathOf(string relative) => Path.Combine(Root, relative);

    private void Make(bool isServing)
    {
        Clear();
        _root = Directory.CreateTempSubdirectory("dhcpnet-host-").FullName;
        // dnsmasq reads its files as 'nobody'
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        foreach (string directory in (string[])["etc/neutron/conf.d", "etc/dhcpnet", "var/lib/dhcpnet", "var/backups", "var/tmp", "var/log", "srv/dhcp", "home/sites", "home/gathered/host1"])
            Directory.CreateDirectory(PathOf(directory));
        WriteFiles();
        Directory.CreateSymbolicLink(PathOf("home/docs"), Path.Combine(ModulePath.Root, "docs"));
        Directory.CreateSymbolicLink(PathOf("home/artifacts"), Path.Combine(ModulePath.Root, "artifacts"));
        using (PowerShellSession session = OpenSession())
        {
            if (isServing)
                session.Require($"{Networks}\nGet-DhcpNetwork | Enable-NetworkDhcp");
            session.Require("Export-DhcpNetwork approved.jsonl");
        }
        _isServing = isServing;
        _look = Look();
    }

    /// <summary>What examples change of the host, as a text to be compared. Nobody may have the store open.</summary>
    private string Look()
    {
        var files = Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
        return string.Join('\n',
        [
            .. Programs.Run("ip", "netns", "list").Split('\n').Order(),
            .. Ovs.Vsctl("--columns=name,tag,interfaces", "list", "port").Split('\n').Order(),
            Ovs.Vsctl("list-ports", "br-lab"),
            .. Servers().Select(p => $"{p.ProcessName} {p.Id}").Order(),
            .. files.Order().Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}"),
        ]);
    }

    // All that there are in these process namespaces are the examples'.
    private static IEnumerable<Process> Servers() => Process.GetProcesses().Where(p => p.ProcessName is "dnsmasq" or "haproxy");

    private void WriteFiles()
    {
        Write("etc/neutron/neutron.conf", $"[DEFAULT]\nhost = node1.example.org\nstate_path = {Root}/var/lib/neutron\n");
        Write("etc/neutron/dhcp_agent.ini", $"[DEFAULT]\ndhcp_lease_duration = 43200\nresync_interval = 5\n[ovs]\novsdb_connection = {Ovs.Endpoint}\n");
        Write("etc/neutron/conf.d/lab.conf", "[DEFAULT]\ndns_domain = lab.example\n");
        Write("etc/dhcpnet/networks.json", """{"networks": [{"name": "office", "subnets": [{"cidr": "10.50.0.0/24"}]}]}""");
        Write("home/sites/north.json", """{"networks": [{"name": "north", "provider:segmentation_id": 71, "subnets": [{"cidr": "10.71.0.0/24"}]}]}""");
        Write("home/sites/south.json", """{"networks": [{"name": "south", "provider:segmentation_id": 72, "subnets": [{"cidr": "10.72.0.0/24"}]}]}""");
        Write("home/gathered/host1/dhcp_agent.ini", "[DEFAULT]\nresync_interval = 5\n");
        Write("home/nets.csv", "name,cidr,vlan\nyard,10.63.0.0/24,63\n");
        Write("home/inventory.csv", "name,cidr\nattic,10.61.0.0/24\ncellar,10.62.0.0/33\n");
    }

    private void Write(string relative, string text) => File.WriteAllText(PathOf(relative), text);

    /// <summary>Takes away whatever the example before has left.</summary>
    private void Clear()
    {
        if (_root is null)
            return;
        foreach (Process process in Servers())
            process.Kill();
        // Before their taps: the kernel then removes those at once.
        foreach (string line in Programs.Run("ip", "netns", "list").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Programs.Run("ip", "netns", "del", line.Split(' ')[0]);
        string[] ports = [.. new[] { OvsInstance.Bridge, "br-lab" }.SelectMany(b => Ovs.Vsctl("list-ports", b).Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        if (ports.Length > 0)
            Ovs.Vsctl([.. ports.SelectMany(p => new[] { "--", "del-port", p })]);
        Directory.Delete(Root, recursive: true);
        _root = null;
    }

    // As in '/etc/neutron/neutron.conf' and "/var/tmp/x", and not in './x/etc/y'.
    [GeneratedRegex(@"(?<![\w$}/.])/(?=(?:etc|var|srv)/)")]
    private static partial Regex MachinePathPattern();
}
