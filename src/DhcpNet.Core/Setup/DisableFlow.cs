using System.Threading.Channels;
using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>
/// Removes networks' service: processes first, then all taps in one transaction, then what held them; the port last, because its id is
/// what the tap is found by.
/// </summary>
internal sealed class DisableFlow(FlowSteps steps, int throttle, bool keepPort, ChannelWriter<NetworkDhcpOutcome> outcomes)
{
    /// <summary>Why networks are, where it was not asked for.</summary>
    public IReadOnlyDictionary<Guid, string> Reasons { get; init; } = new Dictionary<Guid, string>();

    /// <summary>Removes it, whatever of it is there; a network that is gone from the plugin is cleaned all the same.</summary>
    public async Task RunAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        if (networks.Count == 0)
            return;
        ILookup<Guid, DhcpServiceId> present = steps.Dnsmasq.ListServices().ToLookup(s => s.NetworkId);
        List<(Network Network, HashSet<DhcpServiceId> Services, HashSet<string> Taps, List<string> Done)> stopped = [];
        var gate = new object();
        await Parallel.ForEachAsync(networks, FlowSteps.Options(throttle, cancellationToken), async (asked, token) =>
        {
            Network network = asked;
            try
            {
                // As it is now that nobody else works on it.
                network = await steps.Plugin.GetNetworkInfoAsync(asked.Id, token).ConfigureAwait(false) ?? asked;
                // Those of segments that the network no longer has, too.
                HashSet<DhcpServiceId> services = [network.Id, .. NetworkSegments.Split(network).Select(DhcpServiceId.Of), .. present[network.Id]];
                bool ran = false;
                foreach (DhcpServiceId service in services)
                    ran |= await steps.Dnsmasq.StopAsync(service, token).ConfigureAwait(false);
                List<string> done = ran ? ["dnsmasq stopped"] : [];
                HashSet<string> names = TapsOf(network, services);
                lock (gate)
                    stopped.Add((network, services, names, done));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outcomes.TryWrite(FlowSteps.Failure(network, e, SetupSteps.Dnsmasq));
            }
        }).ConfigureAwait(false);

        HashSet<string> removed;
        try
        {
            removed = [.. await steps.Taps.RemoveAsync([.. stopped.SelectMany(s => s.Taps)], cancellationToken).ConfigureAwait(false)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach ((Network network, _, _, _) in stopped)
                outcomes.TryWrite(FlowSteps.Failure(network, e, SetupSteps.OvsTap));
            return;
        }

        await Parallel.ForEachAsync(stopped, FlowSteps.Options(throttle, cancellationToken), async (item, token) =>
        {
            if (item.Taps.Overlaps(removed))
                item.Done.Add("tap removed");
            outcomes.TryWrite(await CleanAsync(item.Network, item.Services, item.Done, token).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    private async Task<NetworkDhcpOutcome> CleanAsync(Network network, HashSet<DhcpServiceId> services, List<string> done, CancellationToken cancellationToken)
    {
        string step = SetupSteps.NetNamespace;
        try
        {
            if (NamespaceStep.Remove(network.NamespaceName))
                done.Add("namespace removed");
            step = SetupSteps.Dnsmasq;
            bool deleted = false, released = false;
            foreach (DhcpServiceId service in services)
                deleted |= steps.Dnsmasq.DeleteFiles(service);
            if (deleted)
                done.Add("files removed");
            step = SetupSteps.DhcpPort;
            if (!keepPort)
            {
                foreach (DhcpServiceId service in services)
                    released |= await steps.Ports.RemoveAsync(service, cancellationToken).ConfigureAwait(false);
            }
            if (released)
                done.Add("port released");
            steps.Log.Verbose($"{network.DisplayName}: {(done.Count == 0 ? "there was nothing to undo" : string.Join(", ", done))}");
            var result = new NetworkDhcp
            {
                Network = network,
                State = NetworkDhcpState.Disabled,
                Change = done.Count > 0 ? StepChange.Removed : StepChange.None,
                Steps = done,
                Reason = Reasons.GetValueOrDefault(network.Id),
            };
            return new NetworkDhcpOutcome { Network = network, Result = result };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return FlowSteps.Failure(network, e, step);
        }
    }

    // The port may be gone from the plugin, and taps of earlier ports may be left: the files and the namespace remember them.
    private HashSet<string> TapsOf(Network network, IEnumerable<DhcpServiceId> services)
    {
        HashSet<string> names = [.. steps.Ports.FindAll(network).Select(p => p.TapName), .. services.Select(steps.Dnsmasq.FindInterface).OfType<string>()];
        if (NetworkNamespace.GetState(network.NamespaceName) == NamespaceState.Ready)
            names.UnionWith(NamespaceStep.Devices(network.NamespaceName));
        return names;
    }
}
