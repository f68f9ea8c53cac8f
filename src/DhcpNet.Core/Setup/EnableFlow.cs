using System.Collections.Concurrent;
using System.Threading.Channels;
using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>
/// Brings networks' service to what they are to have. Ports and taps are made for many networks at once, the rest network by network while
/// those of the next are made.
/// </summary>
internal sealed class EnableFlow(FlowSteps steps, int throttle, ChannelWriter<NetworkDhcpOutcome> outcomes)
{
    // Few enough that a run which is stopped can take back in a moment what it has prepared.
    private const int BatchSize = 100;

    private static readonly TimeSpan UndoTimeout = TimeSpan.FromSeconds(5);

    // Those whose port and tap are there and whose rest is not begun.
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<Port>> _prepared = [];

    // Taps that were missing of networks of which there was nothing here but a port.
    private readonly HashSet<string> _missingTaps = [];

    /// <summary>Why a dnsmasq that serves the right thing is replaced all the same; null: it is not.</summary>
    public string? RestartReason { get; init; }

    /// <summary>Looks the networks up and gives each its service.</summary>
    /// <remarks>Cancelled, it finishes the networks that it is working on, and takes back what it has made for those that it has not begun.</remarks>
    public Task RunAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        RunAsync(networks, (batch, token) => steps.RefreshAsync(batch, outcomes, token), cancellationToken);

    /// <summary>The same for networks that have just been looked up.</summary>
    public Task RunFreshAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        RunAsync(networks, (batch, _) => Task.FromResult<IReadOnlyList<(Network, Network?)>>([.. batch.Select(n => (n, (Network?)n))]), cancellationToken);

    private async Task RunAsync(IReadOnlyList<Network> networks, Refresh refresh, CancellationToken cancellationToken)
    {
        if (networks.Count == 0)
            return;
        await steps.Taps.RequireBridgeAsync(cancellationToken).ConfigureAwait(false);
        steps.Dnsmasq.RequireProgram();
        var ready = Channel.CreateBounded<IReadOnlyList<OvsTap>>(throttle);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var preparation = Task.Run(() => PrepareAsync(networks, refresh, ready.Writer, ended.Token), CancellationToken.None);
        try
        {
            await Parallel.ForEachAsync(ready.Reader.ReadAllAsync(cancellationToken), FlowSteps.Options(throttle, cancellationToken), async (taps, _) =>
            {
                _prepared.TryRemove(taps[0].Port!.NetworkId, out IReadOnlyList<Port>? _);
                outcomes.TryWrite(await FinishAllAsync(taps).ConfigureAwait(false));
            }).ConfigureAwait(false);
        }
        finally
        {
            // Where the others ended early, nobody makes room for what it prepares any more.
            await ended.CancelAsync().ConfigureAwait(false);
            await preparation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await UndoAsync().ConfigureAwait(false);
        }
        await preparation.ConfigureAwait(false);
    }

    private async Task PrepareAsync(IReadOnlyList<Network> networks, Refresh refresh, ChannelWriter<IReadOnlyList<OvsTap>> ready, CancellationToken cancellationToken)
    {
        try
        {
            ILookup<Guid, DhcpServiceId> present = steps.Dnsmasq.FindServices(networks);
            foreach (Network[] batch in networks.Chunk(BatchSize))
            {
                List<Port> ports;
                using (steps.Clock.Measure(SetupSteps.DhcpPort))
                    ports = await GetPortsAsync(batch, refresh, present, cancellationToken).ConfigureAwait(false);
                foreach (IGrouping<Guid, Port> network in ports.GroupBy(p => p.NetworkId))
                    _prepared[network.Key] = [.. network];
                IReadOnlyList<IReadOnlyList<OvsTap>> added;
                using (steps.Clock.Measure(SetupSteps.OvsTap))
                    added = await AddTapsAsync(ports, cancellationToken).ConfigureAwait(false);
                foreach (IReadOnlyList<OvsTap> taps in added)
                    await ready.WriteAsync(taps, cancellationToken).ConfigureAwait(false);
            }
            ready.Complete();
        }
        catch (Exception e)
        {
            ready.Complete(e);
            throw;
        }
    }

    // Of the networks that were not begun: what was made for them in this run, and nothing that was there before.
    private async Task UndoAsync()
    {
        Port[] left = [.. _prepared.Values.SelectMany(ports => ports)];
        Port[] made = [.. left.Where(p => p.Change == StepChange.Created)];
        string[] taps = [.. left.Where(p => p.Change == StepChange.Created || _missingTaps.Contains(p.TapName)).Select(p => p.TapName)];
        if (taps.Length == 0)
            return;
        using CancellationTokenSource timeout = new(UndoTimeout);
        await steps.Taps.RemoveAsync(taps, timeout.Token).ConfigureAwait(false);
        await steps.Ports.RemoveAsync([.. made.Select(p => DhcpServiceId.Of(p.Network!))], timeout.Token).ConfigureAwait(false);
        steps.Log.Verbose($"Ports and taps of {_prepared.Count} networks that were not begun are removed again");
    }

    private async Task<List<Port>> GetPortsAsync(IReadOnlyList<Network> batch, Refresh refresh, ILookup<Guid, DhcpServiceId> present, CancellationToken cancellationToken)
    {
        List<Network> wanted = [];
        foreach ((Network asked, Network? fresh) in await refresh(batch, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                Network network = RequireUp(fresh ?? throw FlowSteps.Gone(asked));
                await RemoveOthersAsync(network, present[network.Id], cancellationToken).ConfigureAwait(false);
                wanted.Add(network);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outcomes.TryWrite(FlowSteps.Failure(asked, e, SetupSteps.DhcpPort));
            }
        }
        IReadOnlyList<(IReadOnlyList<Port> Ports, Exception? Error)> results;
        try
        {
            results = await steps.Ports.EnsureAllAsync(wanted, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            results = [.. wanted.Select(_ => ((IReadOnlyList<Port>)[], (Exception?)e))];
        }
        foreach ((Network network, Exception error) in wanted.Zip(results, (n, r) => (n, r.Error)).Where(r => r.Error is not (null or OperationCanceledException)).Select(r => (r.n, r.Error!)))
            outcomes.TryWrite(FlowSteps.Failure(network, error, SetupSteps.DhcpPort));
        return [.. results.SelectMany(r => r.Ports)];
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

    // Those of a network together.
    private async Task<IReadOnlyList<IReadOnlyList<OvsTap>>> AddTapsAsync(List<Port> ports, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<OvsTap>> ready = [];
        try
        {
            _missingTaps.UnionWith(await FindMissingTapsAsync(ports, cancellationToken).ConfigureAwait(false));
            IReadOnlyList<(OvsTap? Tap, DhcpNetException? Error)> results = await steps.Taps.EnsureAsync(ports, bridge: null, vlanTag: null, cancellationToken).ConfigureAwait(false);
            foreach (var network in ports.Zip(results, (port, result) => (Port: port, result.Tap, result.Error)).GroupBy(r => r.Port.NetworkId))
            {
                if (network.FirstOrDefault(r => r.Tap is null) is { Error: DhcpNetException error } failed)
                    Fail(failed.Port.Network!, error);
                else
                    ready.Add([.. network.Select(r => r.Tap!)]);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (Port port in ports.DistinctBy(p => p.NetworkId))
                Fail(port.Network!, e);
        }
        return ready;

        // Its port stays, for the next try and for Disable-.
        void Fail(Network network, Exception error)
        {
            _prepared.TryRemove(network.Id, out IReadOnlyList<Port>? _);
            outcomes.TryWrite(FlowSteps.Failure(network, error, SetupSteps.OvsTap));
        }
    }

    // Of ports that were kept from an earlier service, or made by New-DhcpPort.
    private async Task<IEnumerable<string>> FindMissingTapsAsync(IReadOnlyList<Port> ports, CancellationToken cancellationToken)
    {
        string[] names = [.. ports.Where(p => p.Change != StepChange.Created && !steps.AreHere(p.NetworkId)).Select(p => p.TapName)];
        return names.Length == 0 ? names : names.Except((await steps.Taps.FindAsync(names, cancellationToken).ConfigureAwait(false)).Select(t => t.Name));
    }

    // The segments of a network share its namespace: one after the other, those first whose dnsmasq runs. From when it was alone there it
    // may have taken the others' addresses, and lets go of them when it is started anew.
    private async Task<NetworkDhcpOutcome> FinishAllAsync(IReadOnlyList<OvsTap> taps)
    {
        List<NetworkDhcp> results = [];
        bool isTapNew = false;
        foreach (OvsTap tap in taps.Count == 1 ? taps : [.. taps.OrderByDescending(t => steps.Dnsmasq.IsRunning(t.Port!.Network!))])
        {
            (NetworkDhcpOutcome outcome, bool isNew) = await FinishAsync(tap).ConfigureAwait(false);
            if (outcome.Result is null)
                return outcome;
            results.Add(outcome.Result);
            isTapNew |= isNew;
        }
        Network whole = results[0].Network with { Segment = null, Subnets = [.. results.SelectMany(r => r.Network.Subnets)] };
        NetworkDhcp result = await EnsureMetadataAsync(whole, SegmentResults.Combine(whole, results), [.. taps.Select(t => t.Name)], isTapNew).ConfigureAwait(false);
        return new NetworkDhcpOutcome { Network = whole, Result = result };
    }

    // Once for all segments: its addresses are the namespace's.
    private async Task<NetworkDhcp> EnsureMetadataAsync(Network network, NetworkDhcp result, IReadOnlyList<string> taps, bool isTapNew)
    {
        if (!steps.Metadata.Concerns(network))
            return result;
        using StepClock.Measurement _ = steps.Clock.Measure(SetupSteps.MetadataProxy);
        (StepChange change, string? done, string? reason) = await steps.Metadata.EnsureAsync(network, taps, isTapNew).ConfigureAwait(false);
        if (done is null)
            return result;
        steps.Log.Verbose($"{network.DisplayName}: {done}");
        return result with
        {
            Change = SegmentResults.Strongest([result.Change, change]),
            Steps = [.. result.Steps, done],
            Reason = result.Reason is null || reason is null ? result.Reason ?? reason : $"{result.Reason}; {reason}",
        };
    }

    // Not cancellable: a network that was begun is finished, which takes moments.
    private async Task<(NetworkDhcpOutcome Outcome, bool IsTapNew)> FinishAsync(OvsTap tap)
    {
        Port port = tap.Port!;
        Network network = port.Network!;
        string step = SetupSteps.NetNamespace;
        try
        {
            (NetNamespace space, TapAddress address) = await NetworkNamespace.WorkAsync(() =>
            {
                NetNamespace made;
                using (steps.Clock.Measure(SetupSteps.NetNamespace))
                    made = steps.Namespaces.Ensure(tap, CancellationToken.None);
                step = SetupSteps.TapAddress;
                using (steps.Clock.Measure(SetupSteps.TapAddress))
                    return (made, steps.Addresses.Ensure(network, port));
            }).ConfigureAwait(false);
            step = SetupSteps.Dnsmasq;
            DnsmasqInstance dnsmasq;
            using (steps.Clock.Measure(SetupSteps.Dnsmasq))
                dnsmasq = await steps.Dnsmasq.EnsureAsync(network, port, RestartReason, CancellationToken.None).ConfigureAwait(false);
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
            return (new NetworkDhcpOutcome { Network = network, Result = result }, space.IsTapNew);
        }
        catch (Exception e)
        {
            return (FlowSteps.Failure(network, e, step), false);
        }
    }

    // For each of a batch, the network as it is now; null where it is gone.
    private delegate Task<IReadOnlyList<(Network Asked, Network? Fresh)>> Refresh(IReadOnlyList<Network> batch, CancellationToken cancellationToken);
}
