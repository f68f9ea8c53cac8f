using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RabbitMQ.Client;

namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// Listens to what clients cast to a server of a topic, to it alone and to all, the way oslo.messaging's servers do. A connection that is
/// lost is made anew.
/// </summary>
/// <remarks>
/// A message is acknowledged when it is read, so that no more of them are in memory than <see cref="RabbitOptions.Prefetch"/> a queue, and
/// the rest waits at the broker. Messages that are not method calls are acknowledged and dropped.
/// </remarks>
public sealed class RpcListener : IAsyncDisposable
{
    private readonly RabbitOptions _options;
    private readonly ListenerQueues _queues;
    private readonly Action<string> _log;
    private readonly RecentMessages _recent = new();
    private readonly Channel<Item> _inbox = Channel.CreateUnbounded<Item>();
    private BrokerLink<ListenerSession>? _link;
    private bool _hasBegun;

    private RpcListener(RabbitOptions options, ListenerQueues queues, Action<string> log)
    {
        _options = options;
        _queues = queues;
        _log = log;
    }

    /// <summary>Whether messages can come now.</summary>
    public bool IsConnected => _link?.IsConnected == true;

    /// <summary>What was wrong last; null: nothing yet.</summary>
    public BrokerException? LastError => _link?.LastError;

    /// <summary>The queue of this server alone.</summary>
    public string QueueName => _queues.Server.Name;

    /// <summary>Begins to listen; whatever is sent after the returned task is done is heard.</summary>
    /// <param name="url">The brokers; it has to have credentials.</param>
    /// <param name="options">How queues are declared, and limits.</param>
    /// <param name="exchange">The exchange that clients publish to (control_exchange).</param>
    /// <param name="topic">The topic.</param>
    /// <param name="server">This server's name within the topic.</param>
    /// <param name="log">Told of what is lost, found again, and dropped; null: nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BrokerException">None of the brokers can be used.</exception>
    public static async Task<RpcListener> StartAsync(
        TransportUrl url, RabbitOptions options, string exchange, string topic, string server, Action<string>? log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        RpcListener listener = new(options, ListenerQueues.Of(options, exchange, topic, server), log ?? (static _ => { }));
        listener._link = await BrokerLink<ListenerSession>.OpenAsync(new BrokerConnector(url, options), listener.BeginAsync, listener._log, cancellationToken).ConfigureAwait(false);
        return listener;
    }

    /// <summary>The messages in the order in which they came, each once, and among them where some may be missing; for one reader. Ends when the listener is disposed of.</summary>
    public async IAsyncEnumerable<RpcEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Item item in _inbox.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Message is null)
                yield return new RpcEvent(null, item.Reason);
            else if (await item.Session!.TryAckAsync(item.Tag).ConfigureAwait(false) && _recent.Add(item.Message.UniqueId))
                yield return new RpcEvent(item.Message, null);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        if (_link is not null)
            await _link.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ListenerSession> BeginAsync(IConnection connection, TransportHost host, CancellationToken cancellationToken)
    {
        ListenerSession session = await ListenerSession.BeginAsync(connection, host, _queues, _options.Prefetch, cancellationToken).ConfigureAwait(false);
        if (_hasBegun)
        {
            // What was not acknowledged comes again, or is gone with the broker's memory: in neither case is it to be read from here.
            while (_inbox.Reader.TryRead(out _))
            {
            }
            _inbox.Writer.TryWrite(new Item(null, 0, null, _link?.LastLoss?.Message ?? "The connection to the broker was lost."));
        }
        await session.ConsumeAsync((tag, body) => OnDeliveryAsync(session, tag, body), cancellationToken).ConfigureAwait(false);
        _hasBegun = true;
        return session;
    }

    private async Task OnDeliveryAsync(ListenerSession session, ulong tag, ReadOnlyMemory<byte> body)
    {
        if (Read(body) is RpcMessage message)
            _inbox.Writer.TryWrite(new Item(session, tag, message, null));
        else
            await session.TryAckAsync(tag).ConfigureAwait(false);
    }

    private RpcMessage? Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > _options.MaxMessageBytes)
        {
            _log($"A message of {body.Length} bytes was dropped; {_options.MaxMessageBytes} are read at most.");
            return null;
        }
        try
        {
            return RpcMessage.Parse(body.Span);
        }
        catch (MalformedMessageException e)
        {
            _log($"A message was dropped. {e.Message}");
            return null;
        }
    }

    private readonly record struct Item(ListenerSession? Session, ulong Tag, RpcMessage? Message, string? Reason);
}
