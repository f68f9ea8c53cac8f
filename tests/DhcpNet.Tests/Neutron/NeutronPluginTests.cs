using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Neutron;

public sealed class NeutronPluginTests : IAsyncDisposable
{
    private static readonly Guid Blue = new("00000000-0000-4000-8000-00000000000b"), Red = new("00000000-0000-4000-8000-00000000000a"), Gone = new("00000000-0000-4000-8000-0000000000ff");
    private static readonly Guid SubnetId = new("00000000-0000-4000-8000-000000000001");

    private readonly FakeRpcClient _server = new();
    private readonly NeutronPlugin _plugin;
    private readonly CancellationTokenSource _cancel = new();
    private readonly ConcurrentQueue<string> _told = [];

    public NeutronPluginTests()
    {
        _plugin = new NeutronPlugin(new NeutronPluginOptions { Url = TransportUrl.Parse("rabbit://neutron:secret@broker/v"), HostName = "lab-host", MaxConcurrentCalls = 4, Log = _told.Enqueue }, _server);
        _server["get_active_networks_info"] = _ => new JsonArray(Network(Blue), Network(Red));
        _server["get_network_info"] = args => (string?)args["network_id"] == Gone.ToString() ? null : Network(Guid.Parse((string)args["network_id"]!));
        _server["get_networks"] = args => new JsonArray([.. new[] { (Blue, "blue"), (Red, "red") }.Where(n => Matches(args, n.Item1, n.Item2)).Select(n => new JsonObject { ["id"] = n.Item1.ToString(), ["name"] = n.Item2 })]);
        _server["get_ports"] = _ => new JsonArray();
        _server["create_dhcp_port"] = args => Port(Guid.Parse((string)args["port"]!["port"]!["network_id"]!), (string)args["port"]!["port"]!["device_id"]!);
        _server["release_dhcp_port"] = _ => null;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _cancel.Dispose();
        return _plugin.DisposeAsync();
    }

    [Fact]
    public void It_is_described_without_a_password() => Assert.Equal("Neutron, rabbit://neutron@broker:5672/v", _plugin.Description);

    [Fact]
    public async Task Networks_get_their_names_with_one_call_more()
    {
        IReadOnlyList<Network> networks = await _plugin.GetActiveNetworksInfoAsync(Token);

        Assert.Equal(["blue", "red"], networks.Select(n => n.Name));
        Assert.Equal("blue", networks[0].Subnets[0].NetworkName);
        Assert.Equal(["get_active_networks_info", "get_networks"], _server.Called);
    }

    [Fact]
    public async Task Networks_and_names_are_asked_for_at_once()
    {
        TaskCompletionSource named = new();
        _server.Methods["get_network_info"] = async (_, token) =>
        {
            await named.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
            return Network(Blue);
        };
        _server["get_networks"] = _ =>
        {
            named.SetResult();
            return new JsonArray(new JsonObject { ["id"] = Blue.ToString(), ["name"] = "blue" });
        };

        Assert.Equal("blue", (await _plugin.GetNetworkInfoAsync(Blue, Token))?.Name);
    }

    [Fact]
    public async Task Each_call_is_told_of_with_its_time()
    {
        _server.Methods["get_networks"] = async (_, token) =>
        {
            await _cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null;
        };

        await _plugin.GetDhcpPortAsync(Blue, Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _plugin.FindNetworksAsync("blue", _cancel.Token));

        Assert.Collection(_told,
            line => Assert.Matches(@"^Neutron: get_dhcp_port failed after \d+ ms$", line),
            line => Assert.Matches(@"^Neutron: get_ports answered after \d+ ms$", line),
            line => Assert.Matches(@"^Neutron: get_networks given up after \d+ ms$", line));
    }

    [Fact]
    public async Task A_server_that_does_not_tell_names_is_asked_once()
    {
        _server.Methods.Remove("get_networks");

        Assert.All(await _plugin.GetActiveNetworksInfoAsync(Token), n => Assert.Equal("", n.Name));
        Assert.Equal([Red, Blue], (await _plugin.FindNetworksAsync("*", Token)).Select(n => n.Id));
        Assert.Empty(await _plugin.FindNetworksAsync("blue", Token));

        Assert.Single(_server.Called, "get_networks");
    }

    [Fact]
    public async Task Networks_are_found_by_name_and_pattern()
    {
        Assert.Equal([Blue], (await _plugin.FindNetworksAsync("blue", Token)).Select(n => n.Id));
        Assert.Equal([Blue], (await _plugin.FindNetworksAsync("BLUE", Token)).Select(n => n.Id));
        Assert.Equal([Red], (await _plugin.GetNetworksAsync("r?D*", Token)).Select(n => n.Id));
        Assert.Empty(await _plugin.FindNetworksAsync("green", Token));
    }

    [Fact]
    public async Task Of_several_projects_networks_of_one_name_this_hosts_is_meant()
    {
        _server["get_networks"] = _ => new JsonArray(new JsonObject { ["id"] = Gone.ToString(), ["name"] = "private" }, new JsonObject { ["id"] = Blue.ToString(), ["name"] = "private" });

        Assert.Equal([Blue], (await _plugin.FindNetworksAsync("private", Token)).Select(n => n.Id));
    }

    [Fact]
    public async Task Networks_are_returned_in_the_order_of_the_ids_and_gone_ones_left_out()
    {
        Assert.Equal([Red, Blue], (await _plugin.GetNetworksInfoAsync([Red, Gone, Blue], Token)).Select(n => n.Id));
        Assert.Single(_server.Called, "get_networks");
        Assert.Null(await _plugin.GetNetworkInfoAsync(Gone, Token));
    }

    [Fact]
    public async Task Without_ports_means_without_ports()
    {
        Assert.NotEmpty((await _plugin.GetNetworkInfoAsync(Blue, Token))!.Ports);
        Assert.Empty((await _plugin.GetNetworkAsync(Blue, Token))!.Ports);
        Assert.All(await _plugin.GetNetworksAsync([Blue, Red], Token), n => Assert.Empty(n.Ports));
    }

    [Fact]
    public async Task A_new_port_belongs_to_the_networks_project()
    {
        await _plugin.CreateDhcpPortAsync(new DhcpPortRequest(Blue, "dhcp-1", []), Token);
        await _plugin.CreateDhcpPortAsync(new DhcpPortRequest(Blue, "dhcp-1", []) { ProjectId = "given" }, Token);

        Assert.Equal(["project", "given"], _server.Requests.Where(r => r.Method == "create_dhcp_port").Select(r => (string?)r.Arguments["port"]!["port"]!["project_id"]));
    }

    [Fact]
    public async Task A_port_of_the_device_is_not_made_again()
    {
        _server["get_ports"] = args => new JsonArray(Port(Blue, (string)args["filters"]!["device_id"]![0]!));

        Assert.NotNull(await _plugin.CreateDhcpPortAsync(new DhcpPortRequest(Blue, "dhcp-1", []), Token));

        Assert.Equal(["get_ports"], _server.Called);
    }

    [Fact]
    public async Task No_port_is_made_on_a_network_that_is_gone()
    {
        _server["create_dhcp_port"] = _ => null;

        Assert.Null(await _plugin.CreateDhcpPortAsync(new DhcpPortRequest(Gone, "dhcp-1", []), Token));
        Assert.Null(await _plugin.CreateDhcpPortAsync(new DhcpPortRequest(Blue, "dhcp-1", []) { ProjectId = "p" }, Token));
    }

    [Fact]
    public async Task One_port_that_fails_hinders_none_of_the_others()
    {
        _server.Methods["create_dhcp_port"] = (request, _) => (string?)request.Arguments["port"]!["port"]!["network_id"] == Red.ToString()
            ? throw FakeRpcClient.Exception("IpAddressGenerationFailure")
            : Task.FromResult<JsonNode?>(Port(Blue, "d"));

        var results = await _plugin.CreateDhcpPortsAsync([Request(Blue), Request(Red), Request(Blue)], Token);

        Assert.Equal([true, false, true], results.Select(r => r.Port is not null));
        Assert.Equal("AddressesExhausted", results[1].Error!.ErrorId);
    }

    [Fact]
    public async Task Of_ports_that_are_made_when_the_work_is_cancelled_none_is_lost()
    {
        TaskCompletionSource areBegun = new(), mayEnd = new();
        int begun = 0;
        _server.Methods["create_dhcp_port"] = async (request, _) =>
        {
            if (Interlocked.Increment(ref begun) == 4)
                areBegun.SetResult();
            await mayEnd.Task;
            return Port(Guid.Parse((string)request.Arguments["port"]!["port"]!["network_id"]!), "d");
        };

        var work = _plugin.CreateDhcpPortsAsync([.. Enumerable.Range(0, 10).Select(_ => Request(Guid.NewGuid()))], _cancel.Token);
        await areBegun.Task;
        await _cancel.CancelAsync();
        mayEnd.SetResult();
        var results = await work;

        Assert.Equal(4, results.Count(r => r.Port is not null));
        Assert.Equal(4, begun);
        Assert.All(results.Where(r => r.Port is null), r => Assert.IsAssignableFrom<OperationCanceledException>(r.Error!.InnerException));
        Assert.All(results.Where(r => r.Port is null), r => Assert.Equal("Cancelled", r.Error!.ErrorId));
    }

    [Fact]
    public async Task Whether_there_was_a_port_to_give_back_is_known()
    {
        _server["get_ports"] = _ => new JsonArray(Port(Blue, "d"));

        Assert.Equal([true, false], await _plugin.ReleaseDhcpPortsAsync([(Blue, "d"), (Red, "d")], Token));

        Assert.Single(_server.Called, "release_dhcp_port");
    }

    [Fact]
    public async Task A_server_that_can_not_list_ports_is_asked_to_release_them_all()
    {
        _server.Methods.Remove("get_ports");

        Assert.True(await _plugin.ReleaseDhcpPortAsync(Blue, "d", Token));
        Assert.True(await _plugin.ReleaseDhcpPortAsync(Blue, "d", Token));

        Assert.Equal(["get_ports", "release_dhcp_port", "release_dhcp_port"], _server.Called);
    }

    [Fact]
    public async Task A_port_is_looked_up_also_where_the_server_is_older()
    {
        _server["get_ports"] = args => new JsonArray(Port(Blue, "d"));

        Assert.Equal(Blue, (await _plugin.GetDhcpPortAsync(Guid.NewGuid(), Token))!.NetworkId);
        _server.Methods["get_dhcp_port"] = (_, _) => throw FakeRpcClient.Exception("PortNotFound");
        Assert.NotNull(await _plugin.GetDhcpPortAsync(Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task A_port_that_there_is_not_is_null()
    {
        _server.Methods["get_dhcp_port"] = (_, _) => throw FakeRpcClient.Exception("PortNotFound");

        Assert.Null(await _plugin.GetDhcpPortAsync(Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task Ports_are_ready_by_sixty_four()
    {
        _server["dhcp_ready_on_ports"] = _ => null;

        await _plugin.DhcpReadyOnPortsAsync([.. Enumerable.Range(0, 130).Select(_ => Guid.NewGuid())], Token);
        await _plugin.DhcpReadyOnPortsAsync([], Token);

        Assert.Equal([64, 64, 2], _server.Requests.Select(r => r.Arguments["port_ids"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_server_that_does_not_want_to_know_of_ports_or_agents_is_told_nothing_more()
    {
        await _plugin.DhcpReadyOnPortsAsync([Blue], Token);
        await _plugin.DhcpReadyOnPortsAsync([Blue], Token);
        Assert.Equal(AgentStanding.Alive, await _plugin.ReportStateAsync(new AgentState { LeaseDuration = TimeSpan.FromDays(1) }, Token));
        Assert.Equal(AgentStanding.Alive, await _plugin.ReportStateAsync(new AgentState { LeaseDuration = TimeSpan.FromDays(1) }, Token));

        Assert.Equal(["dhcp_ready_on_ports", "report_state"], _server.Called);
    }

    [Theory]
    [InlineData("IpAddressGenerationFailure", "AddressesExhausted", DhcpNetErrorKind.Exhausted)]
    [InlineData("OverQuota", "NeutronOverQuota", DhcpNetErrorKind.Exhausted)]
    [InlineData("NetworkNotFound", "NetworkNotHosted", DhcpNetErrorKind.Conflict)]
    [InlineData("IpAddressInUse", "NeutronConflict", DhcpNetErrorKind.Conflict)]
    [InlineData("Conflict", "NeutronConflict", DhcpNetErrorKind.Conflict)]
    [InlineData("PolicyNotAuthorized", "NeutronRefused", DhcpNetErrorKind.PermissionDenied)]
    [InlineData("DBConnectionError", "NeutronRefused", DhcpNetErrorKind.Failed)]
    [InlineData("UnsupportedVersion", "NeutronCallUnknown", DhcpNetErrorKind.Unavailable)]
    public async Task What_the_server_raises_is_an_error_with_an_id(string className, string errorId, DhcpNetErrorKind kind)
    {
        _server.Methods["update_dhcp_port"] = (_, _) => throw FakeRpcClient.Exception(className);

        DhcpNetException e = await Assert.ThrowsAsync<DhcpNetException>(() => _plugin.UpdateDhcpPortAsync(Guid.NewGuid(), Request(Blue), Token));

        Assert.Equal((errorId, kind, (object?)Blue), (e.ErrorId, e.Kind, e.Target));
        Assert.Contains($"words of {className}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "No server answered 'get_network_info' on topic 'q-plugin' within 60 s. ", "Whether it has done it nevertheless is not known; doing it again does no harm.")]
    [InlineData(false, "No server listened on topic 'q-plugin' within 60 s, so 'get_network_info' was sent to none. ", "Nothing was done.")]
    public async Task A_server_that_does_not_answer_is_an_error_that_names_the_call(bool isHeard, string first, string last)
    {
        _server.Methods["get_network_info"] = (request, _) => throw new RpcTimeoutException(request.Method, request.Topic, TimeSpan.FromSeconds(60), isHeard);

        DhcpNetException e = await Assert.ThrowsAsync<DhcpNetException>(() => _plugin.GetNetworkInfoAsync(Blue, Token));

        Assert.Equal(("NeutronTimeout", DhcpNetErrorKind.Timeout), (e.ErrorId, e.Kind));
        Assert.StartsWith(first, e.Message, StringComparison.Ordinal);
        Assert.EndsWith(last, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BrokerFailure.LoginRefused, "BrokerLoginRefused", DhcpNetErrorKind.PermissionDenied)]
    [InlineData(BrokerFailure.VirtualHostRefused, "BrokerVirtualHostRefused", DhcpNetErrorKind.NotFound)]
    [InlineData(BrokerFailure.DeclaredOtherwise, "BrokerQueueDiffers", DhcpNetErrorKind.Conflict)]
    [InlineData(BrokerFailure.Unreachable, "BrokerUnavailable", DhcpNetErrorKind.Unavailable)]
    [InlineData(BrokerFailure.Lost, "BrokerUnavailable", DhcpNetErrorKind.Unavailable)]
    public async Task What_is_wrong_with_the_broker_is_an_error_with_an_id(BrokerFailure failure, string errorId, DhcpNetErrorKind kind)
    {
        _server.Methods["get_active_networks_info"] = (_, _) => throw new BrokerException(failure, "why");

        DhcpNetException e = await Assert.ThrowsAsync<DhcpNetException>(() => _plugin.GetActiveNetworksInfoAsync(Token));

        Assert.Equal((errorId, kind, "why"), (e.ErrorId, e.Kind, e.Message));
    }

    private static DhcpPortRequest Request(Guid networkId) => new(networkId, "d", [new FixedIpRequest(SubnetId, IPAddress.Parse("10.0.0.2"))]) { ProjectId = "project" };

    private static JsonObject Network(Guid id) => new()
    {
        ["id"] = id.ToString(),
        ["project_id"] = "project",
        ["subnets"] = new JsonArray(new JsonObject { ["id"] = SubnetId.ToString(), ["network_id"] = id.ToString(), ["cidr"] = "10.0.0.0/24" }),
        ["ports"] = new JsonArray(Port(id, "x")),
    };

    private static JsonObject Port(Guid networkId, string deviceId) => new()
    {
        ["id"] = Guid.NewGuid().ToString(),
        ["network_id"] = networkId.ToString(),
        ["mac_address"] = "fa:16:3e:00:00:01",
        ["device_id"] = deviceId,
    };

    // As the server's database does: whatever the case.
    private static bool Matches(JsonObject args, Guid id, string name)
    {
        JsonObject filters = args["filters"]!.AsObject();
        return Has("id", id.ToString()) && Has("name", name);

        bool Has(string filter, string value) => filters[filter] is not JsonArray values || values.Any(v => string.Equals((string?)v, value, StringComparison.OrdinalIgnoreCase));
    }
}
