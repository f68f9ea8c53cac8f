using RabbitMQ.Client;

namespace DhcpNet.Neutron.Messaging;

/// <summary>A listener's connection: one channel on which the messages of all its queues come.</summary>
internal sealed class ListenerSession : BrokerSession
{
    private readonly IChannel _channel;
    private readonly ListenerQueues _queues;

    private ListenerSession(IConnection connection, TransportHost host, IChannel channel, ListenerQueues queues)
        : base(connection, host)
    {
        _channel = Watch(channel);
        _queues = queues;
    }

    /// <summary>Declares and binds the queues on a new connection; whatever is sent from then on is kept there.</summary>
    public static async Task<ListenerSession> BeginAsync(IConnection connection, TransportHost host, ListenerQueues queues, ushort prefetch, CancellationToken cancellationToken)
    {
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await channel.BasicQosAsync(prefetchSize: 0, prefetch, global: false, cancellationToken).ConfigureAwait(false);
        await channel.DeclareAsync(queues.Exchange, cancellationToken).ConfigureAwait(false);
        foreach (QueueDeclaration queue in (QueueDeclaration[])[queues.Topic, queues.Server])
        {
            await channel.DeclareAsync(queue, cancellationToken).ConfigureAwait(false);
            await channel.QueueBindAsync(queue.Name, queues.Exchange.Name, queue.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        await channel.DeclareAsync(queues.FanoutExchange, cancellationToken).ConfigureAwait(false);
        await channel.DeclareAsync(queues.Fanout, cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(queues.Fanout.Name, queues.FanoutExchange.Name, queues.Topic.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new ListenerSession(connection, host, channel, queues);
    }

    /// <summary>Begins to consume the queues.</summary>
    /// <param name="onDelivery">Gets tag and body of each message; the body is gone when it has returned.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ConsumeAsync(Func<ulong, ReadOnlyMemory<byte>, Task> onDelivery, CancellationToken cancellationToken)
    {
        int tag = 0;
        foreach (QueueDeclaration queue in (QueueDeclaration[])[_queues.Topic, _queues.Server, _queues.Fanout])
        {
            IncomingConsumer consumer = new(_channel, onDelivery, () => Abandon(new BrokerException(BrokerFailure.Lost, $"The broker at {Host} has deleted queue '{queue.Name}'.")));
            await _channel.BasicConsumeAsync(queue.Name, autoAck: false, $"{++tag}", noLocal: false, exclusive: false, arguments: null, consumer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Acknowledges a message.</summary>
    /// <returns>Whether that could still be said; if not, the message comes again.</returns>
    public async Task<bool> TryAckAsync(ulong tag)
    {
        if (Closed.IsCompleted)
            return false;
        try
        {
            await _channel.BasicAckAsync(tag, multiple: false).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (BrokerErrors.IsBrokerTrouble(e))
        {
            Abandon(BrokerErrors.Lost(Host, e));
            return false;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where that ends the listening, the fanout queue goes too; the others are to go on collecting what comes meanwhile.</remarks>
    public override async ValueTask DisposeAsync()
    {
        if (!Closed.IsCompleted)
        {
            try
            {
                using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5));
                await _channel.QueueDeleteAsync(_queues.Fanout.Name, ifUnused: false, ifEmpty: false, cancellationToken: limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (BrokerErrors.IsBrokerTrouble(e))
            {
                // The broker deletes it itself, later.
            }
        }
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
