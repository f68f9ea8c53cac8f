using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>Takes in what the plugin tells, for as long as the agent runs.</summary>
internal sealed class NotificationReader(AgentParts parts, INotifyingPlugin plugin, NetworkWorker worker, NetworkSync sync) : IAsyncDisposable
{
    private volatile INotificationFeed? _feed;

    /// <summary>How the feed stands; null: nobody listens yet.</summary>
    public NotificationFeedStatus? Status => _feed?.Status;

    /// <summary>Begins to listen; where the plugin does not let it, it is tried again.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                _feed = await plugin.ListenAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                TimeSpan delay = Backoff.Usual.After(failures);
                parts.Journal.Fail(e, $"listening to the plugin; tried again in {delay.TotalSeconds:0.#} s");
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads until it is cancelled. A feed that ends is begun anew, and all is looked at then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (DhcpNotification notification in _feed!.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                    Take(notification);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                parts.Journal.Fail(e, "reading what the plugin tells; begun anew");
            }
            cancellationToken.ThrowIfCancellationRequested();
            await DisposeAsync().ConfigureAwait(false);
            await Task.Delay(Backoff.Usual.First, cancellationToken).ConfigureAwait(false);
            await ListenAsync(cancellationToken).ConfigureAwait(false);
            sync.Request("what the plugin tells was missed for a while");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _feed, null) is INotificationFeed feed)
            await feed.DisposeAsync().ConfigureAwait(false);
    }

    private void Take(DhcpNotification notification)
    {
        parts.Journal.Count(c => c with { Notifications = c.Notifications + 1 });
        switch (notification.Kind)
        {
            case DhcpNotificationKind.Resync:
                sync.Request(notification.Reason ?? "the plugin asks for it");
                break;
            case DhcpNotificationKind.AgentUpdate:
                sync.Request(notification.AdminStateUp is bool isUp ? $"the agent was turned {(isUp ? "on" : "off")}" : "the agent was changed");
                break;
            default:
                TakeChange(notification);
                break;
        }
    }

    private void TakeChange(DhcpNotification notification)
    {
        Guid? portId = notification.PortId ?? notification.Port?.Id;
        if (notification.Kind == DhcpNotificationKind.PortDelete && portId is Guid deleted)
            parts.Ready.Drop(deleted);
        if (parts.Cache.Hear(notification) is not NetworkNeed need)
            return;
        if (need.PortId is Guid port)
            parts.Ready.Expect(port);
        // Of one whose service is still to be brought up to date, whoever does that tells.
        if (need.IsReady)
        {
            if (worker.IsServed(need.NetworkId))
                parts.TellReady([need.PortId!.Value]);
            return;
        }
        worker.Mark(new DirtyNetwork(need.NetworkId, [need.Reason], notification.Priority, parts.Now, IsThorough: false, IsRespawn: false), need.Delay);
    }
}
