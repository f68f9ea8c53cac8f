using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DhcpNet.Setup;

/// <summary>
/// Brings the service of networks that have one up to what the plugin says now (Neutron: call_driver with reload_allocations, restart or
/// disable), by the least that does it.
/// </summary>
internal sealed class UpdateFlow(FlowSteps steps, int throttle, ChannelWriter<NetworkDhcpOutcome> outcomes)
{
    /// <summary>Updates networks, of which no more than id and name need be known.</summary>
    public async Task RunAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        ConcurrentBag<Network> left = [];
        await Parallel.ForEachAsync(networks, FlowSteps.Options(throttle, cancellationToken), async (network, token) =>
        {
            try
            {
                if (await TryExtendAsync(network, token).ConfigureAwait(false) is NetworkDhcp result)
                    outcomes.TryWrite(new NetworkDhcpOutcome { Network = network, Result = result });
                else if (!steps.AreHere(network.Id))
                    outcomes.TryWrite(new NetworkDhcpOutcome { Network = network, Result = NotHere(network) });
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
            (reason is null ? served : unserved).Add(fresh ?? asked);
            if (reason is not null)
                reasons[asked.Id] = reason;
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

    private static NetworkDhcp NotHere(Network network) =>
        new() { Network = network, State = NetworkDhcpState.Disabled, Reason = "it is not enabled on this host" };
}
