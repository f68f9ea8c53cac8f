using System.Text;
using System.Text.Json.Nodes;
using DhcpNet.Ovsdb;

namespace DhcpNet.Tests.Ovsdb;

/// <summary>The client towards a peer that misbehaves in every way it can.</summary>
public class OvsdbClientTests
{
    private const string Schema = """{"tables":{"T":{"columns":{"n":{"type":"integer"},"s":{"type":{"key":"string","min":0,"max":"unlimited"}},"o":{"type":{"key":"string","min":0,"max":1}}}}}}""";

    private static readonly OvsdbClientOptions Hasty = new()
    {
        ConnectTimeout = TimeSpan.FromMilliseconds(300),
        RequestTimeout = TimeSpan.FromMilliseconds(300),
        KeepAliveInterval = Timeout.InfiniteTimeSpan,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_are_matched_by_id_in_whatever_order_they_come()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            Task<OvsdbTransactionResult>[] asked = [.. Enumerable.Range(0, 20).Select(i => client.TransactAsync(Select($"T{i}"), Cancel))];
            List<JsonNode> requests = [];
            for (int i = 0; i < asked.Length; i++)
                requests.Add(await server.ReceiveAsync("transact"));
            StringBuilder answers = new();
            foreach (JsonNode request in requests.AsEnumerable().Reverse())
                answers.Append($$"""{"id":{{request["id"]}},"result":[{"rows":[{"t":"{{request["params"]![1]!["table"]}}"}]}],"error":null}""");
            await server.SendAsync(answers.ToString());

            for (int i = 0; i < asked.Length; i++)
                Assert.Equal($"T{i}", (await asked[i])[0].Rows[0]["t"].AsString());
        }
    }

    [Fact]
    public async Task An_answer_that_trickles_in_is_understood()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            Task<IReadOnlyList<string>> asked = client.ListDatabasesAsync(Cancel);
            JsonNode request = await server.ReceiveAsync("list_dbs");
            foreach (byte b in Encoding.UTF8.GetBytes($$"""{"id":{{request["id"]}},"result":["ö\"}"],"error":null}"""))
            {
                await server.SendAsync(new[] { b });
                await Task.Delay(1, Cancel);
            }
            Assert.Equal(["ö\"}"], await asked);
        }
    }

    [Fact]
    public async Task An_echo_of_the_server_is_answered_with_its_id_and_parameters()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            await server.SendAsync("""{"method":"echo","params":["a",{"b":[1]}],"id":"echo"}""");
            JsonNode answer = await server.ReceiveAsync();
            Assert.Equal("""{"id":"echo","result":["a",{"b":[1]}],"error":null}""", answer.ToJsonString());
        }
    }

    [Fact]
    public async Task A_silent_server_is_asked_for_a_sign_of_life_and_then_given_up()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync(new OvsdbClientOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(150) });
        await using (server)
        await using (client)
        {
            await server.AnswerAsync(await server.ReceiveAsync("echo"), "[]");
            Task<IReadOnlyList<string>> asked = client.ListDatabasesAsync(Cancel);
            await server.ReceiveAsync();
            OvsdbConnectionException error = await Assert.ThrowsAsync<OvsdbConnectionException>(() => asked);
            Assert.Equal("timed out", error.Reason);
            Assert.Contains("no sign of life", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_timed_out_and_its_transaction_cancelled()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync(Hasty);
        await using (server)
        await using (client)
        {
            Task<OvsdbTransactionResult> asked = client.TransactAsync(Select("T"), Cancel);
            JsonNode request = await server.ReceiveAsync("transact");
            OvsdbConnectionException error = await Assert.ThrowsAsync<OvsdbConnectionException>(() => asked);
            Assert.Equal("timed out", error.Reason);
            JsonNode cancel = await server.ReceiveAsync("cancel");
            Assert.Equal(request["id"]!.ToJsonString(), cancel["params"]![0]!.ToJsonString());
            Assert.Null(cancel["id"]);

            // A late answer hurts nobody.
            await server.AnswerAsync(request, "[]");
            Task echo = client.EchoAsync(Cancel);
            await server.AnswerAsync(await server.ReceiveAsync("echo"), "[]");
            await echo;
        }
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_fails_what_was_asked_and_the_next_request_reconnects()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            Task<IReadOnlyList<string>> asked = client.ListDatabasesAsync(Cancel);
            await server.ReceiveAsync("list_dbs");
            await server.SendAsync("""{"id":1,"resu""");
            server.Drop();
            Assert.Equal("connection lost", (await Assert.ThrowsAsync<OvsdbConnectionException>(() => asked)).Reason);

            Task echo = client.EchoAsync(Cancel);
            await server.AcceptAsync();
            await server.AnswerAsync(await server.ReceiveAsync("echo"), "[]");
            await echo;
        }
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "not an OVSDB server")]
    [InlineData("{\"id\":0,]}", "not an OVSDB server")]
    [InlineData("{\"id\":1,\"result\":{},\"error\":null}", "not an OVSDB server")]
    [InlineData("{\"id\":1,\"error\":\"unknown method\"}", "not an OVSDB server")]
    [InlineData("", "timed out")]
    public async Task A_peer_that_is_no_OVSDB_server_is_recognized(string says, string reason)
    {
        await using FakeOvsdbServer server = new();
        Task<OvsdbClient> connecting = OvsdbClient.ConnectAsync(server.Endpoint, Hasty, Cancel);
        await server.AcceptAsync(answer: false);
        await server.ReceiveAsync("list_dbs");
        await server.SendAsync(says);

        OvsdbConnectionException error = await Assert.ThrowsAsync<OvsdbConnectionException>(() => connecting);
        Assert.Equal(reason, error.Reason);
        Assert.Contains("OVSDB server", error.Message, StringComparison.Ordinal);
        Assert.Equal(server.Endpoint, error.Endpoint);
    }

    [Theory]
    [InlineData("{\"id\":999,\"result\":[],\"error\":null}")]
    [InlineData("{\"id\":null,\"method\":\"update2\",\"params\":null}")]
    [InlineData("{\"id\":null,\"method\":\"update2\",\"params\":[1,2]}")]
    [InlineData("{\"id\":null,\"method\":\"update2\",\"params\":[\"none\",{}]}")]
    [InlineData("{\"method\":{},\"params\":[]}")]
    [InlineData("{\"method\":\"echo\",\"params\":[]}")]
    [InlineData("{\"id\":{\"a\":1},\"result\":1}")]
    [InlineData("{\"id\":1e400}")]
    [InlineData("{}")]
    public async Task A_message_that_concerns_nobody_is_passed_over(string message)
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            await server.SendAsync(message);
            Task echo = client.EchoAsync(Cancel);
            await server.AnswerAsync(await server.ReceiveAsync("echo"), "[]");
            await echo;
        }
    }

    [Fact]
    public async Task A_message_beyond_the_limit_ends_the_connection()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync(new OvsdbClientOptions { MaxMessageBytes = 100_000 });
        await using (server)
        await using (client)
        {
            Task<IReadOnlyList<string>> asked = client.ListDatabasesAsync(Cancel);
            await server.ReceiveAsync("list_dbs");
            await server.SendAsync("{\"id\":1,\"result\":\"" + new string('x', 100_000));
            OvsdbConnectionException error = await Assert.ThrowsAsync<OvsdbConnectionException>(() => asked);
            Assert.Contains("more than 100000 bytes", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_only_sends_echoes_and_never_reads_is_cut_off()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            byte[] echoes = Encoding.UTF8.GetBytes("{\"method\":\"echo\",\"id\":1,\"params\":[\"" + new string('x', 1_000_000) + "\"]}");
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                for (int i = 0; i < 200; i++)
                    await server.SendAsync(echoes);
            });
        }
    }

    [Fact]
    public async Task A_server_that_takes_nothing_is_timed_out()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync(Hasty);
        await using (server)
        await using (client)
        {
            OvsdbTransaction huge = new();
            huge.Comment(new string('x', 50_000_000));
            OvsdbConnectionException error = await Assert.ThrowsAsync<OvsdbConnectionException>(() => client.TransactAsync(huge, Cancel));
            Assert.Equal("timed out", error.Reason);
        }
    }

    [Fact]
    public async Task Cancelling_a_request_leaves_the_connection_to_the_others()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            using CancellationTokenSource stop = new();
            Task<OvsdbTransactionResult> cancelled = client.TransactAsync(Select("A"), stop.Token);
            await server.ReceiveAsync("transact");
            Task<OvsdbTransactionResult> other = client.TransactAsync(Select("B"), Cancel);
            JsonNode request = await server.ReceiveAsync("transact");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            await server.AnswerAsync(request, """[{"rows":[]}]""");
            Assert.Empty((await other)[0].Rows);
        }
    }

    [Fact]
    public async Task Disposing_ends_what_is_under_way_and_later_requests_say_so()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        {
            Task asked = client.EchoAsync(Cancel);
            await server.ReceiveAsync("echo");
            await client.DisposeAsync();
            Assert.Equal("closed", (await Assert.ThrowsAsync<OvsdbConnectionException>(() => asked)).Reason);
            Assert.Equal("closed", (await Assert.ThrowsAsync<OvsdbConnectionException>(() => client.EchoAsync(Cancel))).Reason);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_server_without_conditions_is_monitored_the_old_way_and_the_rows_are_chosen_here()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            Task<OvsdbMonitor> starting = client.MonitorAsync("Db", [new() { Name = "T", Columns = ["o"], WhereAny = [OvsdbCondition.Equal("n", 1)] }], Cancel);
            await server.AnswerAsync(await server.ReceiveAsync("get_schema"), Schema);
            await server.RefuseAsync(await server.ReceiveAsync("monitor_cond"), "\"unknown method\"");
            JsonNode request = await server.ReceiveAsync("monitor");
            Assert.Equal("""{"T":[{"columns":["o","n"]}]}""", request["params"]![2]!.ToJsonString());
            (Guid a, Guid b) = (Guid.NewGuid(), Guid.NewGuid());
            string id = request["params"]![1]!.ToJsonString();
            // The first update right behind the answer, in one piece.
            await server.SendAsync($$$$$"""
                {"id":{{{{{request["id"]}}}}},"result":{"T":{"{{{{{a}}}}}":{"new":{"n":1,"o":"x"}},"{{{{{b}}}}}":{"new":{"n":2,"o":"y"}}}},"error":null}
                {"id":null,"method":"update","params":[{{{{{id}}}}},{"T":{"{{{{{a}}}}}":{"old":{"n":1},"new":{"n":3,"o":"x"}},"{{{{{b}}}}}":{"old":{"n":2},"new":{"n":1,"o":"y"}}}}]}
                {"id":null,"method":"update","params":[{{{{{id}}}}},{"T":{"{{{{{b}}}}}":{"old":{"n":1,"o":"y"}}}}]}
                """);
            await using OvsdbMonitor monitor = await starting;
            await using IAsyncEnumerator<IReadOnlyList<OvsdbRowChange>> changes = monitor.ReadAsync(Cancel).GetAsyncEnumerator(Cancel);
            Assert.Equal([(a, false, true)], await NextAsync(changes));
            Assert.Equal([(a, true, false), (b, false, true)], await NextAsync(changes));
            Assert.Equal([(b, true, false)], await NextAsync(changes));
            server.Drop();
        }
    }

    [Fact]
    public async Task A_monitor_comes_back_by_itself_with_the_difference()
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            (Guid a, Guid b, Guid c) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            Task<OvsdbMonitor> starting = client.MonitorAsync("Db", [new() { Name = "T" }], Cancel);
            await ServeMonitorAsync(server, $$$$$"""{"T":{"{{{{{a}}}}}":{"initial":{"n":1}},"{{{{{b}}}}}":{"initial":{"s":["set",["x","y"]]}}}}""");
            OvsdbMonitor monitor = await starting;
            await using IAsyncEnumerator<IReadOnlyList<OvsdbRowChange>> changes = monitor.ReadAsync(Cancel).GetAsyncEnumerator(Cancel);
            Assert.Equal(2, (await NextAsync(changes)).Count);
            Assert.Equal((0L, 0, OvsdbValue.Set(["y", "x"])), (changes.Current[1].New!["n"].AsInteger(), changes.Current[1].New!["o"].Count, changes.Current[1].New!["s"]));

            server.Drop();
            await server.AcceptAsync();
            await ServeMonitorAsync(server, $$$$$"""{"T":{"{{{{{b}}}}}":{"initial":{"s":["set",["y","x"]]}},"{{{{{c}}}}}":{"initial":{}}}}""");
            Assert.Equal([(a, true, false), (c, false, true)], await NextAsync(changes));
            server.Drop();
        }
    }

    [Theory]
    [InlineData("""{"T":{"nonsense":{"insert":{}}}}""")]
    [InlineData("""{"T":{"7e6f1e0a-0000-4000-8000-000000000000":{"modify":{"n":1}}}}""")]
    [InlineData("""{"T":{"7e6f1e0a-0000-4000-8000-000000000000":{"other":{"n":1}}}}""")]
    [InlineData("""{"T":{"7e6f1e0a-0000-4000-8000-000000000000":{"insert":{"n":{}}}}}""")]
    [InlineData("""{"T":7}""")]
    [InlineData("7")]
    public async Task An_update_that_makes_no_sense_ends_the_monitor_but_not_the_connection(string update)
    {
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync();
        await using (server)
        await using (client)
        {
            Task<OvsdbMonitor> starting = client.MonitorAsync("Db", [new() { Name = "T" }], Cancel);
            string id = await ServeMonitorAsync(server, "{}");
            OvsdbMonitor monitor = await starting;
            await server.SendAsync($$"""{"id":null,"method":"update2","params":[{{id}},{{update}}]}""");
            OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(async () =>
            {
                await foreach (IReadOnlyList<OvsdbRowChange> _ in monitor.ReadAsync(Cancel))
                {
                }
            });
            Assert.Equal("protocol error", error.Error);
            Task echo = client.EchoAsync(Cancel);
            await server.AnswerAsync(await server.ReceiveAsync("echo"), "[]");
            await echo;
            server.Drop();
        }
    }

    [Fact]
    public async Task Messages_are_traced_a_line_each()
    {
        List<string> lines = [];
        (FakeOvsdbServer server, OvsdbClient client) = await FakeOvsdbServer.StartAsync(new OvsdbClientOptions { Trace = line => { lock (lines) lines.Add(line); } });
        await using (server)
        await using (client)
        {
            lock (lines)
                Assert.Equal(["""> {"method":"list_dbs","params":[],"id":1}""", """< {"id":1,"result":["Open_vSwitch"],"error":null}"""], lines);
        }
    }

    private static OvsdbTransaction Select(string table)
    {
        OvsdbTransaction transaction = new();
        transaction.Select(table, []);
        return transaction;
    }

    private static async Task<string> ServeMonitorAsync(FakeOvsdbServer server, string rows)
    {
        await server.AnswerAsync(await server.ReceiveAsync("get_schema"), Schema);
        JsonNode request = await server.ReceiveAsync("monitor_cond");
        await server.AnswerAsync(request, rows);
        return request["params"]![1]!.ToJsonString();
    }

    private static async Task<List<(Guid Uuid, bool HasOld, bool HasNew)>> NextAsync(IAsyncEnumerator<IReadOnlyList<OvsdbRowChange>> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancel));
        return [.. changes.Current.Select(c => (c.Uuid, c.Old is not null, c.New is not null))];
    }
}
