using System.Diagnostics;
using DhcpNet.Ovsdb;

namespace DhcpNet.SystemTests.Ovsdb;

/// <summary>Ports of a real switch: every case of making them as asked for, and taking them away.</summary>
public sealed class OvsSwitchTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private OvsInstance _ovs = null!;
    private OvsSwitch _switch = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Program.IsRoot, "ovs-vswitchd needs root to make devices.");
        _ovs = await OvsInstance.StartAsync(withTcp: true);
        _switch = await OvsSwitch.ConnectAsync(_ovs.Endpoint, null, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ovs is null)
            return;
        await _switch.DisposeAsync();
        await _ovs.DisposeAsync();
    }

    [Fact]
    public async Task A_missing_port_is_added_with_all_that_was_asked_for()
    {
        OvsPortRequest request = Request("tapA", tag: 7, mtu: 1400) with { PortExternalIds = new Dictionary<string, string> { ["owner"] = "me" } };
        OvsPortOutcome outcome = await EnsureAsync(request);

        Assert.Equal((OvsPortChange.Added, null), (outcome.Change, outcome.Error));
        Assert.True(outcome.Port!.OfPort > 0);
        Assert.Equal("internal", _ovs.Vsctl("get", "interface", "tapA", "type").Trim());
        Assert.Equal("7", _ovs.Vsctl("get", "port", "tapA", "tag").Trim());
        Assert.Equal("1400", _ovs.Vsctl("get", "interface", "tapA", "mtu_request").Trim());
        Assert.Equal("{owner=me}", _ovs.Vsctl("get", "port", "tapA", "external_ids").Trim());
        Assert.Contains("iface-id=id-tapA", _ovs.Vsctl("get", "interface", "tapA", "external_ids"), StringComparison.Ordinal);
        Assert.Equal(1400, outcome.Port.Mtu);
        Assert.NotNull(outcome.Port.MacInUse);
        Assert.True(OvsInstance.HasDevice("tapA"));
        AssertSame(outcome.Port, await FindPortAsync("tapA"));
    }

    [Fact]
    public async Task A_port_that_is_right_is_not_written()
    {
        OvsPortRequest request = Request("tapA", tag: 7, mtu: 1400);
        await EnsureAsync(request);
        long cfg = _ovs.GetNextCfg();
        int transactions = _ovs.GetTransactionCount();

        OvsPortOutcome outcome = await EnsureAsync(request);

        Assert.Equal(OvsPortChange.None, outcome.Change);
        Assert.Equal(cfg, _ovs.GetNextCfg());
        Assert.Equal(transactions, _ovs.GetTransactionCount());
    }

    [Fact]
    public async Task What_others_set_on_a_port_is_left_alone()
    {
        await EnsureAsync(Request("tapA"));
        _ovs.Vsctl("set", "port", "tapA", "tag=12", "--", "set", "interface", "tapA", "external_ids:ovn-installed=true");
        long cfg = _ovs.GetNextCfg();

        OvsPortOutcome outcome = await EnsureAsync(Request("tapA"));

        Assert.Equal((OvsPortChange.None, 12, cfg), (outcome.Change, outcome.Port!.VlanTag, _ovs.GetNextCfg()));
    }

    [Fact]
    public async Task A_port_that_waits_for_its_tag_lets_nothing_through()
    {
        OvsPortRequest request = Request("tapA") with { IsDeadUntilTagged = true };

        OvsPortOutcome outcome = await EnsureAsync(request);

        Assert.Equal((OvsPortChange.Added, 4095), (outcome.Change, outcome.Port!.VlanTag));
        Assert.Equal("4095,trunk,[4095]", PortColumns());

        // As Neutron's Open vSwitch agent does.
        _ovs.Vsctl("set", "port", "tapA", "tag=3", "--", "clear", "port", "tapA", "vlan_mode", "--", "clear", "port", "tapA", "trunks");
        Assert.Equal(OvsPortChange.None, (await EnsureAsync(request)).Change);
        Assert.Equal("3,[],[]", PortColumns());

        // Who names the tag gets it, and nobody need choose.
        Assert.Equal(7, (await EnsureAsync(request with { Name = "tapB", ExternalIds = Request("tapB").ExternalIds, VlanTag = 7 })).Port!.VlanTag);
        Assert.Equal("7,[],[]", PortColumns("tapB"));
    }

    [Fact]
    public async Task A_port_of_ours_that_differs_is_updated_in_place()
    {
        OvsPort before = (await EnsureAsync(Request("tapA", tag: 7))).Port!;
        _ovs.Vsctl("set", "interface", "tapA", "external_ids:note=theirs");

        OvsPortOutcome outcome = await EnsureAsync(Request("tapA", tag: 8, mtu: 1300, mac: "fa:16:3e:00:00:02"));

        Assert.Equal((OvsPortChange.Updated, null), (outcome.Change, outcome.Error));
        Assert.Equal((before.Uuid, before.InterfaceUuid, before.OfPort), (outcome.Port!.Uuid, outcome.Port.InterfaceUuid, outcome.Port.OfPort));
        Assert.Equal((8, 1300, "fa:16:3e:00:00:02", "theirs"),
            (outcome.Port.VlanTag, outcome.Port.MtuRequest, outcome.Port.ExternalIds["attached-mac"], outcome.Port.ExternalIds["note"]));
        // ovs-vswitchd tells the device's MTU when it has set it, which may be after the answer.
        OvsPort? after = await FindPortAsync("tapA");
        AssertSame(outcome.Port with { Mtu = after!.Mtu }, after);
    }

    [Fact]
    public async Task A_port_of_ours_on_another_bridge_is_replaced()
    {
        _ovs.Vsctl("add-br", "br-other", "--", "set", "bridge", "br-other", "datapath_type=netdev");
        _ovs.Vsctl("add-port", "br-other", "tapA", "tag=3", "--", "set", "interface", "tapA", "type=internal", "external_ids:iface-id=id-tapA");

        OvsPortOutcome outcome = await EnsureAsync(Request("tapA"));

        Assert.Equal((OvsPortChange.Replaced, null), (outcome.Change, outcome.Error));
        Assert.Equal(("br-int", 3), (outcome.Port!.Bridge, outcome.Port.VlanTag));
        Assert.Equal("br-int", _ovs.Vsctl("port-to-br", "tapA").Trim());
        Assert.True(outcome.Port.OfPort > 0);
        Assert.True(OvsInstance.HasDevice("tapA"));
    }

    [Fact]
    public async Task A_port_of_ours_that_is_of_another_type_is_replaced()
    {
        _ovs.Vsctl("add-port", "br-int", "tapA", "--", "set", "interface", "tapA", "type=patch", "options:peer=nobody", "external_ids:iface-id=id-tapA");

        OvsPortOutcome outcome = await EnsureAsync(Request("tapA"));

        Assert.Equal((OvsPortChange.Replaced, null), (outcome.Change, outcome.Error));
        Assert.Equal(("internal", true), (outcome.Port!.InterfaceType, outcome.Port.OfPort > 0));
    }

    [Fact]
    public async Task A_port_of_ours_that_could_not_be_opened_is_replaced()
    {
        // Type "" means a device of the system, of which there is none.
        _ovs.Vsctl("add-port", "br-int", "tapA", "--", "set", "interface", "tapA", "external_ids:iface-id=id-tapA");
        Assert.Equal(-1, (await FindPortAsync("tapA"))!.OfPort);

        OvsPortOutcome outcome = await EnsureAsync(Request("tapA"));

        Assert.Equal((OvsPortChange.Replaced, null), (outcome.Change, outcome.Error));
        Assert.True(OvsInstance.HasDevice("tapA"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("external_ids:iface-id=someone-else")]
    public async Task A_port_of_somebody_else_is_not_touched(string? externalId)
    {
        _ovs.Vsctl("add-port", "br-int", "tapA", "--", "set", "interface", "tapA", "type=internal", externalId ?? "external_ids={}");
        long cfg = _ovs.GetNextCfg();

        IReadOnlyList<OvsPortOutcome> outcomes = await EnsureAsync([Request("tapA"), Request("tapB")]);

        Assert.Equal([OvsPortChange.Failed, OvsPortChange.Added], outcomes.Select(o => o.Change));
        Assert.Contains("'tapA'", outcomes[0].Error, StringComparison.Ordinal);
        Assert.Contains(externalId is null ? "without" : "'someone-else'", outcomes[0].Error, StringComparison.Ordinal);
        Assert.Equal(cfg + 1, _ovs.GetNextCfg());
        Assert.DoesNotContain("id-tapA", _ovs.Vsctl("get", "interface", "tapA", "external_ids"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_of_a_bond_is_not_touched()
    {
        string[] makeInternal = ["--", "set", "interface", "tapA", "type=internal", "--", "set", "interface", "tapB", "type=internal"];
        _ovs.Vsctl(["add-bond", "br-int", "bond0", "tapA", "tapB", .. makeInternal]);

        OvsPortOutcome outcome = await EnsureAsync(Request("tapA"));

        Assert.Equal(OvsPortChange.Failed, outcome.Change);
        Assert.Contains("'bond0'", outcome.Error, StringComparison.Ordinal);
        OvsPort bond = (await FindPortAsync("bond0"))!;
        Assert.Equal((2, "br-int"), (bond.InterfaceCount, bond.Bridge));
        Assert.Contains(bond.InterfaceName, (string[])["tapA", "tapB"]);
    }

    [Fact]
    public async Task A_device_of_another_owner_is_a_failure_that_names_it_and_leaves_it_alone()
    {
        Run("ip", "tuntap", "add", "tapX", "mode", "tap");

        IReadOnlyList<OvsPortOutcome> outcomes = await EnsureAsync([Request("tapX"), Request("tapB")]);

        Assert.Equal([OvsPortChange.Failed, OvsPortChange.Added], outcomes.Select(o => o.Change));
        Assert.Contains("'tapX' exists already", outcomes[0].Error, StringComparison.Ordinal);
        Assert.Null(await FindPortAsync("tapX"));
        Run("ip", "tuntap", "del", "tapX", "mode", "tap");
    }

    [Fact]
    public async Task A_device_that_a_killed_switch_left_behind_is_not_adopted()
    {
        await EnsureAsync(Request("tapA"));
        _ovs.KillSwitch();
        _ovs.Vsctl("--no-wait", "del-port", "tapA");
        _ovs.StartSwitch();
        Assert.True(OvsInstance.HasDevice("tapA"));

        Assert.Equal(OvsPortChange.Failed, (await EnsureAsync(Request("tapA"))).Change);
        Assert.True(OvsInstance.HasDevice("tapA"));

        Run("ip", "link", "delete", "tapA");
        Assert.Equal(OvsPortChange.Added, (await EnsureAsync(Request("tapA"))).Change);
    }

    [Fact]
    public async Task A_device_that_the_switch_cannot_open_fails_alone_and_is_rolled_back()
    {
        // Over TCP the devices here need not be those of the switch, so the switch itself has to say it.
        Run("ip", "link", "add", "tapV", "type", "veth", "peer", "name", "tapW");
        await using OvsSwitch remote = await OvsSwitch.ConnectAsync(_ovs.TcpEndpoint, null, Cancel);

        IReadOnlyList<OvsPortOutcome> outcomes = await remote.EnsureInternalPortsAsync("br-int", [Request("tapB"), Request("tapV")], Timeout, Cancel);

        Assert.Equal([OvsPortChange.Added, OvsPortChange.Failed], outcomes.Select(o => o.Change));
        Assert.Contains("could not open network device tapV", outcomes[1].Error, StringComparison.Ordinal);
        Assert.Empty(await remote.GetPortsAsync(["tapV"], Cancel));
        Assert.Single(await remote.GetPortsAsync(["tapB"], Cancel));
        Run("ip", "link", "del", "tapV");
    }

    [Fact]
    public async Task A_bridge_that_is_missing_is_an_error_before_anything_is_written()
    {
        long cfg = _ovs.GetNextCfg();

        OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(() => _switch.EnsureInternalPortsAsync("br-none", [Request("tapA")], Timeout, Cancel));

        Assert.Equal("no such bridge", error.Error);
        Assert.Contains("ovs-vsctl add-br br-none -- set bridge br-none datapath_type=netdev", error.Message, StringComparison.Ordinal);
        Assert.Equal(cfg, _ovs.GetNextCfg());
    }

    [Fact]
    public async Task Requests_with_faults_fail_alone()
    {
        IReadOnlyList<OvsPortOutcome> outcomes = await EnsureAsync([
            Request("tap/A"), Request("sixteen-bytes-xx"), Request(""), Request("tapB", tag: 4096), Request("tapC", mtu: 0),
            Request("tapD") with { ExternalIds = new Dictionary<string, string>() }, Request("tapE"), Request("tapE")]);

        Assert.Equal([.. Enumerable.Repeat(OvsPortChange.Failed, 6), OvsPortChange.Added, OvsPortChange.Failed], outcomes.Select(o => o.Change));
        Assert.All(outcomes.Where(o => o.Change == OvsPortChange.Failed), o => Assert.NotNull(o.Error));
    }

    [Fact]
    public async Task Without_the_switch_it_says_so_and_takes_back_what_it_added()
    {
        _ovs.KillSwitch();
        Stopwatch watch = Stopwatch.StartNew();

        OvsdbConnectionException error = await Assert.ThrowsAsync<OvsdbConnectionException>(
            () => _switch.EnsureInternalPortsAsync("br-int", [Request("tapA")], TimeSpan.FromSeconds(1), Cancel));

        Assert.Contains("ovs-vswitchd did not act within 1 s", error.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), $"{watch.Elapsed}");
        Assert.Null(await FindPortAsync("tapA"));
        _ovs.StartSwitch();
        Assert.Equal(OvsPortChange.Added, (await EnsureAsync(Request("tapA"))).Change);
    }

    [Fact]
    public async Task A_port_that_the_switch_has_not_looked_at_yet_is_waited_for_without_a_write()
    {
        _ovs.KillSwitch();
        string[] likeAsked = ["type=internal", "external_ids:iface-id=id-tapA", "external_ids:attached-mac=fa:16:3e:00:00:01"];
        _ovs.Vsctl(["--no-wait", "add-port", "br-int", "tapA", "--", "set", "interface", "tapA", .. likeAsked]);
        long cfg = _ovs.GetNextCfg();
        Task<OvsPortOutcome> ensuring = EnsureAsync(Request("tapA"));
        _ovs.StartSwitch();

        OvsPortOutcome outcome = await ensuring;

        Assert.Equal((OvsPortChange.None, true, cfg), (outcome.Change, outcome.Port!.OfPort > 0, _ovs.GetNextCfg()));
    }

    [Fact]
    public async Task A_database_that_restarts_is_found_again()
    {
        await EnsureAsync(Request("tapA"));
        _ovs.KillDatabase();
        _ovs.StartDatabase();

        Assert.Equal(OvsPortChange.None, (await EnsureAsync(Request("tapA"))).Change);
        Assert.Equal(OvsPortChange.Added, (await EnsureAsync(Request("tapB"))).Change);
    }

    [Fact]
    public async Task A_database_that_restarts_while_ports_are_made_is_survived()
    {
        OvsPortRequest[] requests = [.. Enumerable.Range(0, 50).Select(i => Request($"tap{i}"))];
        Task<IReadOnlyList<OvsPortOutcome>> ensuring = EnsureAsync(requests);
        await Task.Delay(15, Cancel);
        _ovs.KillDatabase();
        await Task.Delay(100, Cancel);
        _ovs.StartDatabase();

        IReadOnlyList<OvsPortOutcome> outcomes = await ensuring;

        Assert.All(outcomes, o => Assert.Equal((OvsPortChange.Added, true), (o.Change, o.Port?.OfPort > 0)));
    }

    [Fact]
    public async Task The_switch_may_restart_while_ports_are_made()
    {
        _ovs.KillSwitch();
        Task<IReadOnlyList<OvsPortOutcome>> ensuring = EnsureAsync([Request("tapA"), Request("tapB")]);
        await Task.Delay(100, Cancel);
        _ovs.StartSwitch();

        Assert.All(await ensuring, o => Assert.Equal(OvsPortChange.Added, o.Change));
    }

    [Fact]
    public async Task Eight_at_once_end_with_the_same_ports_and_no_error()
    {
        OvsPortRequest[] requests = [.. Enumerable.Range(0, 20).Select(i => Request($"tap{i}"))];
        IReadOnlyList<OvsPortOutcome>[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using OvsSwitch own = await OvsSwitch.ConnectAsync(_ovs.Endpoint, null, Cancel);
            return await own.EnsureInternalPortsAsync("br-int", requests, Timeout, Cancel);
        }));

        Assert.All(all.SelectMany(o => o), o => Assert.Null(o.Error));
        Assert.Equal(20, all.SelectMany(o => o).Count(o => o.Change == OvsPortChange.Added));
        Assert.Equal(20, all.SelectMany(o => o).Select(o => o.Port!.Uuid).Distinct().Count());
        Assert.Equal(21, (await _switch.GetPortsAsync("br-int", Cancel)).Count);
    }

    [Fact]
    public async Task Overlapping_batches_and_removals_at_once_end_in_order()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async task =>
        {
            await using OvsSwitch own = await OvsSwitch.ConnectAsync(_ovs.Endpoint, null, Cancel);
            for (int round = 0; round < 5; round++)
            {
                OvsPortRequest[] requests = [.. Enumerable.Range(task, 4).Select(i => Request($"tap{i}"))];
                IReadOnlyList<OvsPortOutcome> outcomes = await own.EnsureInternalPortsAsync("br-int", requests, Timeout, Cancel);
                Assert.All(outcomes, o => Assert.Null(o.Error));
                await own.RemovePortsAsync([$"tap{task}"], Cancel);
            }
        }));
        IReadOnlyList<OvsPort> left = await _switch.GetPortsAsync("br-int", Cancel);
        await _switch.RemovePortsAsync([.. left.Select(p => p.Name).Where(n => n != "br-int")], Cancel);
        Assert.All(left.Where(p => p.Name != "br-int"), p => Assert.False(OvsInstance.HasDevice(p.Name)));
    }

    [Fact]
    public async Task A_hundred_ports_take_one_transaction()
    {
        await EnsureAsync(Request("tapWarm"));
        long cfg = _ovs.GetNextCfg();
        OvsPortRequest[] requests = [.. Enumerable.Range(0, 100).Select(i => Request($"tap{i}"))];
        Stopwatch watch = Stopwatch.StartNew();
        await EnsureAsync(Request("tapOne"));
        TimeSpan one = watch.Elapsed;
        watch.Restart();
        IReadOnlyList<OvsPortOutcome> outcomes = await EnsureAsync(requests);
        TimeSpan added = watch.Elapsed;
        watch.Restart();
        await EnsureAsync(requests);
        TimeSpan again = watch.Elapsed;
        watch.Restart();
        int removed = await _switch.RemovePortsAsync([.. requests.Select(r => r.Name)], Cancel);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"1 port {one.TotalMilliseconds:0.0} ms; 100 ports {added.TotalMilliseconds:0} ms, again {again.TotalMilliseconds:0.0} ms, "
            + $"removed {watch.Elapsed.TotalMilliseconds:0} ms");

        Assert.All(outcomes, o => Assert.Equal(OvsPortChange.Added, o.Change));
        Assert.Equal((100, cfg + 3), (removed, _ovs.GetNextCfg()));
    }

    [Fact]
    public async Task Very_many_names_are_looked_up_as_well()
    {
        await EnsureAsync(Request("tapA"));
        string[] names = [.. Enumerable.Range(0, 1000).Select(i => $"none{i}"), "tapA"];

        Assert.Equal(["tapA"], (await _switch.GetPortsAsync(names, Cancel)).Select(p => p.Name));
        Assert.Equal(1, await _switch.RemovePortsAsync(names, Cancel));
    }

    [Fact]
    public async Task Removed_ports_are_gone_with_their_devices_when_it_returns()
    {
        await EnsureAsync([Request("tapA"), Request("tapB"), Request("tapC")]);

        Assert.Equal(2, await _switch.RemovePortsAsync(["tapA", "tapB", "tapNone"], Cancel));

        Assert.False(OvsInstance.HasDevice("tapA"));
        Assert.False(OvsInstance.HasDevice("tapB"));
        Assert.True(OvsInstance.HasDevice("tapC"));
        Assert.Equal(["br-int", "tapC"], (await _switch.GetPortsAsync((string?)null, Cancel)).Select(p => p.Name));
    }

    [Fact]
    public async Task Removing_nothing_writes_nothing()
    {
        long cfg = _ovs.GetNextCfg();

        Assert.Equal(0, await _switch.RemovePortsAsync(["tapA"], Cancel));
        Assert.Equal(0, await _switch.RemovePortsAsync([], Cancel));
        Assert.Equal(cfg, _ovs.GetNextCfg());
    }

    [Fact]
    public async Task The_port_of_a_bridge_itself_is_not_removed()
    {
        await EnsureAsync(Request("tapA"));

        OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(() => _switch.RemovePortsAsync(["tapA", "br-int"], Cancel));

        Assert.Contains("'br-int'", error.Message, StringComparison.Ordinal);
        Assert.NotNull(await FindPortAsync("tapA"));
    }

    [Fact]
    public async Task Removing_without_the_switch_says_that_the_devices_are_still_to_go()
    {
        await EnsureAsync(Request("tapA"));
        _ovs.KillSwitch();
        await using OvsSwitch hasty = await OvsSwitch.ConnectAsync(_ovs.Endpoint, new OvsdbClientOptions { RequestTimeout = TimeSpan.FromSeconds(1) }, Cancel);

        OvsdbConnectionException error = await Assert.ThrowsAsync<OvsdbConnectionException>(() => hasty.RemovePortsAsync(["tapA"], Cancel));

        Assert.Contains("ovs-vswitchd did not act", error.Message, StringComparison.Ordinal);
        Assert.Null(await FindPortAsync("tapA"));
    }

    [Fact]
    public async Task Bridges_and_ports_are_listed()
    {
        _ovs.Vsctl("add-br", "br-ex", "--", "set", "bridge", "br-ex", "datapath_type=netdev", "fail_mode=secure", "external_ids:bridge-id=br-ex");
        await EnsureAsync(Request("tapA", tag: 5));

        Assert.Equal(["br-ex", "br-int"], await _switch.GetBridgesAsync(Cancel));
        OvsBridge bridge = (await _switch.GetBridgeAsync("br-ex", Cancel))!;
        Assert.Equal(("br-ex", "netdev", "secure", "br-ex"), (bridge.Name, bridge.DatapathType, bridge.FailMode, bridge.ExternalIds["bridge-id"]));
        Assert.Null(await _switch.GetBridgeAsync("br-none", Cancel));
        Assert.Equal(["br-int", "tapA"], (await _switch.GetPortsAsync("br-int", Cancel)).Select(p => p.Name));
        Assert.Equal(["br-ex", "br-int", "tapA"], (await _switch.GetPortsAsync((string?)null, Cancel)).Select(p => p.Name));
        Assert.Empty(await _switch.GetPortsAsync("br-none", Cancel));
        Assert.Null(await FindPortAsync("tapNone"));
        AssertSame((await _switch.GetPortsAsync("br-int", Cancel))[1], await FindPortAsync("tapA"));
    }

    [Fact]
    public async Task A_user_who_stops_waiting_is_obeyed()
    {
        _ovs.KillSwitch();
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _switch.EnsureInternalPortsAsync("br-int", [Request("tapA")], Timeout, stop.Token));
    }

    private string PortColumns(string port = "tapA") => string.Join(',', _ovs.Vsctl("get", "port", port, "tag", "vlan_mode", "trunks").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private async Task<OvsPort?> FindPortAsync(string name) => (await _switch.GetPortsAsync([name], Cancel)) is [OvsPort port] ? port : null;

    private static OvsPortRequest Request(string name, int? tag = null, int? mtu = null, string mac = "fa:16:3e:00:00:01") => new()
    {
        Name = name,
        VlanTag = tag,
        MtuRequest = mtu,
        ExternalIds = new Dictionary<string, string> { ["iface-id"] = $"id-{name}", ["attached-mac"] = mac },
    };

    private static void AssertSame(OvsPort expected, OvsPort? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.ExternalIds.OrderBy(e => e.Key), actual.ExternalIds.OrderBy(e => e.Key));
        Assert.Equal(expected.PortExternalIds.OrderBy(e => e.Key), actual.PortExternalIds.OrderBy(e => e.Key));
        Assert.Equal(expected, actual with { ExternalIds = expected.ExternalIds, PortExternalIds = expected.PortExternalIds });
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private async Task<OvsPortOutcome> EnsureAsync(OvsPortRequest request) => Assert.Single(await EnsureAsync([request]));

    private Task<IReadOnlyList<OvsPortOutcome>> EnsureAsync(IReadOnlyList<OvsPortRequest> requests)
        => _switch.EnsureInternalPortsAsync("br-int", requests, Timeout, Cancel);
}
