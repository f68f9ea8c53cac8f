using System.Text.Json;
using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;
using DhcpNet.Tests.Neutron.Broker;

namespace DhcpNet.Tests.Neutron;

/// <summary>The plugin and the feed over a broker, with a server that answers what a real one did.</summary>
public sealed class NeutronConnectionTests : IAsyncDisposable
{
    private readonly TestBroker _broker = new();
    private readonly List<string> _told = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task A_server_behind_a_broker_is_the_plugin()
    {
        Serve();
        await using NeutronPlugin plugin = await NeutronPlugin.ConnectAsync(Options(), Token);

        Network network = Assert.Single(await plugin.GetActiveNetworksInfoAsync(Token));

        Assert.Equal(("net1", 4), (network.Name, network.Subnets.Count));
        Assert.Equal(AgentStanding.Alive, await plugin.ReportStateAsync(new AgentState { LeaseDuration = TimeSpan.FromDays(1) }, Token));
        Assert.Equal($"Neutron, rabbit://neutron@127.0.0.1:{_broker.Port}/", plugin.Description);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_at_once_and_nothing_stays()
    {
        DhcpNetException e = await Assert.ThrowsAsync<DhcpNetException>(() => NeutronPlugin.ConnectAsync(Options() with { ProbeTimeout = TimeSpan.FromMilliseconds(100) }, Token));

        Assert.Equal(("NeutronTimeout", DhcpNetErrorKind.Timeout), (e.ErrorId, e.Kind));
        await _broker.WaitForAsync(l => l == "connection.close");
    }

    [Fact]
    public async Task A_broker_that_refuses_is_told_with_its_own_error()
    {
        DhcpNetException e = await Assert.ThrowsAsync<DhcpNetException>(() =>
            NeutronPlugin.ConnectAsync(Options() with { Url = TransportUrl.Parse($"rabbit://neutron:wrong@127.0.0.1:{_broker.Port}/") }, Token));

        Assert.Equal(("BrokerLoginRefused", DhcpNetErrorKind.PermissionDenied), (e.ErrorId, e.Kind));
        Assert.DoesNotContain("wrong", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_real_server_cast_is_heard_in_order()
    {
        Serve();
        await using NeutronPlugin plugin = await NeutronPlugin.ConnectAsync(Options(), Token);
        await using INotificationFeed feed = await plugin.ListenAsync(Token);
        Capture[] casts = [.. Capture.All.Where(c => c.Name.StartsWith("cast-", StringComparison.Ordinal) || c.Name.StartsWith("fanout-", StringComparison.Ordinal))];

        _broker.Send("neutron", "dhcp_agent.lab-host", RpcMessage.Write(new RpcRequest { Topic = "t", Method = "router_update_end" }, "u", "message", "queue"));
        foreach (Capture cast in casts)
            _broker.Send(cast.Name.StartsWith("fanout-", StringComparison.Ordinal) ? "dhcp_agent_fanout" : "neutron", cast.RoutingKey!, cast.RequestBody);

        List<DhcpNotificationKind> heard = [];
        await foreach (DhcpNotification notification in feed.ReadAllAsync(Token))
        {
            heard.Add(notification.Kind);
            if (heard.Count == casts.Length)
                break;
        }
        Assert.Equal(DhcpNotificationKind.AgentUpdate, heard[0]);
        Assert.Equal(DhcpNotificationKind.NetworkDelete, heard[^1]);
        lock (_told)
            Assert.Contains(_told, l => l.Contains("'router_update_end' was dropped", StringComparison.Ordinal));
        Assert.Equal(new NotificationFeedStatus($"queue dhcp_agent.lab-host on rabbit://neutron@127.0.0.1:{_broker.Port}/", IsConnected: true, LastError: null), feed.Status);
    }

    [Fact]
    public async Task After_a_break_everything_is_to_be_looked_at()
    {
        Serve();
        await using NeutronPlugin plugin = await NeutronPlugin.ConnectAsync(Options(), Token);
        await using INotificationFeed feed = await plugin.ListenAsync(Token);

        _broker.DropAll();

        await foreach (DhcpNotification notification in feed.ReadAllAsync(Token))
        {
            Assert.Equal(DhcpNotificationKind.Resync, notification.Kind);
            Assert.Contains("was lost", notification.Reason, StringComparison.Ordinal);
            break;
        }
    }

    private NeutronPluginOptions Options() => new()
    {
        Url = TransportUrl.Parse(_broker.Url),
        HostName = "lab-host",
        Log = line =>
        {
            lock (_told)
                _told.Add(line);
        },
    };

    private void Serve() => _broker.OnPublish = message =>
    {
        string method = RpcMessage.Parse(message.Body).Method;
        object result = method switch
        {
            "get_networks" => new[] { new { id = "a1a87a5e-9d37-4717-9461-e0eed6a55df0", name = "net1" } },
            "report_state" => "alive",
            _ => JsonSerializer.SerializeToElement(Capture.Get($"call-{method}").Reply["result"]),
        };
        Task.Run(() => _broker.Reply(message, result));
        return true;
    };
}
