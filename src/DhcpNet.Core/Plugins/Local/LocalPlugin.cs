namespace DhcpNet.Plugins.Local;

/// <summary>The embedded plugin: networks, subnets and ports in an SQLite database on this host.</summary>
/// <remarks>
/// Safe to use from many threads and processes at once: every change is one transaction, every answer is of one moment. Calls wait for
/// other writers no longer than <see cref="LocalPluginOptions.BusyTimeout"/> and then throw <c>StoreBusy</c>. SQLite itself is not
/// asynchronous, so calls do their work on the caller's thread.
/// </remarks>
public sealed class LocalPlugin : INetworkStore, INotifyingPlugin
{
    private readonly LocalPluginOptions _options;
    private readonly StoreDatabase _database;

    private LocalPlugin(LocalPluginOptions options, StoreDatabase database)
    {
        _options = options;
        _database = database;
    }

    /// <inheritdoc/>
    public string Description => $"SQLite, {_options.Path}";

    /// <summary>Opens the database; makes it, or brings it to the newest schema, where need be.</summary>
    /// <exception cref="DhcpNetException">
    /// <c>StorePathNotWritable</c>, <c>StoreNotADatabase</c>, <c>StoreTooNew</c>, <c>StoreBusy</c>, <c>StoreCorrupt</c>, <c>StoreFull</c>, <c>StoreFailed</c>.
    /// </exception>
    public static Task<LocalPlugin> OpenAsync(LocalPluginOptions options, CancellationToken cancellationToken) =>
        OpenAsync(options, Schema.Migrations, cancellationToken);

    internal static async Task<LocalPlugin> OpenAsync(LocalPluginOptions options, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken) =>
        new(options, await StoreDatabase.OpenAsync(options, migrations, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    /// <remarks>Networks whose <see cref="Network.AdminStateUp"/> is false are left out, as Neutron does.</remarks>
    public Task<IReadOnlyList<Network>> GetActiveNetworksInfoAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(NetworkLoader.Active, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> HasHadNetworksAsync(CancellationToken cancellationToken) => _database.ReadAsync(NetworkRows.HaveBeen, cancellationToken);

    /// <inheritdoc/>
    public Task<Network?> GetNetworkInfoAsync(Guid networkId, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => NetworkLoader.ById(session, networkId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Network>> GetNetworksInfoAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => NetworkLoader.ByIds(session, networkIds), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// A pattern ignores case. A name without wildcards stands for the network of just that name where there is one, else for all whose
    /// names differ in case alone.
    /// </remarks>
    public Task<IReadOnlyList<Network>> FindNetworksAsync(string namePattern, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => NetworkLoader.Matching(session, namePattern), cancellationToken);

    /// <inheritdoc/>
    public Task<Network?> GetNetworkAsync(Guid networkId, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => NetworkLoader.OutlineById(session, networkId), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Names are matched as <see cref="FindNetworksAsync"/> does.</remarks>
    public Task<IReadOnlyList<Network>> GetNetworksAsync(string namePattern, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => NetworkLoader.OutlinesMatching(session, namePattern), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Network>> GetNetworksAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => NetworkLoader.OutlinesByIds(session, networkIds), cancellationToken);

    /// <inheritdoc/>
    public Task<Network?> GetAddedSinceAsync(Guid networkId, long revision, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => NetworkLoader.AddedSince(session, networkId, revision), cancellationToken);

    /// <inheritdoc/>
    public Task<Port?> CreateDhcpPortAsync(DhcpPortRequest request, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => DhcpPortOperations.Create(session, request), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>All in one transaction.</remarks>
    public Task<IReadOnlyList<(Port? Port, DhcpNetException? Error)>> CreateDhcpPortsAsync(IReadOnlyList<DhcpPortRequest> requests, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => DhcpPortOperations.Create(session, requests), cancellationToken);

    /// <inheritdoc/>
    public Task<Port?> UpdateDhcpPortAsync(Guid portId, DhcpPortRequest request, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => DhcpPortOperations.Update(session, portId, request), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ReleaseDhcpPortAsync(Guid networkId, string deviceId, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => DhcpPortOperations.Release(session, networkId, deviceId), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>All in one transaction.</remarks>
    public Task<IReadOnlyList<bool>> ReleaseDhcpPortsAsync(IReadOnlyList<(Guid NetworkId, string DeviceId)> ports, CancellationToken cancellationToken) =>
        _database.WriteAsync<IReadOnlyList<bool>>(session => [.. ports.Select(p => DhcpPortOperations.Release(session, p.NetworkId, p.DeviceId))], cancellationToken);

    /// <inheritdoc/>
    public Task<Port?> GetDhcpPortAsync(Guid portId, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => PortRows.ById(session, portId), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The ports' status becomes <c>ACTIVE</c>. That alone does not count as a change of the network.</remarks>
    public Task DhcpReadyOnPortsAsync(IReadOnlyCollection<Guid> portIds, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => PortRows.SetActive(session, portIds), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Subnet>> FindSubnetsAsync(string named, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => SubnetRows.Named(session, named), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Port>> FindReservationsAsync(string named, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => ReservationOperations.Find(session, named), cancellationToken);

    /// <inheritdoc/>
    public Task<(Network Network, bool Created)> CreateNetworkAsync(NetworkSpec spec, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => NetworkOperations.Create(session, spec), cancellationToken);

    /// <inheritdoc/>
    public Task DefineNetworksAsync(
        IEnumerable<NetworkDefinition> definitions, Action<NetworkDefinitionResult> onResult, Func<bool> isKept, CancellationToken cancellationToken)
    {
        return _database.WriteAsync(session =>
        {
            foreach (NetworkDefinition definition in definitions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                onResult(DefinitionOperations.Make(session, definition));
            }
            return isKept();
        }, isKept: kept => kept, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<(Network Network, bool Changed)> UpdateNetworkAsync(Guid networkId, NetworkChange change, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => NetworkOperations.Update(session, networkId, change), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteNetworkAsync(Guid networkId, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => NetworkRows.Delete(session, networkId), cancellationToken);

    /// <inheritdoc/>
    public Task<(Subnet Subnet, bool Created)> CreateSubnetAsync(Guid networkId, SubnetSpec spec, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => SubnetOperations.Create(session, networkId, spec), cancellationToken);

    /// <inheritdoc/>
    public Task<(Subnet Subnet, bool Changed)> UpdateSubnetAsync(Guid subnetId, SubnetChange change, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => SubnetOperations.Update(session, subnetId, change), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteSubnetAsync(Guid subnetId, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => SubnetOperations.Delete(session, subnetId), cancellationToken);

    /// <inheritdoc/>
    public Task<(Port Port, bool Created)> CreateReservationAsync(Guid networkId, ReservationSpec spec, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => ReservationOperations.Create(session, networkId, spec), cancellationToken);

    /// <inheritdoc/>
    public Task<(Port Port, bool Changed)> UpdateReservationAsync(Guid portId, ReservationChange change, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => ReservationOperations.Update(session, portId, change), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> DeleteReservationAsync(Guid portId, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => ReservationOperations.Delete(session, portId), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// Tells which networks were made, changed and deleted, by whatever process; a change of a subnet or port is one of its network
    /// (<see cref="GetAddedSinceAsync"/> tells what is new on it).
    /// </remarks>
    public async Task<INotificationFeed> ListenAsync(CancellationToken cancellationToken) =>
        await StoreFeed.StartAsync(_database, _options.Path, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
