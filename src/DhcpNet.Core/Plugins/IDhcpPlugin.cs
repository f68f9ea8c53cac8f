namespace DhcpNet.Plugins;

/// <summary>
/// Whoever owns networks and hands out ports. The methods are those of Neutron's <c>DhcpPluginApi</c>; the host that calls is known
/// to the plugin from when it was made.
/// </summary>
/// <remarks>Every method throws <see cref="DhcpNetException"/> where the plugin refuses, and is safe to call from many threads at once.</remarks>
public interface IDhcpPlugin : IAsyncDisposable
{
    /// <summary>What the plugin is, for a person: <c>SQLite, /var/lib/dhcpnet/dhcpnet.db</c>. Holds no secret.</summary>
    string Description { get; }

    /// <summary>All networks that this host is to serve, with subnets and ports, in order of name, then id (get_active_networks_info).</summary>
    Task<IReadOnlyList<Network>> GetActiveNetworksInfoAsync(CancellationToken cancellationToken);

    /// <summary>Whether the plugin has networks, or had some: one that never had any is not where those come from that a host serves.</summary>
    Task<bool> HasHadNetworksAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>One network with its subnets and ports, or null where it does not exist (get_network_info).</summary>
    Task<Network?> GetNetworkInfoAsync(Guid networkId, CancellationToken cancellationToken);

    /// <summary>Networks with their subnets and ports, in the order of the ids; those that do not exist are left out.</summary>
    Task<IReadOnlyList<Network>> GetNetworksInfoAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken) =>
        OneByOneAsync(networkIds, id => GetNetworkInfoAsync(id, cancellationToken));

    /// <summary>The networks that bear a name, with subnets and ports; <c>*</c> and <c>?</c> stand for any characters, any one character (get_networks).</summary>
    Task<IReadOnlyList<Network>> FindNetworksAsync(string namePattern, CancellationToken cancellationToken);

    /// <summary>One network with its subnets but without its ports, or null where it does not exist: quick however many ports there are.</summary>
    Task<Network?> GetNetworkAsync(Guid networkId, CancellationToken cancellationToken);

    /// <summary>Several networks with their subnets but without their ports, in no order; those that do not exist are left out.</summary>
    Task<IReadOnlyList<Network>> GetNetworksAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken) =>
        OneByOneAsync(networkIds, id => GetNetworkAsync(id, cancellationToken));

    /// <summary>The networks that bear a name, as <see cref="FindNetworksAsync"/> finds them, with subnets but without ports (get_networks).</summary>
    Task<IReadOnlyList<Network>> GetNetworksAsync(string namePattern, CancellationToken cancellationToken);

    /// <summary>
    /// The network with its subnets and just the ports that were added since one of its revisions; null where the plugin can't tell, or
    /// anything else has changed since.
    /// </summary>
    Task<Network?> GetAddedSinceAsync(Guid networkId, long revision, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the DHCP port of <paramref name="request"/>, or returns the one that its device id already has on the network; null where
    /// the network is gone (create_dhcp_port).
    /// </summary>
    Task<Port?> CreateDhcpPortAsync(DhcpPortRequest request, CancellationToken cancellationToken);

    /// <summary>The same for several requests.</summary>
    /// <returns>
    /// For each, in order, what it alone would have brought: the port, null, or the failure. Where the work is cancelled when some were
    /// made, the others' failure is <see cref="PluginErrors.Cancelled"/>, so that none that was made is lost.
    /// </returns>
    async Task<IReadOnlyList<(Port? Port, DhcpNetException? Error)>> CreateDhcpPortsAsync(IReadOnlyList<DhcpPortRequest> requests, CancellationToken cancellationToken)
    {
        List<(Port?, DhcpNetException?)> results = [];
        foreach (DhcpPortRequest request in requests)
        {
            try
            {
                results.Add((await CreateDhcpPortAsync(request, cancellationToken).ConfigureAwait(false), null));
            }
            catch (DhcpNetException e)
            {
                results.Add((null, e));
            }
            catch (OperationCanceledException e) when (results.Any(r => r.Item1 is not null))
            {
                results.Add((null, PluginErrors.Cancelled(request.NetworkId, e)));
            }
        }
        return results;
    }

    /// <summary>Changes a DHCP port's device id and addresses; null where the port is gone (update_dhcp_port).</summary>
    Task<Port?> UpdateDhcpPortAsync(Guid portId, DhcpPortRequest request, CancellationToken cancellationToken);

    /// <summary>Gives back the DHCP port of a device id on a network; nothing where there is none (release_dhcp_port).</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> ReleaseDhcpPortAsync(Guid networkId, string deviceId, CancellationToken cancellationToken);

    /// <summary>The same for several networks.</summary>
    /// <returns>For each, in order, whether there was one.</returns>
    async Task<IReadOnlyList<bool>> ReleaseDhcpPortsAsync(IReadOnlyList<(Guid NetworkId, string DeviceId)> ports, CancellationToken cancellationToken)
    {
        List<bool> released = [];
        foreach ((Guid networkId, string deviceId) in ports)
            released.Add(await ReleaseDhcpPortAsync(networkId, deviceId, cancellationToken).ConfigureAwait(false));
        return released;
    }

    /// <summary>One port, or null where it does not exist (get_dhcp_port).</summary>
    Task<Port?> GetDhcpPortAsync(Guid portId, CancellationToken cancellationToken);

    /// <summary>Tells the plugin that DHCP answers for these ports (dhcp_ready_on_ports).</summary>
    Task DhcpReadyOnPortsAsync(IReadOnlyCollection<Guid> portIds, CancellationToken cancellationToken);

    private static async Task<IReadOnlyList<Network>> OneByOneAsync(IReadOnlyList<Guid> networkIds, Func<Guid, Task<Network?>> get)
    {
        List<Network> networks = [];
        foreach (Guid id in networkIds)
        {
            if (await get(id).ConfigureAwait(false) is Network network)
                networks.Add(network);
        }
        return networks;
    }
}
