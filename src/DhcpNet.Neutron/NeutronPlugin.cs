using System.Text.Json;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Neutron;

/// <summary>A Neutron server as the plugin, reached through its message broker in the place of <c>neutron-dhcp-agent</c>.</summary>
/// <remarks>
/// Its networks are those that the server has this host's DHCP agent serve; one that is asked for by its id may be any. The server's calls
/// tell no names: these come from a call of their own (get_networks, since Neutron 15), and are empty where the server does not have it.
/// </remarks>
public sealed class NeutronPlugin : INotifyingPlugin, IAgentRegistry
{
    private const string AllNames = "*";

    // What was begun when the work is cancelled may be finished for as long, so that it is known what was made.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly NeutronPluginOptions _options;
    private readonly NeutronServer _server;
    private readonly NeutronRequests _requests;

    internal NeutronPlugin(NeutronPluginOptions options, IRpcClient client)
    {
        _options = options;
        _server = new NeutronServer(client, Log);
        _requests = new NeutronRequests(options.HostName, options.AvailabilityZone, options.ReportInterval);
    }

    /// <inheritdoc/>
    public string Description => $"Neutron, {_options.Url}";

    private Action<string> Log => _options.Log ?? (static _ => { });

    /// <summary>Connects to the broker, and sees whether a server answers.</summary>
    /// <exception cref="DhcpNetException">The broker can't be used, or no server answers.</exception>
    public static async Task<NeutronPlugin> ConnectAsync(NeutronPluginOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        RpcClient client;
        try
        {
            client = await RpcClient.ConnectAsync(options.Url, options.Rabbit, options.Exchange, options.CallTimeout, options.Log, cancellationToken).ConfigureAwait(false);
        }
        catch (MessagingException e)
        {
            throw NeutronErrors.ToPluginError(e, options.Url.ToString());
        }
        NeutronPlugin plugin = new(options, client);
        try
        {
            await plugin.ProbeAsync(cancellationToken).ConfigureAwait(false);
            return plugin;
        }
        catch
        {
            await plugin.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Network>> GetActiveNetworksInfoAsync(CancellationToken cancellationToken)
    {
        JsonElement result = await _server.CallAsync(_requests.GetActiveNetworksInfo(), _options.HostName, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Network> networks = NeutronReplies.ReadNetworks(result);
        return networks.Count == 0
            ? networks
            : InOrder(WithNames(networks, await GetNamesAsync(networks.Select(n => n.Id), cancellationToken).ConfigureAwait(false)));
    }

    /// <inheritdoc/>
    public async Task<Network?> GetNetworkInfoAsync(Guid networkId, CancellationToken cancellationToken) =>
        await GetNetworksInfoAsync([networkId], cancellationToken).ConfigureAwait(false) is [Network network] ? network : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Network>> GetNetworksInfoAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(networkIds);
        if (networkIds.Count == 0)
            return [];
        // Both at once: somebody waits for the network to be served.
        Task<IReadOnlyDictionary<Guid, string>> names = GetNamesAsync(networkIds, cancellationToken);
        Task<Network?[]> networks = EachAsync(networkIds, GetUnnamedAsync, cancellationToken);
        await Task.WhenAll(names, networks).ConfigureAwait(false);
        return WithNames((await networks.ConfigureAwait(false)).OfType<Network>(), await names.ConfigureAwait(false));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A pattern ignores case, and stands for networks of this host. A name without wildcards stands for the network of just that name
    /// where there is one, else for those whose names differ in case alone; where several projects have one of that name, for this host's.
    /// </remarks>
    public async Task<IReadOnlyList<Network>> FindNetworksAsync(string namePattern, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(namePattern);
        if (!NamePattern.HasWildcards(namePattern))
            return await FindNamedAsync(namePattern, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Network> networks = await GetActiveNetworksInfoAsync(cancellationToken).ConfigureAwait(false);
        return namePattern == AllNames ? networks : [.. networks.Where(n => NamePattern.Matches(namePattern, n.Name))];
    }

    /// <inheritdoc/>
    /// <remarks>The server has no call that leaves the ports out.</remarks>
    public async Task<Network?> GetNetworkAsync(Guid networkId, CancellationToken cancellationToken) =>
        await GetNetworkInfoAsync(networkId, cancellationToken).ConfigureAwait(false) is Network network ? WithoutPorts(network) : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Network>> GetNetworksAsync(IReadOnlyList<Guid> networkIds, CancellationToken cancellationToken) =>
        [.. (await GetNetworksInfoAsync(networkIds, cancellationToken).ConfigureAwait(false)).Select(WithoutPorts)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Network>> GetNetworksAsync(string namePattern, CancellationToken cancellationToken) =>
        [.. (await FindNetworksAsync(namePattern, cancellationToken).ConfigureAwait(false)).Select(WithoutPorts)];

    /// <inheritdoc/>
    /// <remarks>The server does not count changes of a network as a whole.</remarks>
    public Task<Network?> GetAddedSinceAsync(Guid networkId, long revision, CancellationToken cancellationToken) => Task.FromResult<Network?>(null);

    /// <inheritdoc/>
    public async Task<Port?> CreateDhcpPortAsync(DhcpPortRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var existing = await FindPortsAsync([(request.NetworkId, request.DeviceId)], cancellationToken).ConfigureAwait(false);
        return existing?.Values.FirstOrDefault() ?? await CreateMissingAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(Port? Port, DhcpNetException? Error)>> CreateDhcpPortsAsync(IReadOnlyList<DhcpPortRequest> requests, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var existing = await FindPortsAsync([.. requests.Select(r => (r.NetworkId, r.DeviceId))], cancellationToken).ConfigureAwait(false);
        // What was begun is waited for a while, also where the work is cancelled: a port that nobody knows of would be left over.
        using CancellationTokenSource begun = new();
        using CancellationTokenRegistration registration = cancellationToken.Register(() => begun.CancelAfter(Grace));
        return await EachAsync(requests, CreateAsync, CancellationToken.None).ConfigureAwait(false);

        async Task<(Port?, DhcpNetException?)> CreateAsync(DhcpPortRequest request, CancellationToken ignored)
        {
            try
            {
                if (existing?.GetValueOrDefault((request.NetworkId, request.DeviceId)) is Port port)
                    return (port, null);
                cancellationToken.ThrowIfCancellationRequested();
                return (await CreateMissingAsync(request, begun.Token).ConfigureAwait(false), null);
            }
            catch (DhcpNetException e)
            {
                return (null, e);
            }
            catch (OperationCanceledException e)
            {
                return (null, PluginErrors.Cancelled(request.NetworkId, e));
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Port?> UpdateDhcpPortAsync(Guid portId, DhcpPortRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return NeutronReplies.ReadPort(await _server.CallAsync(_requests.UpdateDhcpPort(portId, request), request.NetworkId, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<bool> ReleaseDhcpPortAsync(Guid networkId, string deviceId, CancellationToken cancellationToken) =>
        (await ReleaseDhcpPortsAsync([(networkId, deviceId)], cancellationToken).ConfigureAwait(false))[0];

    /// <inheritdoc/>
    /// <remarks>A server without get_ports does not tell whether there was one: it is taken for granted then.</remarks>
    public async Task<IReadOnlyList<bool>> ReleaseDhcpPortsAsync(IReadOnlyList<(Guid NetworkId, string DeviceId)> ports, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ports);
        var existing = await FindPortsAsync(ports, cancellationToken).ConfigureAwait(false);
        return await EachAsync(ports, async (port, token) =>
        {
            if (existing is not null && !existing.ContainsKey(port))
                return false;
            await _server.CallAsync(_requests.ReleaseDhcpPort(port.NetworkId, port.DeviceId), port.NetworkId, token).ConfigureAwait(false);
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Port?> GetDhcpPortAsync(Guid portId, CancellationToken cancellationToken)
    {
        try
        {
            if (await _server.TryCallAsync(NeutronRequests.GetDhcpPort(portId), portId, cancellationToken).ConfigureAwait(false) is JsonElement port)
                return NeutronReplies.ReadPort(port);
        }
        catch (DhcpNetException e) when (e.InnerException is RemoteException { ClassName: "PortNotFound" })
        {
            return null;
        }
        JsonElement ports = await _server.CallAsync(NeutronRequests.GetPorts(("id", [portId.ToString()])), portId, cancellationToken).ConfigureAwait(false);
        return NeutronReplies.ReadPorts(ports) is [Port found, ..] ? found : null;
    }

    /// <inheritdoc/>
    public async Task DhcpReadyOnPortsAsync(IReadOnlyCollection<Guid> portIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(portIds);
        foreach (Guid[] some in portIds.Chunk(NeutronRequests.MaxReadyPorts))
            await _server.TryCallAsync(NeutronRequests.DhcpReadyOnPorts(some), some[0], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>A server that keeps no list of agents takes each for alive.</remarks>
    public async Task<AgentStanding> ReportStateAsync(AgentState state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        JsonElement? result = await _server.TryCallAsync(_requests.ReportState(state), _options.HostName, cancellationToken).ConfigureAwait(false);
        return result is JsonElement standing ? NeutronReplies.ReadStanding(standing) : AgentStanding.Alive;
    }

    /// <inheritdoc/>
    public async Task<INotificationFeed> ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            RpcListener listener = await RpcListener.StartAsync(
                _options.Url, _options.Rabbit, _options.Exchange, NeutronRequests.AgentTopic, _options.HostName, _options.Log, cancellationToken).ConfigureAwait(false);
            return new NeutronFeed(listener, _options.Url, Log);
        }
        catch (MessagingException e)
        {
            throw NeutronErrors.ToPluginError(e, _options.Url.ToString());
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // A call that costs the server next to nothing, and changes nothing: the name of a network that there is not.
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        RpcRequest request = NeutronRequests.GetNetworkNames(("id", [Guid.Empty.ToString()])) with { Timeout = _options.ProbeTimeout };
        await _server.TryCallAsync(request, _options.Url.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Network?> GetUnnamedAsync(Guid networkId, CancellationToken cancellationToken) =>
        NeutronReplies.ReadNetwork(await _server.CallAsync(_requests.GetNetworkInfo(networkId), networkId, cancellationToken).ConfigureAwait(false));

    private static IReadOnlyList<Network> WithNames(IEnumerable<Network> networks, IReadOnlyDictionary<Guid, string> names) =>
        [.. networks.Select(n => names.TryGetValue(n.Id, out string? name) ? WithName(n, name) : n)];

    private Task<IReadOnlyDictionary<Guid, string>> GetNamesAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        GetNamesAsync(("id", ids.Select(id => id.ToString())), cancellationToken);

    private async Task<IReadOnlyDictionary<Guid, string>> GetNamesAsync((string Property, IEnumerable<string> Values) filter, CancellationToken cancellationToken) =>
        await _server.TryCallAsync(NeutronRequests.GetNetworkNames(filter), target: null, cancellationToken).ConfigureAwait(false) is JsonElement names
            ? NeutronReplies.ReadNames(names)
            : new Dictionary<Guid, string>();

    private async Task<IReadOnlyList<Network>> FindNamedAsync(string name, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<Guid, string> names = await GetNamesAsync(("name", [name]), cancellationToken).ConfigureAwait(false);
        Guid[] ids = [.. names.Where(n => n.Value == name).Select(n => n.Key)];
        if (ids.Length == 0)
            ids = [.. names.Where(n => string.Equals(n.Value, name, StringComparison.OrdinalIgnoreCase)).Select(n => n.Key)];
        if (ids.Length > 1)
        {
            IReadOnlyList<Network> active = await GetActiveNetworksInfoAsync(cancellationToken).ConfigureAwait(false);
            if (active.Where(n => ids.Contains(n.Id)).ToArray() is { Length: > 0 } own)
                return own;
        }
        return InOrder(await GetNetworksInfoAsync(ids, cancellationToken).ConfigureAwait(false));
    }

    // Null where the server can't tell.
    private async Task<IReadOnlyDictionary<(Guid NetworkId, string DeviceId), Port>?> FindPortsAsync(IReadOnlyList<(Guid NetworkId, string DeviceId)> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
            return null;
        RpcRequest request = NeutronRequests.GetPorts(
            ("network_id", wanted.Select(w => w.NetworkId.ToString()).Distinct()),
            ("device_id", wanted.Select(w => w.DeviceId).Distinct()));
        if (await _server.TryCallAsync(request, wanted[0].NetworkId, cancellationToken).ConfigureAwait(false) is not JsonElement ports)
            return null;
        Dictionary<(Guid, string), Port> found = [];
        foreach (Port port in NeutronReplies.ReadPorts(ports))
            found.TryAdd((port.NetworkId, port.DeviceId), port);
        return found;
    }

    private async Task<Port?> CreateMissingAsync(DhcpPortRequest request, CancellationToken cancellationToken)
    {
        string? projectId = request.ProjectId;
        if (projectId is null)
        {
            if (await GetUnnamedAsync(request.NetworkId, cancellationToken).ConfigureAwait(false) is not Network network)
                return null;
            projectId = network.ProjectId;
        }
        return NeutronReplies.ReadPort(await _server.CallAsync(_requests.CreateDhcpPort(request, projectId), request.NetworkId, cancellationToken).ConfigureAwait(false));
    }

    private async Task<TResult[]> EachAsync<T, TResult>(IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = _options.MaxConcurrentCalls, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, items.Count, options, async (i, token) => results[i] = await work(items[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }

    private static Network WithName(Network network, string name) => network with
    {
        Name = name,
        Subnets = [.. network.Subnets.Select(s => s with { NetworkName = name })],
        NonLocalSubnets = [.. network.NonLocalSubnets.Select(s => s with { NetworkName = name })],
    };

    private static Network WithoutPorts(Network network) => network with { Ports = [] };

    private static IReadOnlyList<Network> InOrder(IEnumerable<Network> networks) =>
        [.. networks.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id.ToString(), StringComparer.Ordinal)];
}
