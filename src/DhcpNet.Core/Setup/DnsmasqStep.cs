using DhcpNet.Dnsmasq;
using DhcpNet.Plugins;

namespace DhcpNet.Setup;

/// <summary>Starts and stops the dnsmasq of a network (Neutron: Dnsmasq.enable, Dnsmasq.disable).</summary>
public sealed class DnsmasqStep(IDhcpPlugin plugin, DhcpConfiguration configuration, ISetupLog log)
{
    private readonly DnsmasqService _service = new(configuration);

    /// <summary>Who tells the plugin of ports whose DHCP is ready; null: the step does, and waits for it.</summary>
    internal ReadyPortTeller? Ready { get; init; }

    /// <summary>Makes sure that there is a dnsmasq to start, before anything is changed for it.</summary>
    /// <exception cref="DhcpNetException"><c>DnsmasqNotFound</c>.</exception>
    public void RequireProgram() => _service.RequireProgram();

    /// <summary>Makes sure that dnsmasq serves the network as it is now, and tells the plugin when it answers (Neutron: dhcp_ready_on_ports).</summary>
    /// <exception cref="DhcpNetException">It is not there, is too old, or refuses to start.</exception>
    public Task<DnsmasqInstance> EnsureAsync(Network network, Port port, CancellationToken cancellationToken) =>
        EnsureAsync(network, port, restartReason: null, cancellationToken);

    /// <summary>The same; with a reason, a dnsmasq that runs is replaced whatever it serves.</summary>
    /// <inheritdoc cref="EnsureAsync(Network, Port, CancellationToken)"/>
    public async Task<DnsmasqInstance> EnsureAsync(Network network, Port port, string? restartReason, CancellationToken cancellationToken)
    {
        ServedNetwork served = Served(network, port);
        DnsmasqResult result = restartReason is null
            ? await _service.EnsureAsync(served, cancellationToken).ConfigureAwait(false)
            : await _service.RestartAsync(served, restartReason, cancellationToken).ConfigureAwait(false);
        Tell(network, result);
        await TellReadyAsync([.. network.Ports.Where(p => p.Id != port.Id).Select(p => p.Id)], cancellationToken).ConfigureAwait(false);
        return Instance(network, port, result);
    }

    /// <summary>
    /// Makes clients known that were added since dnsmasq was last brought up to date, where that is all that has changed; how many others
    /// there are makes no difference.
    /// </summary>
    /// <returns>Null where it is not all, or can't be told: <see cref="EnsureAsync(Network, Port, CancellationToken)"/> is to look then.</returns>
    public async Task<(DnsmasqInstance Instance, int Added)?> TryExtendAsync(Guid networkId, CancellationToken cancellationToken)
    {
        if (_service.GetServedRevision(networkId) is not long revision
            || await plugin.GetAddedSinceAsync(networkId, revision, cancellationToken).ConfigureAwait(false) is not Network added
            || _service.TryExtend(added) is not DnsmasqResult result)
        {
            return null;
        }
        Tell(added, result);
        if (added.Ports.Count > 0)
            await TellReadyAsync([.. added.Ports.Select(p => p.Id)], cancellationToken).ConfigureAwait(false);
        return (Instance(added, port: null, result), added.Ports.Count);
    }

    private Task TellReadyAsync(IReadOnlyCollection<Guid> portIds, CancellationToken cancellationToken)
    {
        if (Ready is null)
            return plugin.DhcpReadyOnPortsAsync(portIds, cancellationToken);
        Ready.Tell(portIds);
        return Task.CompletedTask;
    }

    private void Tell(Network network, DnsmasqResult result)
    {
        foreach (string warning in result.Warnings)
            log.Warning($"Network '{network.DisplayName}': {warning}");
        if (result.Reason is not null)
            log.Verbose($"{network.DisplayName}: dnsmasq was {result.Change.ToString().ToLowerInvariant()}: {result.Reason}");
    }

    private static DnsmasqInstance Instance(Network network, Port? port, DnsmasqResult result) => Instance(network, port, result.Status) with
    {
        Change = result.Change switch
        {
            DnsmasqChange.Started => StepChange.Started,
            DnsmasqChange.Restarted => StepChange.Restarted,
            DnsmasqChange.Reloaded => StepChange.Reloaded,
            DnsmasqChange.Extended => StepChange.Updated,
            _ => StepChange.None,
        },
        Reason = result.Reason,
    };

    /// <summary>Whether the network's dnsmasq answers a question of DNS, which it does between two requests of DHCP.</summary>
    public static async Task<bool> AnswersAsync(Network network, Port port, CancellationToken cancellationToken) =>
        port.FixedIps.Count == 0
        || await DnsmasqCounterQuery.AskAsync(network.NamespaceName, port.FixedIps[0].IpAddress, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>The leases of the network's dnsmasq that are no port's.</summary>
    public async Task<IReadOnlyList<DnsmasqLease>> FindStaleLeasesAsync(Network network, CancellationToken cancellationToken)
    {
        LeaseDatabase leases = await LeaseDatabase.ReadAsync(new NetworkDirectory(configuration, DhcpServiceId.Of(network)).Leases, cancellationToken).ConfigureAwait(false);
        return new LeaseOwners(network).FindStale(leases.Leases);
    }

    /// <summary>Has the network's dnsmasq forget the leases that are no port's.</summary>
    public async Task<IReadOnlyList<DnsmasqLease>> ReleaseStaleLeasesAsync(Network network, CancellationToken cancellationToken)
    {
        List<DnsmasqLease> left = [];
        foreach (Network part in NetworkSegments.SplitServed(network))
            left.AddRange(await _service.ReleaseStaleAsync(part, formerHosts: "", cancellationToken).ConfigureAwait(false));
        return left;
    }

    /// <summary>The networks among some, and their segments, that there are files of.</summary>
    public ILookup<Guid, DhcpServiceId> FindServices(IEnumerable<Network> networks) =>
        _service.ListServices(networks.Select(n => n.Id).ToHashSet().Contains).ToLookup(s => s.NetworkId);

    /// <summary>Whether there are files of the network's, or of a segment's.</summary>
    public bool HasFiles(Guid networkId) => _service.HasFiles(networkId) || _service.ListServices(id => id == networkId).Count > 0;

    /// <summary>Ends the network's dnsmasq; its files stay.</summary>
    /// <returns>Whether one ran.</returns>
    public Task<bool> StopAsync(DhcpServiceId service, CancellationToken cancellationToken) => _service.StopAsync(service, cancellationToken);

    /// <summary>Deletes the network's files.</summary>
    /// <param name="service">The network, or segment.</param>
    /// <param name="isStopped">The caller has just stopped its dnsmasq: none is looked for.</param>
    /// <returns>Whether there were any.</returns>
    public bool DeleteFiles(DhcpServiceId service, bool isStopped = false) => _service.DeleteFiles(service, isStopped);

    /// <summary>What there is of the network's dnsmasq, and whether it serves the network as it is now; null where there is nothing.</summary>
    public DnsmasqStatus? Inspect(Network network, Port? port) => _service.Get(DhcpServiceId.Of(network), port is null ? null : Served(network, port));

    /// <summary>Whether the network's dnsmasq runs, or the segment's.</summary>
    public bool IsRunning(Network network) => _service.Get(DhcpServiceId.Of(network)) is { IsRunning: true };

    /// <summary>The tap that a dnsmasq was last started for; null where nothing says.</summary>
    public string? FindInterface(DhcpServiceId service) => _service.Get(service)?.InterfaceName;

    /// <summary>What there is of the network's dnsmasq, for a person; null where there is nothing.</summary>
    public DnsmasqInstance? Find(Network network, Port? port) => _service.Get(DhcpServiceId.Of(network)) is DnsmasqStatus status ? Instance(network, port, status) : null;

    private static ServedNetwork Served(Network network, Port port) =>
        new() { Network = network, DhcpPort = port, InterfaceAddresses = ServedNetwork.GetAddresses(network, port) };

    private static DnsmasqInstance Instance(Network network, Port? port, DnsmasqStatus status) => new()
    {
        NetworkId = network.Id,
        Segment = status.Segment,
        Network = network,
        Port = port,
        Namespace = network.NamespaceName,
        Interface = status.InterfaceName,
        Running = status.IsRunning,
        ProcessId = status.ProcessId,
        StartTime = status.StartTime,
        Path = status.ConfigurationPath,
    };
}
