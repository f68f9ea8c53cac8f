using System.Threading.Channels;

namespace DhcpNet.Setup;

/// <summary>Brings networks' service to what they are to have: ports and taps of all together, the rest network by network.</summary>
internal sealed class EnableFlow(FlowSteps steps, int throttle, ChannelWriter<NetworkDhcpOutcome> outcomes)
{
    /// <summary>Why a dnsmasq that serves the right thing is replaced all the same; null: it is not.</summary>
    public string? RestartReason { get; init; }

    /// <summary>Looks the networks up and gives each its service.</summary>
    public Task RunAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        RunAsync(networks, steps.RefreshAsync, cancellationToken);

    /// <summary>The same for networks that have just been looked up.</summary>
    public Task RunFreshAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        networks.Count == 0 ? Task.CompletedTask : RunAsync(networks, (network, _) => Task.FromResult(network), cancellationToken);

    private async Task RunAsync(IReadOnlyList<Network> networks, Func<Network, CancellationToken, Task<Network>> refresh, CancellationToken cancellationToken)
    {
        await steps.Taps.RequireBridgeAsync(cancellationToken).ConfigureAwait(false);
        steps.Dnsmasq.RequireProgram();
        List<Port> ports = await GetPortsAsync(networks, refresh, cancellationToken).ConfigureAwait(false);
        if (ports.Count == 0)
            return;
        List<OvsTap> ready = await AddTapsAsync(ports, cancellationToken).ConfigureAwait(false);
        await Parallel.ForEachAsync(ready.GroupBy(t => t.Port!.NetworkId), FlowSteps.Options(throttle, cancellationToken), async (taps, token) =>
            outcomes.TryWrite(await FinishAllAsync([.. taps], token).ConfigureAwait(false))).ConfigureAwait(false);
    }

    private async Task<List<Port>> GetPortsAsync(IReadOnlyList<Network> networks, Func<Network, CancellationToken, Task<Network>> refresh, CancellationToken cancellationToken)
    {
        List<Port> ports = [];
        ILookup<Guid, DhcpServiceId> present = steps.Dnsmasq.ListServices().ToLookup(s => s.NetworkId);
        foreach (Network network in networks)
        {
            try
            {
                Network fresh = await refresh(network, cancellationToken).ConfigureAwait(false);
                await RemoveOthersAsync(RequireUp(fresh), present[fresh.Id], cancellationToken).ConfigureAwait(false);
                ports.AddRange(await steps.Ports.EnsureAllAsync(fresh, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outcomes.TryWrite(FlowSteps.Failure(network, e, SetupSteps.DhcpPort));
            }
        }
        return ports;
    }

    // Of segments that the network has no longer, or of the whole of it from before it had any.
    private async Task RemoveOthersAsync(Network network, IEnumerable<DhcpServiceId> present, CancellationToken cancellationToken)
    {
        if (!network.Subnets.Any(s => s.EnableDhcp))
            return;
        foreach (DhcpServiceId other in present.Except(NetworkSegments.SplitServed(network).Select(DhcpServiceId.Of)))
        {
            steps.Log.Verbose($"{network.DisplayName}: the service of {(other.Segment is null ? "the network as a whole" : $"segment {other.Segment}")} is removed");
            await steps.Dnsmasq.StopAsync(other, cancellationToken).ConfigureAwait(false);
            if (steps.Dnsmasq.FindInterface(other) is string tap && TapNames.IsTap(tap))
                await steps.Taps.RemoveAsync([tap], cancellationToken).ConfigureAwait(false);
            steps.Dnsmasq.DeleteFiles(other);
            await steps.Ports.RemoveAsync(other, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Network RequireUp(Network network) => network.AdminStateUp
        ? network
        : throw new DhcpNetException("NetworkAdminDown", DhcpNetErrorKind.InvalidInput,
            $"Network '{network.DisplayName}' is administratively down. Set-DhcpNetwork -AdminStateUp $true turns it on; Update-NetworkDhcp or Disable-NetworkDhcp removes the service that it may still have.", network.Name);

    private async Task<List<OvsTap>> AddTapsAsync(List<Port> ports, CancellationToken cancellationToken)
    {
        List<OvsTap> ready = [];
        try
        {
            IReadOnlyList<(OvsTap? Tap, DhcpNetException? Error)> results = await steps.Taps.EnsureAsync(ports, bridge: null, vlanTag: null, cancellationToken).ConfigureAwait(false);
            foreach (var network in ports.Zip(results, (port, result) => (Port: port, result.Tap, result.Error)).GroupBy(r => r.Port.NetworkId))
            {
                if (network.FirstOrDefault(r => r.Tap is null) is { Error: DhcpNetException error } failed)
                    outcomes.TryWrite(FlowSteps.Failure(failed.Port.Network!, error, SetupSteps.OvsTap));
                else
                    ready.AddRange(network.Select(r => r.Tap!));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (Port port in ports.DistinctBy(p => p.NetworkId))
                outcomes.TryWrite(FlowSteps.Failure(port.Network!, e, SetupSteps.OvsTap));
        }
        return ready;
    }

    // The segments of a network share its namespace: one after the other, those first whose dnsmasq runs. From when it was alone there it
    // may have taken the others' addresses, and lets go of them when it is started anew.
    private async Task<NetworkDhcpOutcome> FinishAllAsync(IReadOnlyList<OvsTap> taps, CancellationToken cancellationToken)
    {
        List<NetworkDhcp> results = [];
        foreach (OvsTap tap in taps.Count == 1 ? taps : [.. taps.OrderByDescending(t => steps.Dnsmasq.IsRunning(t.Port!.Network!))])
        {
            NetworkDhcpOutcome outcome = await FinishAsync(tap, cancellationToken).ConfigureAwait(false);
            if (outcome.Result is null)
                return outcome;
            results.Add(outcome.Result);
        }
        Network whole = results[0].Network with { Segment = null, Subnets = [.. results.SelectMany(r => r.Network.Subnets)] };
        return new NetworkDhcpOutcome { Network = whole, Result = SegmentResults.Combine(whole, results) };
    }

    private async Task<NetworkDhcpOutcome> FinishAsync(OvsTap tap, CancellationToken cancellationToken)
    {
        Port port = tap.Port!;
        Network network = port.Network!;
        string step = SetupSteps.NetNamespace;
        try
        {
            NetNamespace space = await steps.Namespaces.EnsureAsync(tap, cancellationToken).ConfigureAwait(false);
            step = SetupSteps.TapAddress;
            TapAddress address = steps.Addresses.Ensure(network, port);
            step = SetupSteps.Dnsmasq;
            DnsmasqInstance dnsmasq = await steps.Dnsmasq.EnsureAsync(network, port, RestartReason, cancellationToken).ConfigureAwait(false);
            (string Name, StepChange Change)[] changes =
                [("port", port.Change), ("tap", tap.Change), ("namespace", space.Change), ("addresses", address.Change), ("dnsmasq", dnsmasq.Change)];
            var result = new NetworkDhcp
            {
                Network = network,
                State = NetworkDhcpState.Enabled,
                Port = port,
                TapName = tap.Name,
                Addresses = address.Addresses,
                ProcessId = dnsmasq.ProcessId,
                Change = SegmentResults.Strongest(changes.Select(s => s.Change)),
                Steps = [.. changes.Where(s => s.Change != StepChange.None).Select(s => $"{s.Name} {s.Change.ToString().ToLowerInvariant()}")],
                Reason = dnsmasq.Reason,
            };
            steps.Log.Verbose($"{network.DisplayName}: {(result.Steps.Count == 0 ? "all is as it is to be" : string.Join(", ", result.Steps))}");
            return new NetworkDhcpOutcome { Network = network, Result = result };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return FlowSteps.Failure(network, e, step);
        }
    }
}
