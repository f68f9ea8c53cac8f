using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>
/// A connection to an OVSDB server (RFC 7047). Safe for use by many threads at once. One that is lost is re-established by the next request,
/// or at once if there are monitors.
/// </summary>
public sealed class OvsdbClient : IAsyncDisposable
{
    private readonly OvsdbClientOptions _options;
    private readonly ConcurrentDictionary<string, OvsdbMonitor> _monitors = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly CancellationTokenSource _disposing = new();
    private OvsdbConnection? _connection;
    private long _lastMonitorId;

    private OvsdbClient(OvsdbEndpoint endpoint, OvsdbClientOptions options)
    {
        Endpoint = endpoint;
        _options = options;
    }

    /// <summary>The server.</summary>
    public OvsdbEndpoint Endpoint { get; }

    internal TimeSpan RequestTimeout => _options.RequestTimeout;

    /// <summary>Connects to a server and makes sure that it is one.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="options">Timeouts and limits; <see langword="null"/> for the usual ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The client.</returns>
    /// <exception cref="OvsdbConnectionException">It cannot be reached, or is no OVSDB server; the message says which of these and why.</exception>
    public static async Task<OvsdbClient> ConnectAsync(OvsdbEndpoint endpoint, OvsdbClientOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        OvsdbClient client = new(endpoint, options ?? new OvsdbClientOptions());
        try
        {
            // The first time nothing is waited for: a wrong path is said at once.
            client._connection = await client.OpenAsync(client._options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Commits a transaction.</summary>
    /// <param name="transaction">Its operations.</param>
    /// <param name="cancellationToken">Gives up; whether it was committed is then unknown.</param>
    /// <returns>What the operations yielded.</returns>
    /// <exception cref="OvsdbConnectionException">
    /// The server cannot be reached, or was lost; in the latter case whether it was committed is unknown.
    /// </exception>
    /// <exception cref="OvsdbException">It was refused, and nothing of it took effect; the exception names the operation.</exception>
    public async Task<OvsdbTransactionResult> TransactAsync(OvsdbTransaction transaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        JsonElement result = await RequestAsync("transact", transaction.WriteTo, cancellationToken).ConfigureAwait(false);
        return OvsdbTransactionReply.Read(Endpoint, transaction, result);
    }

    /// <summary>Watches rows of a database.</summary>
    /// <param name="database">The database, such as <c>Open_vSwitch</c>.</param>
    /// <param name="tables">What to watch, each table once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The monitor; dispose of it when it is no longer needed.</returns>
    /// <exception cref="OvsdbConnectionException">The server cannot be reached, or was lost.</exception>
    /// <exception cref="OvsdbException">The server refused it: there is no such database, table or column.</exception>
    public async Task<OvsdbMonitor> MonitorAsync(string database, IReadOnlyList<OvsdbMonitorTable> tables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        string id = Interlocked.Increment(ref _lastMonitorId).ToString(CultureInfo.InvariantCulture);
        OvsdbMonitor monitor = new(this, id, database, tables);
        OvsdbConnection connection = await GetConnectionAsync(cancellationToken).ConfigureAwait(false);
        // Known before it is asked for: the first update may be on its way right behind the answer.
        _monitors[id] = monitor;
        try
        {
            await StartMonitorAsync(connection, monitor, isFirst: true, cancellationToken).ConfigureAwait(false);
            return monitor;
        }
        catch
        {
            _monitors.TryRemove(id, out _);
            throw;
        }
    }

    /// <summary>Asks the server for a sign of life.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>When it has answered.</returns>
    /// <exception cref="OvsdbConnectionException">It cannot be reached, or did not answer.</exception>
    public Task EchoAsync(CancellationToken cancellationToken) => RequestAsync("echo", static _ => { }, cancellationToken);

    /// <summary>Lists the server's databases.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Their names.</returns>
    /// <exception cref="OvsdbConnectionException">The server cannot be reached, or was lost.</exception>
    public async Task<IReadOnlyList<string>> ListDatabasesAsync(CancellationToken cancellationToken)
    {
        JsonElement result = await RequestAsync("list_dbs", static _ => { }, cancellationToken).ConfigureAwait(false);
        return IsListOfNames(result) ? [.. result.EnumerateArray().Select(n => n.GetString()!)] : throw OvsdbErrors.Protocol(Endpoint, "no list of databases");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested)
            return;
        await _disposing.CancelAsync().ConfigureAwait(false);
        foreach (OvsdbMonitor monitor in _monitors.Values)
            monitor.Fail(Disposed());
        // Whoever is connecting right now gives up first, or its connection would be left over.
        await _connecting.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_connection is not null)
                await _connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    internal async ValueTask RemoveMonitorAsync(OvsdbMonitor monitor)
    {
        if (!_monitors.TryRemove(monitor.Id, out _) || _connection is not { IsOpen: true } connection)
            return;
        try
        {
            await connection.RequestAsync("monitor_cancel", w => w.WriteStringValue(monitor.Id), null, _disposing.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OvsdbException or OperationCanceledException)
        {
            // A server that was lost, or does not know the monitor, has forgotten it: all that was wanted.
        }
    }

    private static bool IsListOfNames(JsonElement json)
        => json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(n => n.ValueKind == JsonValueKind.String);

    private async Task<JsonElement> RequestAsync(string method, Action<Utf8JsonWriter> writeParams, CancellationToken cancellationToken)
    {
        OvsdbConnection connection = await GetConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await connection.RequestAsync(method, writeParams, null, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OvsdbConnection> GetConnectionAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _connection) is { IsOpen: true } open)
            return open;
        if (_disposing.IsCancellationRequested)
            throw Disposed();
        using CancellationTokenSource giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        try
        {
            await _connecting.WaitAsync(giveUp.Token).ConfigureAwait(false);
            try
            {
                if (_connection is { IsOpen: true } meanwhile)
                    return meanwhile;
                // First the old one must have handed on all it received: its updates mean nothing after the new one's snapshot.
                if (_connection is not null)
                    await _connection.DisposeAsync().ConfigureAwait(false);
                OvsdbConnection connection = await ReopenAsync(giveUp.Token).ConfigureAwait(false);
                Volatile.Write(ref _connection, connection);
                return connection;
            }
            finally
            {
                _connecting.Release();
            }
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Disposed();
        }
    }

    /// <summary>A server that restarts is back in a moment: so it is tried again, ever more slowly, as long as connecting may take.</summary>
    private async Task<OvsdbConnection> ReopenAsync(CancellationToken cancellationToken)
    {
        long start = Environment.TickCount64;
        TimeSpan delay = _options.ReconnectDelay;
        while (true)
        {
            TimeSpan rest = _options.ConnectTimeout - TimeSpan.FromMilliseconds(Environment.TickCount64 - start);
            OvsdbConnection? connection = null;
            try
            {
                connection = await OpenAsync(rest > TimeSpan.Zero ? rest : TimeSpan.FromMilliseconds(1), cancellationToken).ConfigureAwait(false);
                await RestoreMonitorsAsync(connection, cancellationToken).ConfigureAwait(false);
                return connection;
            }
            catch (Exception error)
            {
                if (connection is not null)
                    await connection.DisposeAsync().ConfigureAwait(false);
                if (error is not OvsdbConnectionException || rest <= delay)
                    throw;
            }
            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < _options.MaxReconnectDelay ? delay * 2 : _options.MaxReconnectDelay;
        }
    }

    private async Task<OvsdbConnection> OpenAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        OvsdbConnection? connection = null;
        try
        {
            connection = await OvsdbConnection.OpenAsync(Endpoint, _options, OnNotification, limit.Token).ConfigureAwait(false);
            JsonElement databases = await connection.RequestAsync("list_dbs", static _ => { }, null, limit.Token).ConfigureAwait(false);
            if (!IsListOfNames(databases))
                throw OvsdbErrors.Connection(Endpoint, "not an OVSDB server", "it speaks JSON-RPC but knows no databases");
            WatchForLoss(connection);
            return connection;
        }
        catch (Exception error)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            bool isTimeout = error is OperationCanceledException or OvsdbConnectionException { Reason: OvsdbErrors.TimedOut };
            if (isTimeout && !cancellationToken.IsCancellationRequested)
                throw OvsdbErrors.Connection(Endpoint, OvsdbErrors.TimedOut, ExplainTimeout(connection), error);
            if (error is OvsdbException and not OvsdbConnectionException)
                throw OvsdbErrors.Connection(Endpoint, "not an OVSDB server", "it speaks JSON-RPC but knows no databases", error);
            throw;
        }
    }

    private string ExplainTimeout(OvsdbConnection? connection) => connection is null
        ? $"no connection within {_options.ConnectTimeout.TotalSeconds:0.###} s"
        : $"it accepted the connection but did not answer within {_options.ConnectTimeout.TotalSeconds:0.###} s, so it may be no OVSDB server";

    private async Task RestoreMonitorsAsync(OvsdbConnection connection, CancellationToken cancellationToken)
    {
        foreach (OvsdbMonitor monitor in _monitors.Values)
        {
            try
            {
                await StartMonitorAsync(connection, monitor, isFirst: false, cancellationToken).ConfigureAwait(false);
            }
            catch (OvsdbException error) when (error is not OvsdbConnectionException)
            {
                // The database is no longer what it was; the others may go on.
                _monitors.TryRemove(monitor.Id, out _);
                monitor.Fail(error);
            }
        }
    }

    private async Task StartMonitorAsync(OvsdbConnection connection, OvsdbMonitor monitor, bool isFirst, CancellationToken cancellationToken)
    {
        try
        {
            OvsdbSchema schema = ReadSchema(await connection.RequestAsync(
                "get_schema",
                w => w.WriteStringValue(monitor.Database),
                null,
                cancellationToken).ConfigureAwait(false));
            await connection.RequestAsync(
                "monitor_cond",
                w => OvsdbMonitorRequest.Write(w, OvsdbMonitorFormat.Conditional, monitor),
                rows => monitor.ApplySnapshot(OvsdbMonitorFormat.Conditional, schema, rows, isFirst),
                cancellationToken).ConfigureAwait(false);
        }
        catch (OvsdbException error) when (error.Error == "unknown method")
        {
            await connection.RequestAsync(
                "monitor",
                w => OvsdbMonitorRequest.Write(w, OvsdbMonitorFormat.Plain, monitor),
                rows => monitor.ApplySnapshot(OvsdbMonitorFormat.Plain, null, rows, isFirst),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private OvsdbSchema ReadSchema(JsonElement json)
    {
        try
        {
            return OvsdbSchema.Read(json);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw OvsdbErrors.Protocol(Endpoint, $"a schema that cannot be understood: {error.Message}");
        }
    }

    private void OnNotification(string method, JsonElement parameters)
    {
        if (method is not ("update" or "update2") || parameters.GetArrayLength() != 2 || parameters[0].ValueKind != JsonValueKind.String)
            return;
        if (_monitors.TryGetValue(parameters[0].GetString()!, out OvsdbMonitor? monitor))
            monitor.ApplyUpdate(parameters[1]);
    }

    /// <summary>Nobody asks anything while waiting for a monitor: for its sake the connection comes back by itself.</summary>
    private void WatchForLoss(OvsdbConnection connection) => _ = connection.Closed.ContinueWith(
        _ => KeepMonitorsAliveAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private async Task KeepMonitorsAliveAsync()
    {
        TimeSpan delay = _options.ReconnectDelay;
        while (!_monitors.IsEmpty && !_disposing.IsCancellationRequested)
        {
            try
            {
                await GetConnectionAsync(_disposing.Token).ConfigureAwait(false);
                return;
            }
            catch (OvsdbException)
            {
                // Not there yet.
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(delay, CancellationToken.None).ConfigureAwait(false);
            delay = delay * 2 < _options.MaxReconnectDelay ? delay * 2 : _options.MaxReconnectDelay;
        }
    }

    private OvsdbConnectionException Disposed() => OvsdbErrors.Connection(Endpoint, "closed", "the client was disposed of");
}
