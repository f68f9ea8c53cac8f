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
        await Parallel.ForEachAsync(ready, FlowSteps.Options(throttle, cancellationToken), async (tap, token) =>
            outcomes.TryWrite(await FinishAsync(tap, token).ConfigureAwait(false))).ConfigureAwait(false);
    }

    private async Task<List<Port>> GetPortsAsync(IReadOnlyList<Network> networks, Func<Network, CancellationToken, Task<Network>> refresh, CancellationToken cancellationToken)
    {
        List<Port> ports = [];
        foreach (Network network in networks)
        {
            try
            {
                Network fresh = await refresh(network, cancellationToken).ConfigureAwait(false);
                ports.Add(await steps.Ports.EnsureAsync(RequireUp(fresh), cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outcomes.TryWrite(FlowSteps.Failure(network, e, SetupSteps.DhcpPort));
            }
        }
        return ports;
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
            foreach ((Port port, (OvsTap? tap, DhcpNetException? error)) in ports.Zip(results))
            {
                if (tap is not null)
                    ready.Add(tap);
                else
                    outcomes.TryWrite(FlowSteps.Failure(port.Network!, error!, SetupSteps.OvsTap));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (Port port in ports)
                outcomes.TryWrite(FlowSteps.Failure(port.Network!, e, SetupSteps.OvsTap));
        }
        return ready;
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
                Change = changes.Any(s => s.Change == StepChange.Created) ? StepChange.Created : changes.Select(s => s.Change).Max(),
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
