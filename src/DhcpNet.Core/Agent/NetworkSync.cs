namespace DhcpNet.Agent;

/// <summary>
/// Brings all networks to what the plugin says: those that are this host's to serve have a service afterwards, and what is here of others
/// goes. Where the plugin does not answer, nothing is changed.
/// </summary>
internal sealed class NetworkSync(AgentParts parts, NetworkWorker worker) : IDisposable
{
    private readonly object _gate = new();
    private readonly Signal _asked = new();
    private string? _reason;
    private bool _isFirst = true;

    /// <summary>Asks for a sync. Several that are asked for before the next one begins are one.</summary>
    public void Request(string reason)
    {
        lock (_gate)
            _reason ??= reason;
        _asked.Set();
    }

    /// <summary>Does the syncs that are asked for, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            await _asked.WaitAsync(most: null, cancellationToken).ConfigureAwait(false);
            if (Peek() is not string reason)
                continue;
            TimeSpan start = parts.Now;
            try
            {
                SyncProgress progress = await BeginAsync(reason, cancellationToken).ConfigureAwait(false);
                failures = 0;
                // Another that is asked for meanwhile takes this one's place.
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                Task next = WaitForRequestAsync(ended.Token);
                await Task.WhenAny(progress.Done, next).ConfigureAwait(false);
                await ended.CancelAsync().ConfigureAwait(false);
                await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (progress.Done.IsCompleted)
                    Tell(progress, start);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                TimeSpan delay = Backoff.Usual.After(++failures);
                parts.Journal.Fail(e, $"sync ({reason}); tried again in {delay.TotalSeconds:0.#} s");
                Request(reason);
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks the plugin for all networks, and has what is to be done done.</summary>
    public async Task<SyncProgress> BeginAsync(string reason, CancellationToken cancellationToken)
    {
        TimeSpan start = parts.Now;
        parts.Journal.Tell(DhcpAgentEventKind.SyncStarted, reason);
        // What was told so far, and what is told until the answer is there of networks that it has, is answered by it.
        parts.Dirty.Hold();
        IReadOnlyList<Network> wanted;
        Guid[] others;
        IReadOnlySet<Guid> alike;
        try
        {
            Take();
            PluginQuestion question = parts.Cache.Ask(networkIds: null);
            try
            {
                HostNetworks networks = await HostNetworks.FindAsync(parts.Source, parts.Configuration, parts.Options.Selection, parts.Cache.GetLast, cancellationToken).ConfigureAwait(false);
                wanted = networks.Wanted;
                others = [.. networks.Others.Select(n => n.Id)];
                alike = parts.Cache.Answer(question, wanted, others);
            }
            finally
            {
                parts.Cache.GiveUp(question);
            }
            parts.Ready.Forget();
            // Of those that are as they were, only the plugin may have forgotten what it was told.
            ILookup<bool, Network> served = wanted.ToLookup(n => alike.Contains(n.Id) && worker.IsServed(n.Id));
            parts.TellReady([.. served[true].SelectMany(n => n.Ports).Select(p => p.Id)]);
            var progress = new SyncProgress(wanted.Count + others.Length, served[false].Select(n => n.Id).Concat(others));
            worker.Follow(progress);
            // At the start nothing is taken on trust: the one before may have died halfway, and the host may have been started anew.
            foreach (Guid id in others)
                worker.Mark(new DirtyNetwork(id, ["not this host's to serve"], AgentPriorities.Sync - 1, start, IsThorough: true, IsRespawn: false));
            foreach (Network network in served[false])
                worker.Mark(new DirtyNetwork(network.Id, [$"sync: {reason}"], AgentPriorities.Sync, start, _isFirst, IsRespawn: false));
            _isFirst = false;
            return progress;
        }
        finally
        {
            parts.Dirty.Resume();
            worker.Wake();
        }
    }

    /// <summary>Tells that a sync is done.</summary>
    public void Tell(SyncProgress progress, TimeSpan start)
    {
        parts.Journal.Count(c => c with { Syncs = c.Syncs + 1 });
        parts.Journal.Tell(DhcpAgentEventKind.Synced, $"{progress.Networks} networks, {progress.Changed} changed, {progress.Failed} failed", parts.Now - start);
    }

    public void Dispose() => _asked.Dispose();

    private string? Peek()
    {
        lock (_gate)
            return _reason;
    }

    // What is asked for from now on is another sync.
    private void Take()
    {
        lock (_gate)
            _reason = null;
    }

    private async Task WaitForRequestAsync(CancellationToken cancellationToken)
    {
        await _asked.WaitAsync(most: null, cancellationToken).ConfigureAwait(false);
        _asked.Set();
    }
}
