using System.Text;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Tests.Neutron.Broker;

namespace DhcpNet.Tests.Neutron;

public sealed class RpcListenerTests : IAsyncDisposable
{
    private const string OwnQueue = "dhcp_agent.host";

    private readonly TestBroker _broker = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task What_is_declared_is_what_a_real_agent_declares()
    {
        await using RpcListener listener = await ListenAsync();

        string fanout = _broker.QueueNames.Single(q => q.StartsWith("dhcp_agent_fanout_", StringComparison.Ordinal));
        Assert.Equal(
            [
                "exchange.declare neutron topic durable=False auto-delete=False",
                "queue.declare dhcp_agent durable=False exclusive=False auto-delete=False",
                "queue.bind dhcp_agent neutron dhcp_agent",
                "queue.declare dhcp_agent.host durable=False exclusive=False auto-delete=False",
                "queue.bind dhcp_agent.host neutron dhcp_agent.host",
                "exchange.declare dhcp_agent_fanout fanout durable=False auto-delete=True",
                $"queue.declare {fanout} durable=False exclusive=False auto-delete=False x-expires=I 1800000",
                $"queue.bind {fanout} dhcp_agent_fanout dhcp_agent",
                "basic.consume dhcp_agent 1 no-ack=False",
                "basic.consume dhcp_agent.host 2 no-ack=False",
                $"basic.consume {fanout} 3 no-ack=False",
            ],
            _broker.LogLines.Where(l => !l.StartsWith("connection.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Messages_to_the_server_to_any_and_to_all_are_heard()
    {
        await using RpcListener listener = await ListenAsync();

        _broker.Send("neutron", OwnQueue, Message("own"));
        _broker.Send("neutron", "dhcp_agent", Message("any"));
        _broker.Send("dhcp_agent_fanout", "", Message("all"));
        _broker.Send("neutron", "dhcp_agent.other", Message("others"));
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Equal(["own", "any", "all"], await ReadUntilAsync(listener, "end"));
    }

    [Fact]
    public async Task What_waits_since_before_is_heard()
    {
        await using (RpcListener first = await ListenAsync())
            Assert.True(first.IsConnected);
        _broker.Send("neutron", OwnQueue, Message("meanwhile"));
        await using RpcListener listener = await ListenAsync();
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Equal(["meanwhile"], await ReadUntilAsync(listener, "end"));
    }

    [Fact]
    public async Task A_message_is_acknowledged_before_it_is_handed_on()
    {
        await using RpcListener listener = await ListenAsync();
        _broker.Send("neutron", OwnQueue, Message("m"));

        await foreach (RpcEvent heard in listener.ReadAllAsync(Token))
        {
            await _broker.WaitForAsync(l => l == $"basic.ack {OwnQueue}");
            Assert.Equal("m", heard.Message!.Method);
            break;
        }
    }

    [Fact]
    public async Task What_is_no_message_is_acknowledged_and_dropped()
    {
        await using RpcListener listener = await ListenAsync(new RabbitOptions { MaxMessageBytes = 50_000 });
        string[] junk = ["", "x", "{}", "[[[[", """{"method": 5}""", """{"method": "\ud800"}""", """{"oslo.version": "3.0", "oslo.message": "{}"}""", new string('[', 40_000), new string(' ', 60_000)];
        foreach (string text in junk)
            _broker.Send("neutron", OwnQueue, Encoding.UTF8.GetBytes(text));
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Empty(await ReadUntilAsync(listener, "end"));

        Assert.True(listener.IsConnected);
        await listener.DisposeAsync();
        Assert.Equal(junk.Length + 1, _broker.LogLines.Count(l => l == $"basic.ack {OwnQueue}"));
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_heard_once()
    {
        await using RpcListener listener = await ListenAsync();

        _broker.Send("neutron", OwnQueue, Message("once", "id"));
        _broker.Send("neutron", OwnQueue, Message("once", "id"));
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Equal(["once"], await ReadUntilAsync(listener, "end"));
    }

    [Fact]
    public async Task After_a_break_it_is_said_that_messages_may_be_lost_and_those_that_were_not_read_come_once()
    {
        await using RpcListener listener = await ListenAsync();
        _broker.Send("neutron", OwnQueue, Message("before", "1"));
        _broker.ClearLog();

        _broker.DropAll();
        await _broker.WaitForAsync(l => l.StartsWith("basic.consume dhcp_agent_fanout", StringComparison.Ordinal));
        _broker.Send("neutron", OwnQueue, Message("after", "2"));
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Equal(["resync", "before", "after"], await ReadUntilAsync(listener, "end"));
        Assert.True(listener.IsConnected);
        Assert.Contains("was lost", listener.LastError!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Breaks_that_nobody_looks_at_count_as_one()
    {
        await using RpcListener listener = await ListenAsync();
        for (int i = 0; i < 2; i++)
        {
            _broker.ClearLog();
            _broker.DropAll();
            await _broker.WaitForAsync(l => l.StartsWith("basic.consume dhcp_agent_fanout", StringComparison.Ordinal));
        }
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Equal(["resync"], await ReadUntilAsync(listener, "end"));
    }

    [Fact]
    public async Task A_queue_that_somebody_deletes_is_declared_anew()
    {
        await using RpcListener listener = await ListenAsync();
        _broker.ClearLog();

        lock (_broker.Lock)
            _broker.Delete(OwnQueue);
        await _broker.WaitForAsync(l => l.StartsWith("basic.consume dhcp_agent_fanout", StringComparison.Ordinal));
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Equal(["resync"], await ReadUntilAsync(listener, "end"));
        Assert.Contains(OwnQueue, _broker.QueueNames);
    }

    [Fact]
    public async Task No_more_messages_are_in_memory_than_there_may_be()
    {
        await using RpcListener listener = await ListenAsync(new RabbitOptions { Prefetch = 10 });
        for (int i = 0; i < 500; i++)
            _broker.Send("neutron", OwnQueue, Message($"{i}"));
        Assert.Equal(490, _broker.Waiting(OwnQueue));
        _broker.Send("neutron", OwnQueue, Message("end"));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), await ReadUntilAsync(listener, "end"));
    }

    [Fact]
    public async Task An_orderly_end_deletes_the_fanout_queue_alone()
    {
        RpcListener listener = await ListenAsync();
        string fanout = _broker.QueueNames.Single(q => q.StartsWith("dhcp_agent_fanout_", StringComparison.Ordinal));

        await listener.DisposeAsync();

        Assert.Equal(["dhcp_agent", OwnQueue], _broker.QueueNames);
        Assert.Equal([$"queue.delete {fanout}", "connection.close"], _broker.LogLines.TakeLast(2));
        Assert.Empty(await ReadUntilAsync(listener, "end"));
    }

    [Fact]
    public async Task A_listener_is_disposed_of_while_no_broker_is_there()
    {
        RpcListener listener = await ListenAsync();
        await _broker.StopAsync();

        await listener.DisposeAsync();

        Assert.False(listener.IsConnected);
    }

    private Task<RpcListener> ListenAsync(RabbitOptions? options = null) =>
        RpcListener.StartAsync(TransportUrl.Parse(_broker.Url), options ?? new RabbitOptions(), "neutron", "dhcp_agent", "host", log: null, Token);

    private static byte[] Message(string method, string? uniqueId = null) =>
        RpcMessage.Write(new RpcRequest { Topic = "t", Method = method }, uniqueId ?? Guid.NewGuid().ToString("N"), "message", "queue");

    private static async Task<IReadOnlyList<string>> ReadUntilAsync(RpcListener listener, string end)
    {
        List<string> heard = [];
        await foreach (RpcEvent one in listener.ReadAllAsync(Token))
        {
            string method = one.Message?.Method ?? "resync";
            if (method == end)
                break;
            heard.Add(method);
        }
        return heard;
    }
}
