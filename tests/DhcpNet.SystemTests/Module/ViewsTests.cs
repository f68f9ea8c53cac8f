using System.Management.Automation;
using System.Net;
using System.Xml.Linq;

namespace DhcpNet.SystemTests.Module;

/// <summary>What a person sees of the module's objects.</summary>
public sealed class ViewsTests : IDisposable
{
    private static readonly Guid NetworkId = Guid.Parse("b71f2e10-2df3-4a68-a0a1-0a1c3cf1e001");
    private static readonly Subnet Prefix = new() { Id = Guid.NewGuid(), NetworkId = NetworkId, NetworkName = "blue", Cidr = IPNetwork.Parse("10.20.0.0/24"), GatewayIp = IPAddress.Parse("10.20.0.1") };
    private static readonly Network Blue = new() { Id = NetworkId, Name = "blue", Mtu = 1450, VlanTag = 7, Subnets = [Prefix] };

    private static readonly Port DhcpPort = new()
    {
        Id = Guid.Parse("77aad84a-7ae1-4f34-9d4d-07eca8c44f0a"),
        NetworkId = NetworkId,
        Network = Blue,
        MacAddress = MacAddress.Parse("fa:16:3e:00:00:01"),
        FixedIps = [new FixedIp(Prefix.Id, IPAddress.Parse("10.20.0.2"))],
        DeviceOwner = DeviceOwners.Dhcp,
        Change = StepChange.Created,
    };

    private static readonly NetworkDhcp Enabled = new()
    {
        Network = Blue,
        State = NetworkDhcpState.Enabled,
        Port = DhcpPort,
        TapName = DhcpPort.TapName,
        Addresses = ["10.20.0.2/24"],
        ProcessId = 4711,
    };

    private static readonly DnsmasqInstance Dnsmasq = new()
    {
        NetworkId = NetworkId,
        Network = Blue,
        Port = DhcpPort,
        Namespace = Blue.NamespaceName,
        Interface = DhcpPort.TapName,
        Running = true,
        ProcessId = 4711,
        StartTime = DateTimeOffset.UnixEpoch,
        Path = "/var/lib/dhcpnet/dhcp/b",
        Change = StepChange.Restarted,
    };

    private static readonly NetNamespace Namespace = new() { Name = Blue.NamespaceName, Path = "/run/netns/q", Network = Blue, Port = DhcpPort, TapName = DhcpPort.TapName, Devices = [DhcpPort.TapName] };

    private static readonly ImportedOption Imported = new() { Status = ImportedOptionStatus.Used, Section = "DEFAULT", Option = "dhcp_lease_duration", Value = "600", Parameter = "LeaseDuration", File = "/etc/neutron/dhcp_agent.ini", Line = 12 };

    private static readonly DhcpLease Lease = new()
    {
        Network = Blue,
        Address = IPAddress.Parse("10.20.0.50"),
        State = DhcpLeaseState.Active,
        MacAddress = MacAddress.Parse("fa:16:3e:00:00:10"),
        ClientId = "01:fa:16:3e:00:00:10",
        HostName = "vm1",
        ExpiresAt = DateTimeOffset.UnixEpoch,
        Reservation = DhcpPort with { DnsName = "vm1" },
    };

    private static readonly SubnetStatistics SubnetUse = new() { NetworkName = "blue", NetworkId = NetworkId, SubnetId = Prefix.Id, Cidr = Prefix.Cidr, Addresses = 253, Reserved = 12, Leased = 10, Free = 241 };

    private static readonly DhcpStatistics Use = new()
    {
        Network = Blue,
        Subnets = [SubnetUse],
        ProcessId = 4711,
        Uptime = new TimeSpan(3, 4, 5, 6),
        MemoryBytes = 2202010,
        QueriesAnswered = 120,
        QueriesForwarded = 3,
        CacheSize = 150,
        CacheInsertions = 3,
        CacheEvictions = 0,
        Upstreams = [new UpstreamServer("9.9.9.9#53", 3, 0)],
    };

    private static readonly NetworkDhcpTest Tested = new()
    {
        Network = Blue,
        Result = NetworkDhcpTestResult.Failed,
        RoundTripTime = TimeSpan.FromMilliseconds(1.25),
        Duration = TimeSpan.FromMilliseconds(105),
        Problems = ["DHCPv4 DISCOVER to 10.20.0.2: router is 10.20.0.99, not 10.20.0.1", "DNS A www.example to 10.20.0.2: no answer within 3 s"],
        Checks =
        [
            new() { Protocol = NetworkDhcpProtocol.DHCPv6, Question = "SOLICIT", Server = IPAddress.Parse("fd00:20::2"), Answer = "fd00:20::50", RoundTripTime = TimeSpan.FromMilliseconds(0.8), Result = NetworkDhcpTestResult.Passed },
            new()
            {
                Protocol = NetworkDhcpProtocol.DHCPv4,
                Subnet = Prefix,
                Reservation = DhcpPort with { DeviceOwner = "" },
                Question = "DISCOVER",
                Server = IPAddress.Parse("10.20.0.2"),
                Answer = "10.20.0.50",
                RoundTripTime = TimeSpan.FromMilliseconds(1.25),
                Mismatches = [new NetworkDhcpMismatch("router", "10.20.0.1", "10.20.0.99")],
                Result = NetworkDhcpTestResult.Failed,
            },
            new() { Protocol = NetworkDhcpProtocol.DNS, Question = "A www.example", Server = IPAddress.Parse("10.20.0.2"), Problem = "no answer within 3 s", Result = NetworkDhcpTestResult.Failed },
        ],
    };

    private static readonly DhcpAgentEvent Enabling = new()
    {
        Time = new DateTimeOffset(new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Local)),
        Kind = DhcpAgentEventKind.Enabled,
        NetworkId = NetworkId,
        Network = "blue",
        Done = ["port created", "tap created", "namespace created", "addresses created", "dnsmasq started"],
        Duration = TimeSpan.FromMilliseconds(45.2),
        Reason = "network added",
    };

    private static readonly DhcpAgentEvent Failing = Enabling with { Kind = DhcpAgentEventKind.Failed, Done = [], Duration = null, Error = "step DhcpPort: no address is left on 10.20.0.0/24", ErrorId = "AddressesExhausted", Reason = "tried again in 4 s" };

    private static readonly DhcpAgentStatus Agent = new()
    {
        State = DhcpAgentState.Running,
        ProcessId = 4711,
        StartTime = DateTimeOffset.UnixEpoch,
        HostName = "node1",
        Plugin = "SQLite, /var/lib/dhcpnet/dhcpnet.db",
        Source = "changes of /var/lib/dhcpnet/dhcpnet.db",
        IsConnected = true,
        Networks = 200,
        Subnets = 210,
        Ports = 4000,
        Backlog = 3,
        InWork = 2,
        LastSync = DateTimeOffset.UnixEpoch,
        LastSyncDuration = TimeSpan.FromSeconds(4.06),
        LastError = "no address is left on 10.20.0.0/24",
        LastErrorTime = DateTimeOffset.UnixEpoch,
        Counts = new DhcpAgentCounts { Notifications = 5000, Applied = 4800, Changed = 4700, Failed = 1, Respawned = 1, Syncs = 1, ReadyPorts = 4000, Reports = 120 },
    };

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-views-");
    private readonly PowerShellSession _session;

    public ViewsTests()
    {
        _session = PowerShellSession.Create(_state.FullName);
        _session.Require("Set-StrictMode -Version Latest");
    }

    /// <summary>An object of each type that cmdlets put out, with all that it can have, and one with as little as it can have.</summary>
    private static NetworkDhcpSummary Summary { get; } = new()
    {
        Networks = 200,
        Changed = 150,
        Unchanged = 48,
        Failed = 2,
        FailedNetworks = ["blue", "green"],
        Elapsed = TimeSpan.FromMilliseconds(4060),
        PerSecond = 49.3,
        Steps = [new NetworkDhcpStepTime("NetNamespace", TimeSpan.FromMilliseconds(40120)), new NetworkDhcpStepTime("Dnsmasq", TimeSpan.FromMilliseconds(3500))],
    };

    public static TheoryData<string> Samples => [.. SampleObjects.Keys];

    private static Dictionary<string, object> SampleObjects { get; } = new()
    {
        ["Network"] = Blue,
        ["Network, bare"] = new Network { Id = NetworkId, AdminStateUp = false },
        ["Subnet"] = Prefix with { DnsNameservers = [IPAddress.Parse("9.9.9.9")], AllocationPools = [new AllocationPool(IPAddress.Parse("10.20.0.2"), IPAddress.Parse("10.20.0.9"))] },
        ["Subnet, IPv6"] = new Subnet { Id = NetworkId, NetworkId = NetworkId, Cidr = IPNetwork.Parse("2001:db8:1234:5678::/64"), Ipv6AddressMode = Ipv6Mode.Dhcpv6Stateless },
        ["Subnet, bare"] = new Subnet { Id = NetworkId, NetworkId = NetworkId, Cidr = IPNetwork.Parse("10.0.0.0/8"), EnableDhcp = false },
        ["Port, DHCP"] = DhcpPort,
        ["Port, reservation"] = DhcpPort with { DeviceOwner = "", DnsName = "www", DnsAssignment = [new DnsAssignment("www", "www.example.", IPAddress.Parse("10.20.0.2"))], ExtraDhcpOpts = [new ExtraDhcpOption("66", "10.0.0.1")] },
        ["Port, router"] = DhcpPort with { DeviceOwner = "network:router_interface" },
        ["Port, bare"] = new Port { Id = NetworkId, NetworkId = NetworkId, MacAddress = DhcpPort.MacAddress },
        ["OvsTap"] = new OvsTap { Name = DhcpPort.TapName, Bridge = "br-int", PortId = DhcpPort.Id, Port = DhcpPort, VlanTag = 7, OfPort = 3, Change = StepChange.Replaced },
        ["OvsTap, failed"] = new OvsTap { Name = DhcpPort.TapName, Bridge = "br-int", PortId = DhcpPort.Id, Error = "could not open network device (No such device)" },
        ["OvsTap, bare"] = new OvsTap { Name = DhcpPort.TapName, Bridge = "br-int", PortId = DhcpPort.Id },
        ["NetworkDhcpSummary"] = Summary,
        ["NetworkDhcpSummary, bare"] = Summary with { Failed = 0, FailedNetworks = [], Steps = [] },
        ["NetNamespace"] = Namespace,
        ["NetNamespace, bare"] = new NetNamespace { Name = "other", Path = "/run/netns/other" },
        ["TapAddress"] = new TapAddress { Network = Blue, Port = DhcpPort, Namespace = Blue.NamespaceName, TapName = DhcpPort.TapName, Addresses = ["10.20.0.2/24", "fd00:20::2/64"], GatewayIpv4 = IPAddress.Parse("10.20.0.1"), GatewayIpv6 = IPAddress.Parse("fd00:20::1") },
        ["TapAddress, bare"] = new TapAddress { Network = Blue, Port = DhcpPort, Namespace = Blue.NamespaceName, TapName = DhcpPort.TapName },
        ["DnsmasqInstance"] = Dnsmasq,
        ["DnsmasqInstance, bare"] = new DnsmasqInstance { NetworkId = NetworkId, Namespace = Blue.NamespaceName, Path = "/var/lib/dhcpnet/dhcp/b" },
        ["NetworkDhcp"] = Enabled,
        ["NetworkDhcp, bare"] = new NetworkDhcp { Network = Blue, State = NetworkDhcpState.Disabled },
        ["NetworkDhcp, degraded"] = Enabled with { State = NetworkDhcpState.Degraded, Problems = [$"tap {DhcpPort.TapName} is down", "dnsmasq does not run"], ProcessId = null },
        ["NetworkDhcp, changed"] = Enabled with { Change = StepChange.Created, Steps = ["port created", "tap created", "dnsmasq started"] },
        ["ImportedOption"] = Imported,
        ["ImportedOption, unused"] = Imported with { Status = ImportedOptionStatus.Unused, Section = "agent", Option = "use_helper_for_ns_read", Parameter = null, Reason = "DhcpNet runs as root and starts no helper", Value = "true" },
        ["DhcpLease"] = Lease,
        ["DhcpLease, IPv6"] = Lease with { Address = IPAddress.Parse("2001:db8:1234:5678:abcd:ef01:2345:6789"), MacAddress = null, ClientId = null, Duid = "00:01:00:01:32:96:25:64:fa:16:3e:a9:5b:58", Iaid = 4294967295 },
        ["DhcpLease, bare"] = new DhcpLease { Network = new Network { Id = NetworkId }, Address = IPAddress.Parse("2001:db8::1"), State = DhcpLeaseState.Stale, Duid = "00:01:00:01:32:96:25:64:fa:16:3e:a9:5b:58" },
        ["DhcpStatistics"] = Use,
        ["DhcpStatistics, bare"] = new DhcpStatistics { Network = new Network { Id = NetworkId }, Subnets = [] },
        ["SubnetStatistics"] = SubnetUse,
        ["SubnetStatistics, IPv6"] = SubnetUse with { Cidr = IPNetwork.Parse("2001:db8:1234:5678::/64"), Addresses = 18446744073709551616.0, Free = 18446744073709551615.0 },
        ["NetworkDhcpTest"] = Tested,
        ["NetworkDhcpTest, bare"] = new NetworkDhcpTest { Network = Blue with { Name = "" }, Result = NetworkDhcpTestResult.Inconclusive },
        ["NetworkDhcpCheck"] = Tested.Checks[1],
        ["NetworkDhcpCheck, bare"] = new NetworkDhcpCheck { Protocol = NetworkDhcpProtocol.DNS, Question = "TXT version.bind", Result = NetworkDhcpTestResult.Inconclusive },
        ["DhcpAgentEvent"] = Enabling,
        ["DhcpAgentEvent, failed"] = Failing,
        ["DhcpAgentEvent, bare"] = new DhcpAgentEvent { Time = DateTimeOffset.UnixEpoch, Kind = DhcpAgentEventKind.Stopped },
        ["DhcpAgentStatus"] = Agent,
        ["DhcpAgentStatus, bare"] = new DhcpAgentStatus(),
        ["TopologyItem"] = new TopologyItem { Kind = TopologyItemKind.Client, Name = "vm1", Detail = "10.20.0.50, fa:16:3e:00:00:10, has its lease until 12:00", State = TopologyState.Good, Depth = 3, Branch = "   │  ├─ ", NetworkId = NetworkId },
        ["TopologyItem, bare"] = new TopologyItem { Kind = TopologyItemKind.Host, Name = "node1" },
        ["DhcpConfiguration"] = new DhcpConfiguration { LeaseDuration = Timeout.InfiniteTimeSpan, DnsServers = [IPAddress.Loopback] },
    };

    public void Dispose()
    {
        _session.Dispose();
        _state.Delete(recursive: true);
    }

    [Fact]
    public void Networks_are_shown_a_line_each() => Assert.Equal(
        """
        Name                 Id       State VLAN   MTU Ports Subnets
        ----                 --       ----- ----   --- ----- -------
        blue                 b71f2e10 up       7  1450     0 10.20.0.0/24
        """, Show(Blue));

    [Fact]
    public void DHCP_ports_and_reservations_share_a_table() => Assert.Equal(
        """
        Network              MacAddress        Addresses                 Name or tap              Change
        -------              ----------        ---------                 -----------              ------
        blue                 fa:16:3e:00:00:01 10.20.0.2                 tap77aad84a-7a           Created
        blue                 fa:16:3e:00:00:02 10.20.0.50, fd00:20::50   www
        """, Show(DhcpPort, DhcpPort with
        {
            MacAddress = MacAddress.Parse("fa:16:3e:00:00:02"),
            FixedIps = [new FixedIp(Prefix.Id, IPAddress.Parse("10.20.0.50")), new FixedIp(Prefix.Id, IPAddress.Parse("fd00:20::50"))],
            DeviceOwner = "",
            DnsName = "www",
            Change = StepChange.None,
        }));

    [Fact]
    public void How_networks_stand_reads_like_a_board() => Assert.Equal(
        """
        Name               State    Addresses                Tap                Pid Details
        ----               -----    ---------                ---                --- -------
        blue               Enabled  10.20.0.2/24             tap77aad84a-7a    4711
        blue               Degraded 10.20.0.2/24             tap77aad84a-7a         tap is down; dnsmasq
                                                                                    does not run
        blue               Disabled
        """, Show(SampleObjects["NetworkDhcp"], SampleObjects["NetworkDhcp, degraded"], SampleObjects["NetworkDhcp, bare"]));

    [Fact]
    public void What_a_command_did_is_on_the_board() => Assert.Equal(
        """
        Name               State    Addresses                Tap                Pid Details
        ----               -----    ---------                ---                --- -------
        blue               Enabled  10.20.0.2/24             tap77aad84a-7a    4711 created
        blue               Enabled  10.20.0.2/24             tap77aad84a-7a    4711 dnsmasq restarted
        """, Show(SampleObjects["NetworkDhcp, changed"], Enabled with { Change = StepChange.Restarted, Steps = ["dnsmasq restarted"] }));

    [Fact]
    public void A_summary_counts_and_tells_where_the_time_went() => Assert.Equal(
        """
        Networks  : 200
        Changed   : 150
        Unchanged : 48
        Failed    : 2: blue, green
        Elapsed   : 4.06 s, 49 networks a second
        Steps     : NetNamespace 40.12 s
                    Dnsmasq 3.50 s
        """, Show(Summary));

    [Fact]
    public void Processes_show_whether_they_run() => Assert.Equal(
        $"""
        Network            State       Pid Interface      Started             Change
        -------            -----       --- ---------      -------             ------
        blue               running    4711 tap77aad84a-7a {DateTimeOffset.UnixEpoch.LocalDateTime:yyyy-MM-dd HH:mm:ss} Restarted
        blue               stopped         tap77aad84a-7a
        """, Show(Dnsmasq, Dnsmasq with { Running = false, ProcessId = null, StartTime = null, Change = StepChange.None }));

    [Fact]
    public void Imported_options_show_what_became_of_them() => Assert.Equal(
        """
        Status     Option                    Value             Parameter or reason       Line
        ------     ------                    -----             -------------------       ----
        Used       dhcp_lease_duration       600               -LeaseDuration            dhcp_agent.ini:12
        Unused     [agent] use_helper_for_ns true              DhcpNet runs as root and  dhcp_agent.ini:12
                   _read                                       starts no helper
        """, Show(SampleObjects["ImportedOption"], SampleObjects["ImportedOption, unused"]));

    [Fact]
    public void Leases_show_whose_they_are() => Assert.Equal(
        $"""
        Network        Address              Client            Host name           State    Expires
        -------        -------              ------            ---------           -----    -------
        blue           10.20.0.50           fa:16:3e:00:00:10 vm1                 Active   {DateTimeOffset.UnixEpoch.LocalDateTime:yyyy-MM-dd HH:mm}
        blue           fd00::50             fa:16:3e:00:00:01                     Prepared never
        """, Show(Lease, Lease with { Address = IPAddress.Parse("fd00::50"), MacAddress = null, HostName = null, ExpiresAt = null, State = DhcpLeaseState.Prepared }));

    [Fact]
    public void Statistics_are_one_line_a_network() => Assert.Equal(
        """
        Network            Addresses Reserved Leased Stale       Free    Used      Uptime   Memory  Queries
        -------            --------- -------- ------ -----       ----    ----      ------   ------  -------
        blue                     253       12     10     0        241   4.7 %    3d 04:05  2.1 MiB      123
        """, Show(Use));

    [Fact]
    public void What_an_agent_does_is_a_line_each() => Assert.Equal(
        """
        Time         Kind        Network              Duration Details
        ----         ----        -------              -------- -------
        03:04:05.678 Enabled     blue                    45 ms port created, tap created, namespace
                                                               created, addresses created, dnsmasq started;
                                                               network added
        03:04:05.678 Failed      blue                          step DhcpPort: no address is left on
                                                               10.20.0.0/24; tried again in 4 s
        """, Show(Enabling, Failing));

    [Fact]
    public void A_topology_is_a_tree() => Assert.Equal(
        """
        node1
        └─ br-int  1 network
           └─ blue  10.20.0.0/24, enabled
        """, Show(
            new TopologyItem { Kind = TopologyItemKind.Host, Name = "node1" },
            new TopologyItem { Kind = TopologyItemKind.Bridge, Name = "br-int", Detail = "1 network", Depth = 1, Branch = "└─ " },
            new TopologyItem { Kind = TopologyItemKind.Network, Name = "blue", Detail = "10.20.0.0/24, enabled", Depth = 2, Branch = "   └─ ", State = TopologyState.Good }));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Nothing_is_cut_off_at_100_columns(string sample)
    {
        string shown = Show(SampleObjects[sample]);
        Assert.DoesNotContain('…', shown);
        Assert.All(shown.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void A_long_name_and_many_addresses_are_shown_whole()
    {
        string name = string.Join('-', Enumerable.Repeat("tenant", 12));
        string[] addresses = [.. Enumerable.Range(1, 9).Select(i => $"2001:db8:1234:5678::{i:x}/64")];
        string[] lines = Show(Enabled with { Network = Blue with { Name = name }, Addresses = addresses }).Split('\n');
        Assert.Equal(name, string.Concat(lines[2..].Select(l => l[..Math.Min(l.Length, 18)].Trim())));
        Assert.All(addresses, a => Assert.Contains(lines, l => l.Contains(a, StringComparison.Ordinal)));
    }

    [Fact]
    public void Color_adds_to_the_word_and_is_left_out_where_none_is_wanted()
    {
        Assert.DoesNotContain('\e', _session.Show("$args[0]", Enabled));
        PSObject state = Assert.Single(Evaluate(Line("NetworkDhcp", "State"), Enabled));
        Assert.Equal($"{PSStyle.Instance.Foreground.Green}Enabled{PSStyle.Instance.Reset}", state.BaseObject);
    }

    // A script that fails shows as an empty cell, and nobody would know.
    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_script_of_the_views_works(string sample)
    {
        object live = SampleObjects[sample];
        IEnumerable<object> objects = [live, .. Enumerable.Range(1, 3).Select(depth => PSSerializer.Deserialize(PSSerializer.Serialize(live, depth)))];
        string[] scripts = [.. Views(live.GetType().Name).SelectMany(v => v.Descendants("ScriptBlock")).Select(s => s.Value)];
        Assert.NotEmpty(scripts);
        Assert.All(objects, o => Assert.All(scripts, s => Evaluate(s, o)));
    }

    [Fact]
    public void Every_property_of_the_views_exists()
    {
        foreach (XElement view in AllViews())
        {
            string typeName = view.Descendants("TypeName").Single().Value;
            Type? type = typeof(Network).Assembly.GetType(typeName) ?? Plugin().GetType();
            Assert.Equal(typeName, type.FullName);
            Assert.All(view.Descendants("PropertyName"), p => Assert.NotNull(type.GetProperty(p.Value)));
        }
    }

    [Fact]
    public void Every_type_that_a_cmdlet_puts_out_has_a_list_and_those_that_come_in_numbers_a_table()
    {
        IEnumerable<string> types = _session.Require("Get-Command -Module DhcpNet | ForEach-Object { $_.OutputType.Name }").Select(o => o.ToString())
            .Where(t => t.StartsWith("DhcpNet.", StringComparison.Ordinal)).Distinct();
        Assert.All(types, t =>
        {
            string name = t["DhcpNet.".Length..];
            Assert.Single(Views(name), v => v.Element("ListControl") is not null);
            Assert.Equal(name is not ("TopologyItem" or "DhcpConfiguration" or "PluginInfo" or "NetworkDhcpSummary" or "DhcpAgentStatus"), Views(name).Any(v => v.Element("TableControl") is not null));
        });
    }

    [Fact]
    public void The_configuration_and_the_plugin_are_shown_as_lists()
    {
        Assert.Matches(@"(?m)^LeaseDuration +: 1\.00:00:00 \(86400 s\)$", _session.Show("Get-DhcpConfiguration"));
        Assert.Matches(@"(?m)^LeaseDuration +: infinite$", Show(SampleObjects["DhcpConfiguration"]));
        Assert.Matches(@"(?m)^Networks +: 0$", _session.Show("Get-DhcpPlugin"));
    }

    private object Plugin() => Assert.Single(_session.Require("Get-DhcpPlugin")).BaseObject;

    private string Show(params object[] objects)
    {
        IEnumerable<string> lines = _session.Show("$args[0]", [objects]).Split('\n').Select(l => l.TrimEnd());
        return string.Join('\n', lines).Trim('\n');
    }

    private IReadOnlyList<PSObject> Evaluate(string script, object value) => _session.Require("$args[1] | ForEach-Object ([scriptblock]::Create($args[0]))", script, value);

    private static IEnumerable<XElement> AllViews() => XDocument.Load(Path.Combine(Path.GetDirectoryName(ModulePath.Manifest)!, "DhcpNet.Format.ps1xml")).Descendants("View");

    private static IEnumerable<XElement> Views(string type) => AllViews().Where(v => v.Descendants("TypeName").Any(t => t.Value == $"DhcpNet.{type}"));

    /// <summary>The script of a list's line.</summary>
    private static string Line(string type, string label) =>
        Views(type).Descendants("ListItem").Single(i => i.Element("Label")?.Value == label).Element("ScriptBlock")!.Value;
}
