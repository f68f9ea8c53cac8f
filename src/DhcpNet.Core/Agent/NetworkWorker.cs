using System.Collections.Concurrent;
using DhcpNet.Setup;

namespace DhcpNet.Agent;

/// <summary>
/// Does what is to be done about networks: takes all that are dirty, has a run of the flow work on them together, and takes the next
/// meanwhile. A few runs go at once, so that a network that takes long holds up no others; what comes in meanwhile for a network that is
/// being worked on comes together and is done after that.
/// </summary>
internal sealed class NetworkWorker(AgentParts parts, ApplyNetworks apply, ProcessMonitor monitor) : IDisposable
{
    private const int MostRuns = 8;

    // Of these, the runs that a sync may have; the others are for what is more urgent.
    private const int SyncRuns = 2;

    private const int BatchSize = 100;
    private const int UrgentBatchSize = 16;

    // Somebody else is at it for a moment: that is no failure until it lasts, some 6 seconds.
    private const int QuietTries = 8;

    private readonly Signal _work = new();
    private readonly ConcurrentDictionary<Guid, int> _failures = [];
    private readonly ConcurrentDictionary<Guid, byte> _served = [];
    private SyncProgress? _sync;

    /// <summary>Says that something is to be done about a network.</summary>
    public void Mark(DirtyNetwork network, TimeSpan delay = default)
    {
        parts.Dirty.Mark(network, parts.Now + delay);
        parts.Journal.Changed();
        _work.Set();
    }

    /// <summary>Whether DHCP answers for all that is known of a network.</summary>
    public bool IsServed(Guid networkId) => _served.ContainsKey(networkId) && !_failures.ContainsKey(networkId) && !parts.Dirty.IsPending(networkId);

    /// <summary>Looks for something to do: what was held is not any more.</summary>
    public void Wake() => _work.Set();

    /// <summary>Has a sync hear of each network that is done.</summary>
    public void Follow(SyncProgress sync) => _sync = sync;

    /// <summary>Works until it is cancelled, and finishes the networks that it works on then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<Task> runs = [];
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // They fail only where the agent itself is wrong.
                foreach (Task ended in runs.Where(r => r.IsCompleted))
                    await ended.ConfigureAwait(false);
                runs.RemoveAll(r => r.IsCompleted);
                // One moment for both: what is not due yet when it is looked for is waited for.
                TimeSpan now = parts.Now;
                if (Take(runs.Count, now) is { Count: > 0 } batch)
                    runs.Add(Task.Run(() => ApplyAsync(batch, cancellationToken), CancellationToken.None));
                else
                    await _work.WaitAsync(parts.Dirty.NextDue(now) - now, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(runs).ConfigureAwait(false);
        }
    }

    public void Dispose() => _work.Dispose();

    private IReadOnlyList<DirtyNetwork> Take(int runs, TimeSpan now) => runs switch
    {
        < SyncRuns => parts.Dirty.Take(now, BatchSize),
        < MostRuns => parts.Dirty.Take(now, UrgentBatchSize, below: AgentPriorities.Retry),
        _ => [],
    };

    private async Task ApplyAsync(IReadOnlyList<DirtyNetwork> batch, CancellationToken cancellationToken)
    {
        Dictionary<Guid, DirtyNetwork> left = batch.ToDictionary(n => n.Id);
        foreach (Guid id in left.Keys)
            monitor.Suspend(id);
        try
        {
            foreach (Guid other in await FindOthersAsync([.. left.Keys], cancellationToken).ConfigureAwait(false))
            {
                left.Remove(other);
                monitor.Forget(other);
                Finish(other, isChanged: false, isFailed: false);
            }
            Network[] networks = [.. left.Keys.Select(parts.Cache.GetLast)];
            HashSet<Guid> thorough = [.. left.Values.Where(n => n.IsThorough).Select(n => n.Id)];
            await foreach (NetworkDhcpOutcome outcome in apply(networks, id => !thorough.Contains(id), cancellationToken).ConfigureAwait(false))
            {
                if (left.Remove(outcome.Network.Id, out DirtyNetwork? network))
                    Settle(network, outcome);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // What all of them need is not there: the bridge, OVSDB, dnsmasq, a state path that can be written.
            foreach (DirtyNetwork network in left.Values)
                Settle(network, new NetworkDhcpOutcome { Network = parts.Cache.GetLast(network.Id), Error = e, FailedStep = (e as DhcpNetException)?.Step });
            left.Clear();
        }
        finally
        {
            foreach (Guid id in left.Keys)
            {
                monitor.Resume(id);
                parts.Dirty.Done(id);
            }
            _work.Set();
        }
    }

    // Those that the agent is not to touch, which only their names tell.
    private async Task<IReadOnlyList<Guid>> FindOthersAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        NetworkSelection selection = parts.Options.Selection;
        if (selection.IsAll)
            return [];
        Dictionary<Guid, Network> known = (await parts.Plugin.GetNetworksInfoAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(n => n.Id);
        Guid[] others = [.. ids.Where(id => !selection.Contains(known.GetValueOrDefault(id) ?? parts.Cache.GetLast(id)))];
        foreach (Guid id in others)
            parts.Cache.Drop(id);
        return others;
    }

    private void Settle(DirtyNetwork network, NetworkDhcpOutcome outcome)
    {
        bool isChanged = outcome.Result is { Change: not StepChange.None };
        if (outcome.Result is NetworkDhcp result)
            Succeed(network, result);
        else
            Fail(network, outcome);
        parts.Journal.Count(c => c with
        {
            Applied = c.Applied + 1,
            Changed = c.Changed + (isChanged ? 1 : 0),
            Failed = c.Failed + (outcome.Error is null ? 0 : 1),
        });
        Finish(network.Id, isChanged, outcome.Error is not null);
    }

    private void Finish(Guid id, bool isChanged, bool isFailed)
    {
        parts.Dirty.Done(id);
        _work.Set();
        _sync?.Settle(id, isChanged, isFailed);
    }

    private void Succeed(DirtyNetwork network, NetworkDhcp result)
    {
        _failures.TryRemove(network.Id, out int _);
        string reason = network.Reason;
        bool isRespawn = network.IsRespawn && result.Change == StepChange.Started;
        if (result.State == NetworkDhcpState.Disabled)
        {
            _served.TryRemove(network.Id, out byte _);
            monitor.Forget(network.Id);
            // Where the network comes back, the plugin waits to hear of them again.
            foreach (Port port in parts.Cache.GetLast(network.Id).Ports)
                parts.Ready.Drop(port.Id);
            parts.Cache.Forget(network.Id);
        }
        else
        {
            _served[network.Id] = 0;
            int[] processes = [.. (result.Segments.Count > 0 ? result.Segments : [result]).Select(p => p.ProcessId).Append(MetadataProxyStep.GetProcessId(parts.Configuration, network.Id)).OfType<int>()];
            // It may have died when it was about to be looked at for another reason.
            if (monitor.Watch(network.Id, result.Change == StepChange.Started, processes) is ProcessDeath death)
            {
                isRespawn = true;
                reason = $"{death.What}; {reason}";
            }
        }
        if (result.Change == StepChange.None)
            return;
        DhcpAgentEventKind kind = result switch
        {
            { State: NetworkDhcpState.Disabled } => DhcpAgentEventKind.Disabled,
            { Change: StepChange.Created } => DhcpAgentEventKind.Enabled,
            _ => isRespawn ? DhcpAgentEventKind.Respawned : DhcpAgentEventKind.Updated,
        };
        if (isRespawn)
            parts.Journal.Count(c => c with { Respawned = c.Respawned + 1 });
        parts.Journal.Tell(kind, result, result.Reason is null ? reason : $"{reason}: {result.Reason}", parts.Now - network.Since);
    }

    private void Fail(DirtyNetwork network, NetworkDhcpOutcome outcome)
    {
        monitor.Resume(network.Id);
        int failures = _failures.AddOrUpdate(network.Id, 1, (_, n) => n + 1);
        var error = outcome.Error as DhcpNetException;
        bool isBusy = error?.ErrorId == "NetworkBusy";
        // What was believed of the network may have been wrong.
        if (outcome.FailedStep == SetupSteps.DhcpPort && !isBusy)
            parts.Cache.Distrust(network.Id);
        if (error?.Kind == DhcpNetErrorKind.Exhausted)
        {
            // An address gets free, or a pool larger, with a notification.
            parts.Journal.Fail(error, "tried again when something changes on the network", outcome.Network, outcome.FailedStep);
            return;
        }
        TimeSpan delay = (isBusy ? Backoff.Busy : Backoff.Usual).After(failures);
        if (!isBusy || failures >= QuietTries || parts.Options.WaitsForOthers)
            parts.Journal.Fail(outcome.Error!, parts.Options.WaitsForOthers ? network.Reason : $"{network.Reason}; tried again in {delay.TotalSeconds:0.#} s", outcome.Network, outcome.FailedStep);
        Mark(network with { Priority = isBusy ? network.Priority : AgentPriorities.Retry, IsThorough = network.IsThorough || !isBusy }, delay);
    }
}
