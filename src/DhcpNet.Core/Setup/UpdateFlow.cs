using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DhcpNet.Setup;

/// <summary>
/// Brings the service of networks that have one up to what the plugin says now (Neutron: call_driver with reload_allocations, restart or
/// disable), by the least that does it.
/// </summary>
internal sealed class UpdateFlow(FlowSteps steps, int throttle, ChannelWriter<NetworkDhcpOutcome> outcomes)
{
    /// <summary>Whether networks that have none are given one, where they are to have it.</summary>
    public bool EnablesOthers { get; init; }

    /// <summary>Whether the plugin's word that nothing but clients has changed is enough for a network; else all of its service is looked at.</summary>
    public Func<Guid, bool> IsExtensible { get; init; } = _ => true;

    /// <summary>Updates networks, of which no more than id and name need be known.</summary>
    public async Task RunAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        ConcurrentBag<Network> left = [];
        await Parallel.ForEachAsync(networks, FlowSteps.Options(throttle, cancellationToken), async (network, token) =>
        {
            try
            {
                if (IsExtensible(network.Id) && await TryExtendAsync(network, token).ConfigureAwait(false) is NetworkDhcp result)
                    outcomes.TryWrite(new NetworkDhcpOutcome { Network = network, Result = result });
                else if (!EnablesOthers && !steps.AreHere(network.Id))
                    outcomes.TryWrite(new NetworkDhcpOutcome { Network = network, Result = NotHere(network, "it is not enabled on this host") });
                else
                    left.Add(network);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outcomes.TryWrite(FlowSteps.Failure(network, e, SetupSteps.Dnsmasq));
            }
        }).ConfigureAwait(false);

        List<Network> served = [], unserved = [];
        Dictionary<Guid, string> reasons = [];
        foreach ((Network asked, Network? fresh) in await steps.RefreshAsync([.. left], outcomes, cancellationToken).ConfigureAwait(false))
        {
            string? reason = fresh is null ? "the network does not exist any more" : NetworkDhcpInspector.WhyUnwanted(fresh);
            if (reason is null)
            {
                served.Add(fresh!);
            }
            else if (EnablesOthers && !HasAny(fresh ?? asked))
            {
                outcomes.TryWrite(new NetworkDhcpOutcome { Network = fresh ?? asked, Result = NotHere(fresh ?? asked, reason) });
            }
            else
            {
                unserved.Add(fresh ?? asked);
                reasons[asked.Id] = reason;
            }
        }
        await new EnableFlow(steps, throttle, outcomes).RunFreshAsync(served, cancellationToken).ConfigureAwait(false);
        await new DisableFlow(steps, throttle, keepPort: false, outcomes) { Reasons = reasons }.RunAsync(unserved, cancellationToken).ConfigureAwait(false);
    }

    private async Task<NetworkDhcp?> TryExtendAsync(Network network, CancellationToken cancellationToken)
    {
        if (await steps.Dnsmasq.TryExtendAsync(network.Id, cancellationToken).ConfigureAwait(false) is not (DnsmasqInstance dnsmasq, int added))
            return null;
        string[] done = added == 0 ? [] : ["dnsmasq updated"];
        steps.Log.Verbose($"{network.DisplayName}: {(added == 0 ? "nothing has changed" : $"{added} more clients are known")}");
        return new NetworkDhcp
        {
            Network = dnsmasq.Network!,
            State = NetworkDhcpState.Enabled,
            TapName = dnsmasq.Interface,
            ProcessId = dnsmasq.ProcessId,
            Change = dnsmasq.Change,
            Steps = done,
            Reason = added == 0 ? null : $"{added} more client{(added == 1 ? " is" : "s are")} known",
        };
    }

    // Of its service, or a port that was kept.
    private bool HasAny(Network network) => steps.AreHere(network.Id) || steps.Ports.FindAll(network).Count > 0;

    private static NetworkDhcp NotHere(Network network, string reason) =>
        new() { Network = network, State = NetworkDhcpState.Disabled, Reason = reason };
}
