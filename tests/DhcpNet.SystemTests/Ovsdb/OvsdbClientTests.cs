using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DhcpNet.Ovsdb;

namespace DhcpNet.SystemTests.Ovsdb;

/// <summary>The protocol, spoken with a real ovsdb-server.</summary>
public sealed class OvsdbClientTests : IAsyncLifetime
{
    private const string Database = "Open_vSwitch";

    private OvsInstance _ovs = null!;
    private OvsdbClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Program.IsRoot, "The databases of the tests live in namespaces that only root can make.");
        _ovs = await OvsInstance.StartAsync(withTcp: true, withSwitch: false);
        _client = await OvsdbClient.ConnectAsync(_ovs.Endpoint, null, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ovs is null)
            return;
        await _client.DisposeAsync();
        await _ovs.DisposeAsync();
    }

    [Fact]
    public async Task Both_kinds_of_socket_reach_the_server()
    {
        await using OvsdbClient tcp = await OvsdbClient.ConnectAsync(_ovs.TcpEndpoint, null, Cancel);

        Assert.Contains(Database, await tcp.ListDatabasesAsync(Cancel));
        Assert.Equal(await tcp.ListDatabasesAsync(Cancel), await _client.ListDatabasesAsync(Cancel));
        await tcp.EchoAsync(Cancel);
    }

    [Fact]
    public async Task Rows_of_every_type_of_value_come_back_as_they_were_written()
    {
        OvsdbTransaction insert = new();
        OvsdbNewRow row = insert.Insert("Bridge", new Dictionary<string, OvsdbValue>
        {
            ["name"] = "br-\"ö\\\n\u0001",
            ["stp_enable"] = true,
            ["external_ids"] = OvsdbValue.Map(new Dictionary<string, string> { ["a"] = "1", [""] = "leer" }),
            ["flood_vlans"] = OvsdbValue.Set([1L, 2L, 3L]),
            ["protocols"] = OvsdbValue.Set(["OpenFlow13"]),
        });
        insert.Mutate("Open_vSwitch", [], [OvsdbMutation.Insert("bridges", row.Reference)]);
        insert.Comment("a test");
        Guid inserted = (await _client.TransactAsync(insert, Cancel)).UuidOf(row);

        OvsdbTransaction select = new();
        select.Select("Bridge", [OvsdbCondition.Equal("_uuid", inserted)]);
        OvsdbRow read = Assert.Single((await _client.TransactAsync(select, Cancel))[0].Rows);
        Assert.Equal(inserted, read.Uuid);
        Assert.Equal(("br-\"ö\\\n\u0001", true), (read["name"].AsString(), read["stp_enable"].AsBoolean()));
        Assert.Equal(OvsdbValue.Set([3L, 2L, 1L]), read["flood_vlans"]);
        Assert.Equal("leer", read["external_ids"].AsStringMap()[""]);
        Assert.Equal(["OpenFlow13"], read["protocols"].AsStrings());
        Assert.Null(read["fail_mode"].AsOptionalString());

        OvsdbTransaction change = new();
        int update = change.Update("Bridge", [OvsdbCondition.Equal("_uuid", inserted)], new Dictionary<string, OvsdbValue> { ["fail_mode"] = "secure" });
        OvsdbValue oneAndTwo = OvsdbValue.Set([1L, 2L]);
        OvsdbMutation[] mutations = [OvsdbMutation.Delete("flood_vlans", oneAndTwo), OvsdbMutation.Add("flood_vlans", 10)];
        int mutate = change.Mutate("Bridge", [OvsdbCondition.Includes("flood_vlans", oneAndTwo)], mutations);
        int miss = change.Delete("Bridge", [OvsdbCondition.Equal("name", "none"), OvsdbCondition.Excludes("flood_vlans", 99L)]);
        int after = change.Select("Bridge", [OvsdbCondition.Equal("_uuid", inserted)], ["flood_vlans", "fail_mode"]);
        OvsdbTransactionResult result = await _client.TransactAsync(change, Cancel);
        Assert.Equal((1, 1), (result[update].Count, result[mutate].Count));
        Assert.Equal(0, result[miss].Count);
        Assert.Equal((13L, "secure"), (result[after].Rows[0]["flood_vlans"].AsInteger(), result[after].Rows[0]["fail_mode"].AsString()));
    }

    [Fact]
    public async Task A_constraint_violation_names_the_operation_that_failed()
    {
        OvsdbTransaction transaction = new();
        transaction.Comment("first");
        transaction.Update("Port", [], new Dictionary<string, OvsdbValue> { ["tag"] = 5000 });
        transaction.Comment("never tried");

        OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(() => _client.TransactAsync(transaction, Cancel));

        Assert.Equal(("constraint violation", "Port", "update", 1), (error.Error, error.Table, error.Operation, error.OperationIndex));
        Assert.Contains("(operation 1, update in Port)", error.Message, StringComparison.Ordinal);
        Assert.Equal(_ovs.Endpoint, error.Endpoint);
    }

    [Fact]
    public async Task An_error_of_the_commit_names_no_operation()
    {
        OvsdbTransaction transaction = new();
        OvsdbNewRow port = transaction.Insert("Port", new Dictionary<string, OvsdbValue> { ["name"] = "dangling", ["interfaces"] = Guid.NewGuid() });
        transaction.Mutate("Bridge", [], [OvsdbMutation.Insert("ports", port.Reference)]);

        OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(() => _client.TransactAsync(transaction, Cancel));

        Assert.Equal(("referential integrity violation", null, null), (error.Error, error.Table, error.OperationIndex));
        Assert.Contains("Interface", error.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_is_not_met_is_timed_out_and_an_abort_is_aborted()
    {
        OvsdbTransaction wait = new();
        wait.Wait("Bridge", [OvsdbCondition.Equal("name", "br-int")], ["name"], [], TimeSpan.FromMilliseconds(50));
        OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(() => _client.TransactAsync(wait, Cancel));
        Assert.Equal(("timed out", "wait", 0), (error.Error, error.Operation, error.OperationIndex));
        Assert.IsNotType<OvsdbConnectionException>(error);

        OvsdbTransaction abort = new();
        abort.Abort();
        Assert.Equal("aborted", (await Assert.ThrowsAsync<OvsdbException>(() => _client.TransactAsync(abort, Cancel))).Error);
    }

    [Fact]
    public async Task Unknown_databases_and_tables_are_errors_of_the_server()
    {
        OvsdbTransaction database = new("Nothing");
        database.Comment("x");
        Assert.Equal("unknown database", (await Assert.ThrowsAsync<OvsdbException>(() => _client.TransactAsync(database, Cancel))).Error);

        OvsdbTransaction table = new();
        table.Select("Nothing", []);
        Assert.Equal(("syntax error", "Nothing"), await ErrorOfAsync(table));
    }

    [Fact]
    public async Task A_waiting_transaction_is_cancelled_in_the_server_too()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(100));
        OvsdbTransaction wait = new();
        Dictionary<string, OvsdbValue> row = new() { ["name"] = "br-later" };
        wait.Wait("Bridge", [OvsdbCondition.Equal("name", "br-later")], ["name"], [row], TimeSpan.FromSeconds(20));
        wait.Update("Bridge", [OvsdbCondition.Equal("name", "br-later")], new Dictionary<string, OvsdbValue> { ["fail_mode"] = "secure" });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.TransactAsync(wait, stop.Token));

        _ovs.Vsctl("--no-wait", "add-br", "br-later");
        await _client.EchoAsync(Cancel);

        Assert.Equal("[]", _ovs.Vsctl("get", "bridge", "br-later", "fail_mode").Trim());
    }

    [Fact]
    public async Task Many_requests_share_a_connection()
    {
        OvsdbTransactionResult[] results = await Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
        {
            OvsdbTransaction transaction = new();
            transaction.Select(i % 2 == 0 ? "Bridge" : "Port", [OvsdbCondition.Equal("name", "br-int")], ["name"]);
            return _client.TransactAsync(transaction, Cancel);
        }));

        Assert.All(results, r => Assert.Single(r[0].Rows));
    }

    [Fact]
    public async Task A_monitor_tells_rows_and_then_changes_of_every_kind()
    {
        OvsdbMonitorTable table = new() { Name = "Bridge", Columns = ["name", "fail_mode", "external_ids", "flood_vlans"] };
        await using OvsdbMonitor monitor = await _client.MonitorAsync(Database, [table], Cancel);
        await using IAsyncEnumerator<IReadOnlyList<OvsdbRowChange>> changes = monitor.ReadAsync(Cancel).GetAsyncEnumerator(Cancel);

        OvsdbRow initial = (await NextAsync(changes)).New!;
        Assert.Equal(("br-int", 0), (initial["name"].AsString(), initial["external_ids"].Count));

        _ovs.Vsctl("--no-wait", "set", "bridge", "br-int", "fail_mode=secure", "external_ids:a=1", "external_ids:b=2", "flood_vlans=1,2,3");
        OvsdbRowChange modified = await NextAsync(changes);
        Assert.Null(modified.Old!["fail_mode"].AsOptionalString());
        Assert.Equal("secure", modified.New!["fail_mode"].AsString());
        Assert.Equal(2, modified.New["external_ids"].Count);

        string[] takeAway = ["--", "remove", "bridge", "br-int", "external_ids", "b", "--", "clear", "bridge", "br-int", "fail_mode"];
        _ovs.Vsctl(["--no-wait", "set", "bridge", "br-int", "external_ids:a=9", "flood_vlans=2,4", .. takeAway]);
        OvsdbRow again = (await NextAsync(changes)).New!;
        Assert.Equal(OvsdbValue.Set([4L, 2L]), again["flood_vlans"]);
        Assert.Equal(OvsdbValue.Map(new Dictionary<string, string> { ["a"] = "9" }), again["external_ids"]);
        Assert.Null(again["fail_mode"].AsOptionalString());

        _ovs.Vsctl("--no-wait", "add-br", "br-two");
        OvsdbRowChange inserted = await NextAsync(changes);
        Assert.Null(inserted.Old);
        _ovs.Vsctl("--no-wait", "del-br", "br-two");
        OvsdbRowChange deleted = await NextAsync(changes);
        Assert.Equal((inserted.Uuid, null, "br-two"), (deleted.Uuid, deleted.New, deleted.Old!["name"].AsString()));
    }

    [Fact]
    public async Task A_monitor_with_conditions_tells_only_the_rows_that_meet_one()
    {
        OvsdbCondition[] names = [OvsdbCondition.Equal("name", "br-b"), OvsdbCondition.Equal("name", "br-c")];
        OvsdbMonitorTable table = new() { Name = "Bridge", Columns = ["fail_mode"], WhereAny = names };
        await using OvsdbMonitor monitor = await _client.MonitorAsync(Database, [table], Cancel);
        await using IAsyncEnumerator<IReadOnlyList<OvsdbRowChange>> changes = monitor.ReadAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await changes.MoveNextAsync());
        Assert.Empty(changes.Current);

        _ovs.Vsctl("--no-wait", "add-br", "br-a", "--", "add-br", "br-b", "--", "set", "bridge", "br-b", "fail_mode=secure");

        Assert.Equal("secure", (await NextAsync(changes)).New!["fail_mode"].AsString());
    }

    [Fact]
    public async Task A_monitor_survives_a_restart_of_the_server_and_tells_what_changed_meanwhile()
    {
        await using OvsdbMonitor monitor = await _client.MonitorAsync(Database, [new() { Name = "Bridge", Columns = ["name"] }], Cancel);
        await using IAsyncEnumerator<IReadOnlyList<OvsdbRowChange>> changes = monitor.ReadAsync(Cancel).GetAsyncEnumerator(Cancel);
        Assert.Equal("br-int", (await NextAsync(changes)).New!["name"].AsString());

        _ovs.KillDatabase();
        await Task.Delay(300, Cancel);
        _ovs.StartDatabase();
        _ovs.Vsctl("--no-wait", "add-br", "br-two");

        Assert.Equal("br-two", (await NextAsync(changes)).New!["name"].AsString());
    }

    [Fact]
    public async Task A_lost_server_is_reached_again_by_the_next_request()
    {
        _ovs.KillDatabase();
        Task<IReadOnlyList<string>> request = Task.Run(() => _client.ListDatabasesAsync(Cancel), Cancel);
        await Task.Delay(300, Cancel);
        _ovs.StartDatabase();

        try
        {
            Assert.Contains(Database, await request);
        }
        catch (OvsdbConnectionException error)
        {
            // Sent before the loss was noticed.
            Assert.Equal("connection lost", error.Reason);
            Assert.Contains(Database, await _client.ListDatabasesAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_server_that_stays_away_is_an_error_that_says_why()
    {
        OvsdbClientOptions hasty = new() { ConnectTimeout = TimeSpan.FromMilliseconds(300) };
        await using OvsdbClient client = await OvsdbClient.ConnectAsync(_ovs.Endpoint, hasty, Cancel);
        _ovs.KillDatabase();
        OvsdbConnectionException? error = null;
        for (int i = 0; i < 2 && error?.Reason != "connection refused"; i++)
            error = await Assert.ThrowsAsync<OvsdbConnectionException>(() => client.EchoAsync(Cancel));
        Assert.Equal("connection refused", error!.Reason);
    }

    [Fact]
    public async Task Unreachable_endpoints_are_told_apart_at_once()
    {
        Assert.Equal("no such socket", await ReasonAsync($"unix:{_ovs.Directory}/none.sock"));
        Assert.Equal("no such socket", await ReasonAsync($"unix:{_ovs.Directory}/none/db.sock"));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.Equal("connection refused", await ReasonAsync($"tcp:127.0.0.1:{port}"));
        Assert.Equal("connection refused", await ReasonAsync($"tcp:[::1]:{port}"));
        Assert.Equal("connection refused", await ReasonAsync($"unix:{_ovs.Directory}/conf.db"));
    }

    [Fact]
    public async Task A_switch_needs_its_database()
    {
        string path = Path.Combine(_ovs.Directory, "other.sock");
        string schema = Path.Combine(_ovs.Directory, "other.ovsschema");
        await File.WriteAllTextAsync(schema, """{"name":"Other","version":"1.0.0","tables":{"T":{"columns":{"name":{"type":"string"}}}}}""", Cancel);
        string database = Path.Combine(_ovs.Directory, "other.db");
        using Process create = Process.Start("ovsdb-tool", ["create", database, schema]);
        await create.WaitForExitAsync(Cancel);
        using Process server = Process.Start("ovsdb-server", [database, $"--remote=punix:{path}", $"--unixctl={path}.ctl", "--no-chdir", "--verbose=off"]);
        while (!File.Exists(path))
            await Task.Delay(2, Cancel);

        OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(() => OvsSwitch.ConnectAsync(OvsdbEndpoint.Parse($"unix:{path}"), null, Cancel));

        server.Kill();
        await server.WaitForExitAsync(Cancel);
        Assert.Equal("no such database", error.Error);
        Assert.Contains("Other", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> ReasonAsync(string endpoint)
        => (await Assert.ThrowsAsync<OvsdbConnectionException>(() => OvsdbClient.ConnectAsync(OvsdbEndpoint.Parse(endpoint), null, Cancel))).Reason;

    private static async Task<OvsdbRowChange> NextAsync(IAsyncEnumerator<IReadOnlyList<OvsdbRowChange>> changes)
    {
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancel));
        return Assert.Single(changes.Current);
    }

    private async Task<(string Error, string? Table)> ErrorOfAsync(OvsdbTransaction transaction)
    {
        OvsdbException error = await Assert.ThrowsAsync<OvsdbException>(() => _client.TransactAsync(transaction, Cancel));
        return (error.Error, error.Table);
    }
}
