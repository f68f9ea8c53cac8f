using System.Threading.Channels;
using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>
/// Removes networks' service: processes first, then the namespaces, then all taps in one transaction, then the files; the port last, because
/// its id is what the tap is found by.
/// </summary>
/// <remarks>
/// The namespaces go before the taps because the kernel takes all devices of all namespaces that end together down at once. Closed by Open
/// vSwitch, each has to wait for the kernel by itself: 16 ms and more a tap.
/// </remarks>
internal sealed class DisableFlow(FlowSteps steps, int throttle, bool keepPort, ChannelWriter<NetworkDhcpOutcome> outcomes)
{
    // A batch that is begun is finished, so that a run which is stopped leaves each network whole or gone.
    private const int BatchSize = 200;

    /// <summary>Why networks are, where it was not asked for.</summary>
    public IReadOnlyDictionary<Guid, string> Reasons { get; init; } = new Dictionary<Guid, string>();

    /// <summary>Removes it, whatever of it is there; a network that is gone from the plugin is cleaned all the same.</summary>
    public async Task RunAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        if (networks.Count == 0)
            return;
        ILookup<Guid, DhcpServiceId> present = steps.Dnsmasq.FindServices(networks);
        foreach (Network[] batch in networks.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // As they are now that nobody else works on them.
            IReadOnlyList<(Network Asked, Network? Fresh)> fresh = await steps.RefreshAsync(batch, outcomes, cancellationToken).ConfigureAwait(false);
            await RemoveAsync([.. fresh.Select(n => Undoing.Of(n.Fresh ?? n.Asked, present))]).ConfigureAwait(false);
        }
    }

    private async Task RemoveAsync(IReadOnlyList<Undoing> all)
    {
        await Parallel.ForEachAsync(all, FlowSteps.Options(throttle, CancellationToken.None), async (network, _) => await StopAsync(network).ConfigureAwait(false)).ConfigureAwait(false);
        Undoing[] stopped = [.. all.Where(n => n.Failure is null)];
        // Looked at once for all: there are as many processes as networks.
        ILookup<ulong, int> processes = NetworkNamespace.GetAllProcesses();
        await NetworkNamespace.WorkAsync(() =>
        {
            using StepClock.Measurement _ = steps.Clock.Measure(SetupSteps.NetNamespace);
            foreach (Undoing network in stopped)
                network.Try(SetupSteps.NetNamespace, () => network.Done(NamespaceStep.Remove(network.Network.NamespaceName, steps.Metadata, processes), "namespace removed"));
            return true;
        }).ConfigureAwait(false);
        await RemoveTapsAsync(stopped).ConfigureAwait(false);
        foreach (Undoing network in stopped)
            network.Try(SetupSteps.Dnsmasq, () => DeleteFiles(network));
        if (!keepPort)
            await ReleasePortsAsync([.. stopped.Where(n => n.Failure is null)]).ConfigureAwait(false);
        foreach (Undoing network in all)
            outcomes.TryWrite(Tell(network));
    }

    private async Task StopAsync(Undoing network)
    {
        using StepClock.Measurement _ = steps.Clock.Measure(SetupSteps.Dnsmasq);
        string step = SetupSteps.Dnsmasq;
        try
        {
            bool ran = false;
            foreach (DhcpServiceId service in network.Services)
                ran |= await steps.Dnsmasq.StopAsync(service, CancellationToken.None).ConfigureAwait(false);
            network.Done(ran, "dnsmasq stopped");
            network.Taps = FindTaps(network);
            step = SetupSteps.MetadataProxy;
            network.Done(await steps.Metadata.StopAsync(network.Network.Id).ConfigureAwait(false), "metadata proxy stopped");
        }
        catch (Exception e)
        {
            network.Fail(step, e);
        }
    }

    private async Task RemoveTapsAsync(IReadOnlyList<Undoing> networks)
    {
        using StepClock.Measurement _ = steps.Clock.Measure(SetupSteps.OvsTap);
        try
        {
            HashSet<string> removed = [.. await steps.Taps.RemoveAsync([.. networks.SelectMany(n => n.Taps)], CancellationToken.None).ConfigureAwait(false)];
            foreach (Undoing network in networks)
                network.Done(network.Taps.Overlaps(removed), "tap removed");
        }
        catch (Exception e)
        {
            foreach (Undoing network in networks)
                network.Fail(SetupSteps.OvsTap, e);
        }
    }

    private void DeleteFiles(Undoing network)
    {
        bool deleted = false;
        foreach (DhcpServiceId service in network.Services)
            deleted |= steps.Dnsmasq.DeleteFiles(service, isStopped: true);
        network.Done(deleted, "files removed");
    }

    private async Task ReleasePortsAsync(IReadOnlyList<Undoing> networks)
    {
        using StepClock.Measurement _ = steps.Clock.Measure(SetupSteps.DhcpPort);
        try
        {
            DhcpServiceId[] services = [.. networks.SelectMany(n => n.Services)];
            HashSet<Guid> released = [.. services.Zip(await steps.Ports.RemoveAsync(services, CancellationToken.None).ConfigureAwait(false)).Where(r => r.Second).Select(r => r.First.NetworkId)];
            foreach (Undoing network in networks)
                network.Done(released.Contains(network.Network.Id), "port released");
        }
        catch (Exception e)
        {
            foreach (Undoing network in networks)
                network.Fail(SetupSteps.DhcpPort, e);
        }
    }

    private NetworkDhcpOutcome Tell(Undoing undoing)
    {
        if (undoing.Failure is (string step, Exception error))
            return FlowSteps.Failure(undoing.Network, error, step);
        steps.Log.Verbose($"{undoing.Network.DisplayName}: {(undoing.Steps.Count == 0 ? "there was nothing to undo" : string.Join(", ", undoing.Steps))}");
        var result = new NetworkDhcp
        {
            Network = undoing.Network,
            State = NetworkDhcpState.Disabled,
            Change = undoing.Steps.Count > 0 ? StepChange.Removed : StepChange.None,
            Steps = undoing.Steps,
            Reason = Reasons.GetValueOrDefault(undoing.Network.Id),
        };
        return new NetworkDhcpOutcome { Network = undoing.Network, Result = result };
    }

    // The port may be gone from the plugin, and taps of earlier ports may be left: the files and the namespace remember them.
    private HashSet<string> FindTaps(Undoing undoing)
    {
        HashSet<string> names = [.. steps.Ports.FindAll(undoing.Network).Select(p => p.TapName), .. undoing.Services.Select(steps.Dnsmasq.FindInterface).OfType<string>()];
        if (NetworkNamespace.GetState(undoing.Network.NamespaceName) == NamespaceState.Ready)
            names.UnionWith(NamespaceStep.Devices(undoing.Network.NamespaceName));
        return names;
    }

    /// <summary>A network, and how far its removal has come. What fails keeps the rest from being tried, but for its taps.</summary>
    private sealed class Undoing
    {
        public required Network Network { get; init; }

        // Those of segments that the network no longer has, too.
        public required HashSet<DhcpServiceId> Services { get; init; }

        public HashSet<string> Taps { get; set; } = [];

        public List<string> Steps { get; } = [];

        public (string Step, Exception Error)? Failure { get; private set; }

        public static Undoing Of(Network network, ILookup<Guid, DhcpServiceId> present) => new()
        {
            Network = network,
            Services = [network.Id, .. NetworkSegments.Split(network).Select(DhcpServiceId.Of), .. present[network.Id]],
        };

        public void Done(bool isSo, string what)
        {
            if (isSo)
                Steps.Add(what);
        }

        public void Fail(string step, Exception error) => Failure ??= (step, error);

        public void Try(string step, Action action)
        {
            if (Failure is not null)
                return;
            try
            {
                action();
            }
            catch (Exception e)
            {
                Fail(step, e);
            }
        }
    }
}
