using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace DhcpNet.Ovsdb;

/// <summary>
/// Watches rows. <see cref="ReadAsync"/> yields first the rows that are there, then their changes, one list a transaction.
/// When the connection is lost it is re-established, and what changed meanwhile follows as one list.
/// </summary>
public sealed class OvsdbMonitor : IAsyncDisposable
{
    /// <summary>Lists that may wait for their reader; one that falls further behind is cut off, so that it cannot exhaust memory.</summary>
    private const int MaxPendingUpdates = 10_000;

    private readonly OvsdbClient _client;
    private readonly OvsdbReplica _replica;
    private readonly object _applying = new();
    private readonly Channel<IReadOnlyList<OvsdbRowChange>> _updates = Channel.CreateBounded<IReadOnlyList<OvsdbRowChange>>(MaxPendingUpdates);
    private OvsdbMonitorFormat _format;
    private OvsdbSchema? _schema;

    internal OvsdbMonitor(OvsdbClient client, string id, string database, IReadOnlyList<OvsdbMonitorTable> tables)
    {
        _client = client;
        Id = id;
        Database = database;
        Tables = tables;
        _replica = new OvsdbReplica(tables);
    }

    /// <summary>The database.</summary>
    public string Database { get; }

    /// <summary>What is watched.</summary>
    public IReadOnlyList<OvsdbMonitorTable> Tables { get; }

    internal string Id { get; }

    /// <summary>Reads the rows, then their changes, as they come; it ends when the monitor is disposed of. For one reader.</summary>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Changes, one list a transaction; the first holds the initial rows and may be empty.</returns>
    /// <exception cref="OvsdbException">The monitor cannot go on: the server refused it, or the reader fell too far behind.</exception>
    public async IAsyncEnumerable<IReadOnlyList<OvsdbRowChange>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (IReadOnlyList<OvsdbRowChange> changes in _updates.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            yield return changes;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _updates.Writer.TryComplete();
        return _client.RemoveMonitorAsync(this);
    }

    internal void ApplySnapshot(OvsdbMonitorFormat format, OvsdbSchema? schema, JsonElement updates, bool isFirst)
    {
        lock (_applying)
        {
            (_format, _schema) = (format, schema);
            IReadOnlyList<OvsdbRowChange> changes = _replica.ApplySnapshot(format, updates, schema);
            if (changes.Count > 0 || isFirst)
                Enqueue(changes);
        }
    }

    internal void ApplyUpdate(JsonElement updates)
    {
        lock (_applying)
        {
            try
            {
                IReadOnlyList<OvsdbRowChange> changes = _replica.ApplyUpdate(_format, updates, _schema);
                if (changes.Count > 0)
                    Enqueue(changes);
            }
            catch (Exception error) when (error is FormatException or InvalidOperationException or KeyNotFoundException)
            {
                Fail(OvsdbErrors.Protocol(_client.Endpoint, $"a monitor update that cannot be understood: {error.Message}"));
            }
        }
    }

    internal void Fail(OvsdbException error) => _updates.Writer.TryComplete(error);

    private void Enqueue(IReadOnlyList<OvsdbRowChange> changes)
    {
        if (_updates.Writer.TryWrite(changes))
            return;
        Fail(new OvsdbException($"A monitor of OVSDB at {_client.Endpoint} was read too slowly: {MaxPendingUpdates} updates waited.")
        {
            Endpoint = _client.Endpoint,
            Error = "too slow",
        });
    }
}
