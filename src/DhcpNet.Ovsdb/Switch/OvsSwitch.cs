namespace DhcpNet.Ovsdb;

/// <summary>An Open vSwitch by its <c>Open_vSwitch</c> database: bridges with ports. Safe for use by many threads at once.</summary>
public sealed class OvsSwitch : IAsyncDisposable
{
    private readonly OvsdbClient _client;
    private readonly PortQuery _ports;

    private OvsSwitch(OvsdbClient client)
    {
        _client = client;
        _ports = new PortQuery(client);
    }

    /// <summary>The server of its database.</summary>
    public OvsdbEndpoint Endpoint => _client.Endpoint;

    /// <summary>Connects to the database of a switch.</summary>
    /// <param name="endpoint">Where its server listens.</param>
    /// <param name="options">Timeouts and limits; <see langword="null"/> for the usual ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The switch.</returns>
    /// <exception cref="OvsdbConnectionException">The server cannot be reached, or is none.</exception>
    /// <exception cref="OvsdbException">The server has no <c>Open_vSwitch</c> database.</exception>
    public static async Task<OvsSwitch> ConnectAsync(OvsdbEndpoint endpoint, OvsdbClientOptions? options, CancellationToken cancellationToken)
    {
        OvsdbClient client = await OvsdbClient.ConnectAsync(endpoint, options, cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<string> databases = await client.ListDatabasesAsync(cancellationToken).ConfigureAwait(false);
            if (!databases.Contains(OvsdbTransaction.OpenVSwitch))
                throw NoSwitch(endpoint, databases);
            return new OvsSwitch(client);
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lists the bridges' names, sorted.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names.</returns>
    public async Task<IReadOnlyList<string>> GetBridgesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<OvsdbRow> rows = await SelectAsync(SwitchTables.Bridge, [], ["name"], cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(r => r["name"].AsString()).Order(StringComparer.Ordinal)];
    }

    /// <summary>Looks a bridge up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bridge; <see langword="null"/> if there is none of that name.</returns>
    public async Task<OvsBridge?> GetBridgeAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        OvsdbCondition[] where = [SwitchTables.HasName(name)];
        IReadOnlyList<OvsdbRow> rows = await SelectAsync(SwitchTables.Bridge, where, SwitchTables.BridgeColumns, cancellationToken).ConfigureAwait(false);
        return rows is [OvsdbRow row] ? SwitchTables.ReadBridge(row) : null;
    }

    /// <summary>Lists the ports of a bridge or of the whole switch, the bridges' own among them.</summary>
    /// <param name="bridge">The bridge's name; <see langword="null"/> for all bridges.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The ports, sorted by name; none if there is no such bridge.</returns>
    public Task<IReadOnlyList<OvsPort>> GetPortsAsync(string? bridge, CancellationToken cancellationToken) => _ports.GetAllAsync(bridge, cancellationToken);

    /// <summary>Looks ports up; the cost grows with the names asked for.</summary>
    /// <param name="names">The ports' names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that are there, sorted by name.</returns>
    public Task<IReadOnlyList<OvsPort>> GetPortsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        return _ports.GetAsync(names, cancellationToken);
    }

    /// <summary>
    /// Makes internal ports as they are asked for, all that are missing in one transaction, and waits until ovs-vswitchd has opened their devices.
    /// Writes nothing for a port that is right already.
    /// </summary>
    /// <param name="bridge">The bridge's name.</param>
    /// <param name="requests">The ports, each name once.</param>
    /// <param name="timeout">How long it may take in all.</param>
    /// <param name="cancellationToken">Gives up; what was added by then stays.</param>
    /// <returns>An outcome for each request, in their order. A port that cannot be had is an outcome, not an exception.</returns>
    /// <exception cref="OvsdbConnectionException">
    /// The server was lost, or ovs-vswitchd did not act in time; in the latter case what was added has been removed again.
    /// </exception>
    /// <exception cref="OvsdbException">There is no such bridge (<c>no such bridge</c>), or the server refused the transaction.</exception>
    public Task<IReadOnlyList<OvsPortOutcome>> EnsureInternalPortsAsync(
        string bridge, IReadOnlyList<OvsPortRequest> requests, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        ArgumentNullException.ThrowIfNull(requests);
        return new PortEnsurer(_client, bridge, requests, timeout).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Removes ports in one transaction and waits, for the request timeout and 0.1 s more a port, until ovs-vswitchd has closed their devices.
    /// Names that are absent are no error.
    /// </summary>
    /// <param name="names">The ports' names.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="OvsdbConnectionException">The server was lost, or ovs-vswitchd did not act in time; the rows are then gone all the same.</exception>
    /// <exception cref="OvsdbException">A name is that of a bridge's own port, which goes only with the bridge; nothing was removed.</exception>
    public Task<int> RemovePortsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        return PortRemover.RemoveAsync(_client, names, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static OvsdbException NoSwitch(OvsdbEndpoint endpoint, IReadOnlyList<string> databases)
        => new($"The OVSDB server at {endpoint} has no database '{OvsdbTransaction.OpenVSwitch}', only {string.Join(", ", databases)}; "
            + "name the endpoint of the server that ovs-vswitchd uses.")
        {
            Endpoint = endpoint,
            Error = "no such database",
            Details = OvsdbTransaction.OpenVSwitch,
        };

    private async Task<IReadOnlyList<OvsdbRow>> SelectAsync(string table, OvsdbCondition[] where, string[] columns, CancellationToken cancellationToken)
    {
        OvsdbTransaction transaction = new();
        int index = transaction.Select(table, where, columns);
        OvsdbTransactionResult result = await _client.TransactAsync(transaction, cancellationToken).ConfigureAwait(false);
        return result[index].Rows;
    }
}
