using System.Text.Json;
using DhcpNet.Neutron.Messaging;

namespace DhcpNet.Tests.Neutron;

public class MessagingTests
{
    private static readonly RabbitOptions Defaults = new();

    // agent-connections: every declaration of a real agent.
    [Fact]
    public void Queues_are_declared_as_a_real_agent_declares_them()
    {
        var queues = ListenerQueues.Of(Defaults, "neutron", "dhcp_agent", "lab-host");

        Assert.Equal(new ExchangeDeclaration("neutron", "topic", IsDurable: false, IsAutoDelete: false), queues.Exchange);
        Assert.Equal(new ExchangeDeclaration("dhcp_agent_fanout", "fanout", IsDurable: false, IsAutoDelete: true), queues.FanoutExchange);
        Assert.Equal("dhcp_agent False False ", Describe(queues.Topic));
        Assert.Equal("dhcp_agent.lab-host False False ", Describe(queues.Server));
        Assert.Matches("^dhcp_agent_fanout_[0-9a-f]{32} False False x-expires=1800000 Int32$", Describe(queues.Fanout));
        Assert.Equal("reply_x False False x-expires=1800000 Int32", Describe(Topology.TransientQueue(Defaults, "reply_x")));
    }

    [Theory]
    [InlineData(true, false, false, false, "t.s True False ", "f False False x-expires=1800000 Int32")]
    [InlineData(false, true, false, false, "t.s True False x-queue-type=quorum String", "f False False x-expires=1800000 Int32")]
    [InlineData(false, true, true, false, "t.s True False x-queue-type=quorum String", "f True False x-queue-type=quorum String x-expires=1800000 Int32")]
    [InlineData(false, false, false, true, "t.s False False x-ha-policy=all String", "f False False x-ha-policy=all String x-expires=1800000 Int32")]
    public void Options_make_of_queues_what_oslo_messaging_makes(bool durable, bool quorum, bool transientQuorum, bool mirrored, string server, string fanout)
    {
        RabbitOptions options = new() { DurableQueues = durable, QuorumQueues = quorum, TransientQuorumQueues = transientQuorum, MirroredQueues = mirrored };
        var queues = ListenerQueues.Of(options, "neutron", "t", "s");

        Assert.Equal(server, Describe(queues.Server));
        Assert.Equal(fanout, Describe(queues.Fanout with { Name = "f" }));
        Assert.Equal((durable || quorum, transientQuorum), (queues.Exchange.IsDurable, queues.FanoutExchange.IsDurable));
    }

    [Fact]
    public void Limits_of_quorum_queues_are_declared_for_these_alone()
    {
        RabbitOptions options = new() { QuorumQueues = true, QuorumDeliveryLimit = 20, QuorumMaxMemoryLength = 1000, QuorumMaxMemoryBytes = 5_000_000_000 };
        var queues = ListenerQueues.Of(options, "neutron", "t", "s");

        Assert.Equal("t.s True False x-queue-type=quorum String x-delivery-limit=20 Int32 x-max-in-memory-length=1000 Int32 x-max-in-memory-bytes=5000000000 Int64", Describe(queues.Server));
        Assert.Equal("f False False x-expires=1800000 Int32", Describe(queues.Fanout with { Name = "f" }));
    }

    [Fact]
    public void Queues_may_end_with_their_last_user_and_their_exchange_with_them()
    {
        var queues = ListenerQueues.Of(new RabbitOptions { AutoDeleteQueues = true }, "neutron", "t", "s");

        Assert.Equal("t.s False True ", Describe(queues.Server));
        Assert.Equal("f False False x-expires=1800000 Int32", Describe(queues.Fanout with { Name = "f" }));
        Assert.True(queues.Exchange.IsAutoDelete);
    }

    [Fact]
    public void A_queue_may_live_for_ever() => Assert.Empty(Topology.TransientQueue(Defaults with { TransientQueueTtl = TimeSpan.Zero }, "q").Arguments);

    [Fact]
    public void Brokers_are_tried_again_ever_more_slowly()
    {
        ReconnectDelay delay = new();

        Assert.Equal([0, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 30, 30], Enumerable.Range(0, 18).Select(_ => delay.Next().TotalSeconds));
        delay.Reset();
        Assert.Equal(TimeSpan.Zero, delay.Next());
    }

    [Fact]
    public void After_a_call_without_answer_its_method_may_take_twice_as_long_up_to_ten_times()
    {
        MethodTimeouts timeouts = new(TimeSpan.FromSeconds(60));
        List<double> seconds = [];
        for (int i = 0; i < 6; i++)
        {
            seconds.Add(timeouts.Of("slow").TotalSeconds);
            timeouts.Expired("slow", timeouts.Of("slow"));
        }

        Assert.Equal([60, 120, 240, 480, 600, 600], seconds);
        Assert.Equal(60, timeouts.Of("other").TotalSeconds);
    }

    [Fact]
    public void Calls_that_expire_together_count_once()
    {
        MethodTimeouts timeouts = new(TimeSpan.FromSeconds(60));

        for (int i = 0; i < 3; i++)
            timeouts.Expired("slow", TimeSpan.FromSeconds(60));

        Assert.Equal(120, timeouts.Of("slow").TotalSeconds);
    }

    [Fact]
    public void A_message_that_came_a_moment_ago_is_not_new()
    {
        RecentMessages recent = new();

        Assert.True(recent.Add("a"));
        Assert.False(recent.Add("a"));
        Assert.True(recent.Add(null));
        Assert.True(recent.Add(null));
        for (int i = 0; i < 16; i++)
            Assert.True(recent.Add($"{i}"));
        Assert.True(recent.Add("a"));
    }

    [Fact]
    public async Task Answers_go_to_whoever_asked()
    {
        PendingCalls calls = new();
        using PendingCalls.PendingCall first = calls.Add("1"), second = calls.Add("2");

        Assert.True(calls.Answer(Reply("2", "two")));
        Assert.True(calls.Answer(Reply("1", "one")));
        Assert.False(calls.Answer(Reply("3", "three")));

        Assert.Equal("one two", $"{await first.Answer} {await second.Answer}");
    }

    [Fact]
    public async Task An_answer_may_come_in_parts()
    {
        PendingCalls calls = new();
        using PendingCalls.PendingCall call = calls.Add("1");

        calls.Answer(RpcReply.Parse("""{"_msg_id": "1", "result": null, "failure": null, "ending": false}"""u8));
        calls.Answer(RpcReply.Parse("""{"_msg_id": "1", "result": "part", "failure": null, "ending": false}"""u8));
        Assert.False(call.Answer.IsCompleted);
        calls.Answer(RpcReply.Parse("""{"_msg_id": "1", "result": null, "failure": null, "ending": true}"""u8));

        Assert.Equal("part", (await call.Answer).GetString());
    }

    [Fact]
    public async Task A_failure_is_thrown_where_the_call_was_made()
    {
        PendingCalls calls = new();
        using PendingCalls.PendingCall call = calls.Add("1");

        calls.Answer(RpcReply.Parse("""{"_msg_id": "1", "failure": "{\"class\": \"Conflict\"}", "ending": true}"""u8));

        Assert.Equal("Conflict", (await Assert.ThrowsAsync<RemoteException>(() => call.Answer)).ClassName);
    }

    [Fact]
    public void Nothing_is_kept_of_calls_that_are_over()
    {
        PendingCalls calls = new();
        calls.Add("1").Dispose();

        Assert.Equal(0, calls.Count);
        Assert.False(calls.Answer(Reply("1", "late")));
    }

    private static RpcReply Reply(string id, string result) => new() { MessageId = id, Result = JsonSerializer.SerializeToElement(result), IsEnding = true };

    private static string Describe(QueueDeclaration queue) =>
        $"{queue.Name} {queue.IsDurable} {queue.IsAutoDelete} {string.Join(' ', queue.Arguments.Select(a => $"{a.Key}={a.Value} {a.Value!.GetType().Name}"))}";
}
