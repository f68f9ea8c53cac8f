using System.Runtime.CompilerServices;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Neutron;

/// <summary>What the server tells this host's DHCP agent.</summary>
internal sealed class NeutronFeed(RpcListener listener, TransportUrl url, Action<string> log) : INotificationFeed
{
    /// <inheritdoc/>
    public NotificationFeedStatus Status => new($"queue {listener.QueueName} on {url}", listener.IsConnected, listener.LastError?.Message);

    /// <inheritdoc/>
    public async IAsyncEnumerable<DhcpNotification> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RpcEvent heard in listener.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (heard.Message is not RpcMessage message)
                yield return new DhcpNotification { Kind = DhcpNotificationKind.Resync, Reason = heard.Reason };
            else if (NeutronNotifications.TryRead(message, out DhcpNotification? notification, out string? problem))
                yield return notification;
            else
                log($"A notification '{Shorten(message.Method)}' was dropped: {problem}.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => listener.DisposeAsync();

    // A method's name may be anything of any length.
    private static string Shorten(string method) =>
        new([.. method.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '?')]);
}
