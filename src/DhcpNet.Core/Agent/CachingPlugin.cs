using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>
/// The plugin as the agent's flows see it: networks are answered from what is known where that is fresh, and this host's own ports are taken
/// in as they are made. What is ready is gathered, to be told many ports at a time.
/// </summary>
/// <remarks>The plugin behind it stays its owner's to dispose of.</remarks>
internal sealed class CachingPlugin(IDhcpPlugin plugin, NetworkCache cache, Action<IReadOnlyCollection<Guid>> tellReady) : IDhcpPlugin
{
    public string Description => plugin.Description;

    public Task<IReadOnlyList<Network>> GetActiveNetworksInfoAsync(CancellationToken cancellationToken) => plugin.GetActiveNetworksInfoAsync(cancellationToken);

    public async Task<Network?> GetNetworkInfoAsync(Guid networkId, CancellationToken cancellationToken) =>
        await GetNetworksInfoAsync([networkId], cancellationToken).ConfigureAwait(false) is [Network network] ? network : null;

    public async Task<IReadOnlyList<Network>> GetNetworksInfoAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> unknown = cache.FindUnknown(networkIds);
        if (unknown.Count > 0)
        {
            PluginQuestion question = cache.Ask(unknown);
            try
            {
                cache.Answer(question, await plugin.GetNetworksInfoAsync(unknown, cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                cache.GiveUp(question);
            }
        }
        return cache.Get(networkIds);
    }

    public Task<IReadOnlyList<Network>> FindNetworksAsync(string namePattern, CancellationToken cancellationToken) => plugin.FindNetworksAsync(namePattern, cancellationToken);

    public Task<Network?> GetNetworkAsync(Guid networkId, CancellationToken cancellationToken) => plugin.GetNetworkAsync(networkId, cancellationToken);

    public Task<IReadOnlyList<Network>> GetNetworksAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken) => plugin.GetNetworksAsync(networkIds, cancellationToken);

    public Task<IReadOnlyList<Network>> GetNetworksAsync(string namePattern, CancellationToken cancellationToken) => plugin.GetNetworksAsync(namePattern, cancellationToken);

    public async Task<Network?> GetAddedSinceAsync(Guid networkId, long revision, CancellationToken cancellationToken)
    {
        Network? added = cache.IsGone(networkId) ? null : await plugin.GetAddedSinceAsync(networkId, revision, cancellationToken).ConfigureAwait(false);
        if (added is not null)
            cache.Extend(added);
        return added;
    }

    public async Task<Port?> CreateDhcpPortAsync(DhcpPortRequest request, CancellationToken cancellationToken)
    {
        (Port? port, DhcpNetException? error) = (await CreateDhcpPortsAsync([request], cancellationToken).ConfigureAwait(false))[0];
        return error is null ? port : throw error;
    }

    public Task<IReadOnlyList<(Port? Port, DhcpNetException? Error)>> CreateDhcpPortsAsync(IReadOnlyList<DhcpPortRequest> requests, CancellationToken cancellationToken)
    {
        return ChangeOwnAsync([.. requests.Select(r => r.NetworkId)], async () =>
        {
            IReadOnlyList<(Port? Port, DhcpNetException? Error)> results = await plugin.CreateDhcpPortsAsync(requests, cancellationToken).ConfigureAwait(false);
            foreach ((DhcpPortRequest request, (Port? port, _)) in requests.Zip(results))
                Take(request.NetworkId, port);
            return results;
        });
    }

    public Task<Port?> UpdateDhcpPortAsync(Guid portId, DhcpPortRequest request, CancellationToken cancellationToken)
    {
        return ChangeOwnAsync([request.NetworkId], async () =>
        {
            Port? port = await plugin.UpdateDhcpPortAsync(portId, request, cancellationToken).ConfigureAwait(false);
            Take(request.NetworkId, port);
            return port;
        });
    }

    public async Task<bool> ReleaseDhcpPortAsync(Guid networkId, string deviceId, CancellationToken cancellationToken) =>
        (await ReleaseDhcpPortsAsync([(networkId, deviceId)], cancellationToken).ConfigureAwait(false))[0];

    public Task<IReadOnlyList<bool>> ReleaseDhcpPortsAsync(IReadOnlyList<(Guid NetworkId, string DeviceId)> ports, CancellationToken cancellationToken)
    {
        return ChangeOwnAsync([.. ports.Select(p => p.NetworkId)], async () =>
        {
            IReadOnlyList<bool> released = await plugin.ReleaseDhcpPortsAsync(ports, cancellationToken).ConfigureAwait(false);
            foreach ((Guid networkId, string deviceId) in ports)
                cache.RemoveOwn(networkId, deviceId);
            return released;
        });
    }

    public Task<Port?> GetDhcpPortAsync(Guid portId, CancellationToken cancellationToken) => plugin.GetDhcpPortAsync(portId, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Returns at once: somebody else tells the plugin, and tries until it has heard.</remarks>
    public Task DhcpReadyOnPortsAsync(IReadOnlyCollection<Guid> portIds, CancellationToken cancellationToken)
    {
        tellReady(portIds);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The plugin tells of such changes before it answers.
    private async Task<T> ChangeOwnAsync<T>(IReadOnlyList<Guid> networkIds, Func<Task<T>> change)
    {
        cache.BeginOwn(networkIds);
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch
        {
            // It may have been done all the same.
            foreach (Guid id in networkIds)
                cache.Distrust(id);
            throw;
        }
        finally
        {
            cache.EndOwn(networkIds);
        }
    }

    // None: the network is gone, or is not as it was believed to be.
    private void Take(Guid networkId, Port? port)
    {
        if (port is null)
            cache.Distrust(networkId);
        else
            cache.PutOwn(port);
    }
}
