using DhcpNet.Plugins;

namespace DhcpNet.Setup;

/// <summary>Gets this host's DHCP port of a network from the plugin (Neutron: DeviceManager.setup_dhcp_port).</summary>
public sealed class DhcpPortStep(IDhcpPlugin plugin, DhcpConfiguration configuration)
{
    /// <summary>
    /// Makes sure that this host has a DHCP port with one address on each subnet that DHCP serves: its own if there is one, else one
    /// that was reserved for any host, else a new one.
    /// </summary>
    /// <exception cref="DhcpNetException">DHCP serves none of the subnets; the network is gone; no address is left.</exception>
    public async Task<Port> EnsureAsync(Network network, CancellationToken cancellationToken)
    {
        Subnet[] served = Served(network);
        if (served.Length == 0)
        {
            throw new DhcpNetException("NoDhcpSubnet", DhcpNetErrorKind.InvalidInput,
                $"Network '{network.DisplayName}' has no subnet that DHCP serves. Add one with New-DhcpSubnet, or turn DHCP on with Set-DhcpSubnet -EnableDhcp $true. Disable-NetworkDhcp removes the service that it may still have.", network.Name);
        }

        string deviceId = DhcpDeviceId.For(configuration.HostName, DhcpServiceId.Of(network));
        (Port port, StepChange change) =
            await ReuseAsync(network, deviceId, served, cancellationToken).ConfigureAwait(false)
            ?? await AdoptReservedAsync(network, deviceId, served, cancellationToken).ConfigureAwait(false)
            ?? await CreateAsync(network, deviceId, served, cancellationToken).ConfigureAwait(false);
        return port with { Change = change, Network = WithPort(network, port) };
    }

    /// <summary>The same for each segment of a network that has several.</summary>
    /// <returns>The ports, each with the part of the network that it is for.</returns>
    /// <inheritdoc cref="EnsureAsync(Network, CancellationToken)"/>
    public async Task<IReadOnlyList<Port>> EnsureAllAsync(Network network, CancellationToken cancellationToken)
    {
        List<Port> ports = [];
        // Each finds those of the segments before it among the network's ports.
        IReadOnlyList<Port> known = network.Ports;
        foreach (Network part in NetworkSegments.SplitServed(network))
        {
            Port port = await EnsureAsync(part with { Ports = known }, cancellationToken).ConfigureAwait(false);
            known = port.Network!.Ports;
            ports.Add(port);
        }
        return [.. ports.Select(p => p with { Network = p.Network! with { Ports = known } })];
    }

    /// <summary>The same for several networks; those that need nothing but a new port are given theirs all at once.</summary>
    /// <returns>For each, in order, its ports or the failure; cancelling is one of those that it was too early for, so that none that was made is lost.</returns>
    public async Task<IReadOnlyList<(IReadOnlyList<Port> Ports, Exception? Error)>> EnsureAllAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        DhcpPortRequest[] requests = [.. networks.Select(RequestNew).OfType<DhcpPortRequest>()];
        IReadOnlyList<(Port? Port, DhcpNetException? Error)> created = requests.Length == 0
            ? []
            : await plugin.CreateDhcpPortsAsync(requests, cancellationToken).ConfigureAwait(false);
        var made = requests.Zip(created).ToDictionary(r => r.First.NetworkId, r => r.Second);
        List<(IReadOnlyList<Port>, Exception?)> results = [];
        foreach (Network network in networks)
        {
            try
            {
                results.Add((made.TryGetValue(network.Id, out var result) ? [Created(network, result)] : await EnsureAllAsync(network, cancellationToken).ConfigureAwait(false), null));
            }
            catch (Exception e)
            {
                results.Add(([], e));
            }
        }
        return results;
    }

    /// <summary>This host's DHCP port among the network's, or null; of a network with several segments, the first one's.</summary>
    public Port? Find(Network network) => FindAll(network) is [Port first, ..] ? first : null;

    /// <summary>This host's DHCP ports among the network's: one, or one a segment, each with the part of the network that it is for.</summary>
    public IReadOnlyList<Port> FindAll(Network network)
    {
        List<Port> ports = [];
        foreach (Network part in NetworkSegments.Split(network))
        {
            string deviceId = DhcpDeviceId.For(configuration.HostName, DhcpServiceId.Of(part));
            if (network.Ports.FirstOrDefault(p => p.DeviceId == deviceId) is Port port)
                ports.Add(port with { Network = part });
        }
        return ports;
    }

    /// <summary>Gives the port of a network, or of a segment, back to the plugin.</summary>
    /// <returns>Whether there was one.</returns>
    public Task<bool> RemoveAsync(DhcpServiceId service, CancellationToken cancellationToken) =>
        plugin.ReleaseDhcpPortAsync(service.NetworkId, DhcpDeviceId.For(configuration.HostName, service), cancellationToken);

    /// <summary>Gives the ports of several back.</summary>
    /// <returns>For each, in order, whether there was one.</returns>
    public Task<IReadOnlyList<bool>> RemoveAsync(IReadOnlyList<DhcpServiceId> services, CancellationToken cancellationToken) =>
        plugin.ReleaseDhcpPortsAsync([.. services.Select(s => (s.NetworkId, DhcpDeviceId.For(configuration.HostName, s)))], cancellationToken);

    // Null where there is one to reuse or adopt, or more than one is needed.
    private DhcpPortRequest? RequestNew(Network network)
    {
        if (NetworkSegments.SplitServed(network) is not [{ Segment: null } whole] || Served(whole) is not { Length: > 0 } served)
            return null;
        string deviceId = DhcpDeviceId.For(configuration.HostName, DhcpServiceId.Of(whole));
        return whole.Ports.Any(p => p.DeviceId == deviceId || p.DeviceId == DhcpDeviceId.Reserved) ? null : Request(whole, deviceId, served, existing: null);
    }

    private static Port Created(Network network, (Port? Port, DhcpNetException? Error) result)
    {
        if (result.Error is { InnerException: OperationCanceledException cancelled })
            throw new OperationCanceledException(cancelled.Message, cancelled, cancelled.CancellationToken);
        if (result.Error is not null)
            throw result.Error;
        Port port = result.Port ?? throw NetworkGone(network);
        return port with { Change = StepChange.Created, Network = WithPort(network, port) };
    }

    private static Subnet[] Served(Network network) => [.. network.Subnets.Where(s => s.EnableDhcp)];

    private async Task<(Port, StepChange)?> ReuseAsync(Network network, string deviceId, Subnet[] served, CancellationToken cancellationToken)
    {
        Port? port = network.Ports.FirstOrDefault(p => p.DeviceId == deviceId);
        if (port is null)
            return null;
        if (port.FixedIps.Select(ip => ip.SubnetId).ToHashSet().SetEquals(served.Select(s => s.Id)))
            return (port, StepChange.None);
        Port? updated = await plugin.UpdateDhcpPortAsync(port.Id, Request(network, deviceId, served, port) with { KeepsDeviceId = true }, cancellationToken).ConfigureAwait(false);
        return updated is null ? null : (updated, StepChange.Updated);
    }

    private async Task<(Port, StepChange)?> AdoptReservedAsync(Network network, string deviceId, Subnet[] served, CancellationToken cancellationToken)
    {
        foreach (Port reserved in network.Ports.Where(p => p.DeviceId == DhcpDeviceId.Reserved))
        {
            // Another host may take it at the same moment: the plugin then no longer has it under this id, and the next one is tried.
            Port? adopted = await plugin.UpdateDhcpPortAsync(reserved.Id, Request(network, deviceId, served, reserved), cancellationToken).ConfigureAwait(false);
            if (adopted is not null && adopted.DeviceId == deviceId)
                return (adopted, StepChange.Updated);
        }
        return null;
    }

    private async Task<(Port, StepChange)> CreateAsync(Network network, string deviceId, Subnet[] served, CancellationToken cancellationToken)
    {
        Port? port = await plugin.CreateDhcpPortAsync(Request(network, deviceId, served, existing: null), cancellationToken).ConfigureAwait(false);
        return port is not null
            ? (port, StepChange.Created)
            : throw NetworkGone(network);
    }

    private static DhcpNetException NetworkGone(Network network) =>
        new("NetworkNotFound", DhcpNetErrorKind.NotFound,
            $"Network '{network.DisplayName}' ({network.Id}) does not exist any more, or one of its subnets does not. Get-DhcpNetwork lists what there is.", network.Id);

    private static DhcpPortRequest Request(Network network, string deviceId, Subnet[] served, Port? existing) =>
        new(network.Id, deviceId, [.. served.Select(s => new FixedIpRequest(s.Id, existing?.FixedIps.FirstOrDefault(ip => ip.SubnetId == s.Id)?.IpAddress))]) { ProjectId = network.ProjectId };

    // In the place that it had, as in Neutron's agent: clients are told of several servers in the order of their ports.
    private static Network WithPort(Network network, Port port) =>
        network with
        {
            Ports = network.Ports.Any(p => p.Id == port.Id) ? [.. network.Ports.Select(p => p.Id == port.Id ? port : p)] : [.. network.Ports, port],
        };
}
