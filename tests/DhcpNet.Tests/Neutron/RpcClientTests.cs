using System.Text.Json;
using System.Text.Json.Nodes;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Tests.Neutron.Broker;

namespace DhcpNet.Tests.Neutron;

public sealed class RpcClientTests : IAsyncDisposable
{
    private static readonly RpcRequest Call = new() { Topic = "q-plugin", Method = "m" };

    private readonly TestBroker _broker = new();
    private readonly List<string> _told = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IReadOnlyList<string> Told
    {
        get
        {
            lock (_told)
                return [.. _told];
        }
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public async Task What_is_declared_and_published_is_what_a_real_agent_does()
    {
        await using RpcClient client = await ConnectAsync();
        BrokerMessage? published = null;
        Answer(message => published = message);

        await client.CallAsync(Call, Token);

        Assert.Contains("exchange.declare neutron topic durable=False auto-delete=False", _broker.LogLines);
        string declared = Assert.Single(_broker.LogLines, l => l.StartsWith("queue.declare", StringComparison.Ordinal));
        Assert.Matches("^queue.declare reply_[0-9a-f]{32} durable=False exclusive=False auto-delete=False x-expires=I 1800000$", declared);
        Assert.Contains($"basic.consume {declared.Split(' ')[1]} 1 no-ack=False", _broker.LogLines);
        Assert.Equal(("neutron", "q-plugin", "application/json utf-8 mode=2 priority=- expiration=60000"), (published!.Exchange, published.RoutingKey, published.Properties));
        Assert.Contains("connection.tune-ok heartbeat=60", _broker.LogLines);
        Assert.Contains(_broker.LogLines, l => l.StartsWith("connection.start-ok", StringComparison.Ordinal) && l.Contains($"connection_name=S dhcpnet:{Environment.ProcessId}:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_at_the_same_time_get_their_own_answers()
    {
        await using RpcClient client = await ConnectAsync();
        List<BrokerMessage> calls = [];
        _broker.OnPublish = message =>
        {
            calls.Add(message);
            if (calls.Count == 20)
                Task.Run(() => Enumerable.Reverse(calls).ToList().ForEach(c => _broker.Reply(c, ArgumentOf(c))));
            return true;
        };

        JsonElement[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.CallAsync(Call with { Arguments = new JsonObject { ["n"] = i } }, Token)));

        Assert.Equal(Enumerable.Range(0, 20), answers.Select(a => a.GetInt32()));
    }

    [Fact]
    public async Task A_call_goes_on_waiting_when_the_connection_breaks()
    {
        await using RpcClient client = await ConnectAsync();
        TaskCompletionSource<BrokerMessage> sent = new();
        _broker.OnPublish = message => sent.TrySetResult(message) || true;
        Task<JsonElement> call = client.CallAsync(Call, Token);
        BrokerMessage message = await sent.Task;
        _broker.ClearLog();

        _broker.DropAll();
        await _broker.WaitForAsync(l => l.StartsWith("basic.consume reply_", StringComparison.Ordinal));
        _broker.Reply(message, "answer");

        Assert.Equal("answer", (await call).GetString());
        Assert.Contains(Told, l => l.Contains("was lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_read_that_a_broker_took_with_it_is_made_again()
    {
        await using RpcClient client = await ConnectAsync();
        List<JsonElement> sent = [];
        _broker.OnPublish = message =>
        {
            sent.Add(JsonDocument.Parse(JsonDocument.Parse(message.Body).RootElement.GetProperty("oslo.message").GetString()!).RootElement);
            if (sent.Count > 1)
                Task.Run(() => _broker.Reply(message, "answer"));
            return true;
        };
        Task<JsonElement> call = client.CallAsync(Call with { IsRead = true }, Token);
        // When this one is answered, the client knows that the broker has had the one before it.
        await client.CallAsync(Call, Token);

        _broker.DropAll();

        Assert.Equal("answer", (await call).GetString());
        Assert.Equal(3, sent.Count);
        Assert.Equal(sent[0].GetProperty("_msg_id").GetString(), sent[2].GetProperty("_msg_id").GetString());
        Assert.NotEqual(sent[0].GetProperty("_unique_id").GetString(), sent[2].GetProperty("_unique_id").GetString());
    }

    [Fact]
    public async Task A_call_that_did_not_get_through_is_sent_again_under_the_same_ids()
    {
        await using RpcClient client = await ConnectAsync();
        List<byte[]> attempts = [];
        _broker.OnPublish = message =>
        {
            attempts.Add(message.Body);
            if (attempts.Count > 2)
                Task.Run(() => _broker.Reply(message, 1));
            return attempts.Count > 2;
        };

        await client.CallAsync(Call, Token);

        Assert.Equal(3, attempts.Count);
        Assert.All(attempts, a => Assert.Equal(attempts[0], a));
    }

    [Fact]
    public async Task The_next_broker_takes_what_the_first_can_not()
    {
        await using TestBroker other = new();
        await using RpcClient client = await RpcClient.ConnectAsync(TransportUrl.Parse($"rabbit://n:secret@127.0.0.1:{_broker.Port},n:secret@127.0.0.1:{other.Port}"), new RabbitOptions(), "neutron", TimeSpan.FromSeconds(60), log: null, Token);
        bool isFirst = _broker.LogLines.Count > 0;
        (TestBroker used, TestBroker next) = isFirst ? (_broker, other) : (other, _broker);
        next.OnPublish = message =>
        {
            Task.Run(() => next.Reply(message, "next"));
            return true;
        };

        await used.StopAsync();

        Assert.Equal("next", (await client.CallAsync(Call, Token)).GetString());
    }

    [Fact]
    public async Task A_call_without_answer_fails_with_its_name_and_the_next_may_take_twice_as_long()
    {
        await using RpcClient client = await ConnectAsync(TimeSpan.FromMilliseconds(50));

        RpcTimeoutException first = await Assert.ThrowsAsync<RpcTimeoutException>(() => client.CallAsync(Call, Token));
        RpcTimeoutException second = await Assert.ThrowsAsync<RpcTimeoutException>(() => client.CallAsync(Call, Token));
        RpcTimeoutException own = await Assert.ThrowsAsync<RpcTimeoutException>(() => client.CallAsync(Call with { Timeout = TimeSpan.FromMilliseconds(30) }, Token));

        Assert.Equal(("m", "q-plugin", "50 100 30"), (first.Method, first.Topic, $"{first.Timeout.TotalMilliseconds} {second.Timeout.TotalMilliseconds} {own.Timeout.TotalMilliseconds}"));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_and_its_late_answer_is_dropped()
    {
        await using RpcClient client = await ConnectAsync();
        using CancellationTokenSource cancel = new();
        TaskCompletionSource<BrokerMessage> sent = new();
        _broker.OnPublish = message => sent.TrySetResult(message) || true;
        Task<JsonElement> call = client.CallAsync(Call, cancel.Token);
        BrokerMessage late = await sent.Task;

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        _broker.Reply(late, "late");
        Answer(_ => { });

        Assert.Equal("answer", (await client.CallAsync(Call, Token)).GetString());
    }

    [Fact]
    public async Task Replies_that_are_none_are_acknowledged_and_dropped()
    {
        await using RpcClient client = await ConnectAsync();
        string queue = _broker.QueueNames.Single();
        foreach (string junk in new[] { "", "x", "[]", "{}", """{"_msg_id": 5}""", """{"oslo.version": "9.0", "oslo.message": "{}"}""", """{"_msg_id": "nobody's", "ending": true}""", new string('[', 10000) })
            _broker.Send("", queue, System.Text.Encoding.UTF8.GetBytes(junk));
        Answer(_ => { });

        Assert.Equal("answer", (await client.CallAsync(Call, Token)).GetString());

        await client.DisposeAsync();
        Assert.Equal(9, _broker.LogLines.Count(l => l == $"basic.ack {queue}"));
    }

    [Fact]
    public async Task A_queue_of_replies_that_somebody_deletes_is_declared_anew_and_who_waits_gets_the_answer()
    {
        await using RpcClient client = await ConnectAsync();
        string queue = _broker.QueueNames.Single();
        TaskCompletionSource<BrokerMessage> sent = new();
        _broker.OnPublish = message => sent.TrySetResult(message) || true;
        Task<JsonElement> call = client.CallAsync(Call, Token);
        BrokerMessage message = await sent.Task;
        _broker.ClearLog();

        lock (_broker.Lock)
            _broker.Delete(queue);
        await _broker.WaitForAsync(l => l == $"basic.consume {queue} 1 no-ack=False");
        _broker.Reply(message, "answer");

        Assert.Equal("answer", (await call).GetString());
        Assert.Contains(Told, l => l.Contains($"has deleted queue '{queue}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_of_many_frames_is_read()
    {
        await using RpcClient client = await ConnectAsync();
        string large = new('ä', 1_000_000);
        _broker.OnPublish = message =>
        {
            Task.Run(() => _broker.Reply(message, large));
            return true;
        };

        Assert.Equal(large, (await client.CallAsync(Call, Token)).GetString());
    }

    [Fact]
    public async Task A_reply_that_is_too_large_is_dropped_and_the_connection_stays()
    {
        await using RpcClient client = await ConnectAsync(TimeSpan.FromSeconds(60), new RabbitOptions { MaxMessageBytes = 1000 });
        _broker.Send("", _broker.QueueNames.Single(), new byte[2000]);
        Answer(_ => { });

        await client.CallAsync(Call, Token);

        Assert.Contains(Told, l => l.Contains("2000 bytes was dropped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_can_not_be_sent_in_time_fails_with_the_reason()
    {
        await using RpcClient client = await ConnectAsync();
        await _broker.StopAsync();

        BrokerException e = await Assert.ThrowsAsync<BrokerException>(() => client.CallAsync(Call with { Timeout = TimeSpan.FromMilliseconds(300) }, Token));

        Assert.Contains("'m' could not be sent within 0.3 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_is_told_that_the_client_is_gone()
    {
        RpcClient client = await ConnectAsync();
        TaskCompletionSource sent = new();
        _broker.OnPublish = _ => sent.TrySetResult() || true;
        Task<JsonElement> call = client.CallAsync(Call, Token);
        await sent.Task;

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        Assert.Contains("connection.close", _broker.LogLines);
    }

    [Fact]
    public async Task A_client_is_disposed_of_while_no_broker_is_there()
    {
        RpcClient client = await ConnectAsync();
        await _broker.StopAsync();

        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        BrokerException e = await Assert.ThrowsAsync<BrokerException>(() => ConnectAsync(url: _broker.Url.Replace("secret", "geheim", StringComparison.Ordinal)));

        Assert.Equal(BrokerFailure.LoginRefused, e.Failure);
        Assert.Contains("refuses user 'neutron'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_virtual_host_is_told()
    {
        BrokerException e = await Assert.ThrowsAsync<BrokerException>(() => ConnectAsync(url: _broker.Url + "other"));

        Assert.Equal(BrokerFailure.VirtualHostRefused, e.Failure);
        Assert.Contains("virtual host 'other': NOT_ALLOWED - vhost other not found", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exchange_that_is_declared_otherwise_is_told()
    {
        await using TestBroker durable = new() { IsDurable = true };

        BrokerException e = await Assert.ThrowsAsync<BrokerException>(() => ConnectAsync(url: durable.Url));

        Assert.Equal(BrokerFailure.DeclaredOtherwise, e.Failure);
        Assert.Contains("inequivalent arg 'durable'", e.Message, StringComparison.Ordinal);
        await using RpcClient client = await ConnectAsync(url: durable.Url, options: new RabbitOptions { DurableQueues = true });
    }

    [Fact]
    public async Task A_connection_that_breaks_while_it_is_given_up_is_given_up()
    {
        await using TestBroker dying = new() { IsDurable = true, DiesWithChannel = true };

        await Assert.ThrowsAsync<BrokerException>(() => ConnectAsync(url: dying.Url));
    }

    private Task<RpcClient> ConnectAsync(TimeSpan? timeout = null, RabbitOptions? options = null, string? url = null) => RpcClient.ConnectAsync(
        TransportUrl.Parse(url ?? _broker.Url), options ?? new RabbitOptions(), "neutron", timeout ?? TimeSpan.FromSeconds(60), line =>
        {
            lock (_told)
                _told.Add(line);
        }, Token);

    private void Answer(Action<BrokerMessage> also) => _broker.OnPublish = message =>
    {
        also(message);
        Task.Run(() => _broker.Reply(message, "answer"));
        return true;
    };

    private static int ArgumentOf(BrokerMessage call) => Envelope.Open(call.Body).GetProperty("args").GetProperty("n").GetInt32();
}
