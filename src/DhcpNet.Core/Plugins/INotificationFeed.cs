namespace DhcpNet.Plugins;

/// <summary>What a plugin tells while somebody listens; disposing it ends that.</summary>
public interface INotificationFeed : IAsyncDisposable
{
    /// <summary>How the feed stands.</summary>
    NotificationFeedStatus Status { get; }

    /// <summary>
    /// The notifications in the order in which they came. A connection that is lost does not end them: when it is back, one of
    /// <see cref="DhcpNotificationKind.Resync"/> says that some may have been missed.
    /// </summary>
    IAsyncEnumerable<DhcpNotification> ReadAllAsync(CancellationToken cancellationToken);
}
