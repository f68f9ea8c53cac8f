using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace DhcpNet.Neutron.Messaging;

/// <summary>A client's connection: a channel to publish on, and one on which answers come.</summary>
internal sealed class RpcSession : BrokerSession
{
    private readonly IChannel _publishing;
    private volatile string? _obstacle;

    private RpcSession(IConnection connection, TransportHost host, IChannel publishing, Action<string> log)
        : base(connection, host)
    {
        _publishing = Watch(publishing);
        connection.ConnectionBlockedAsync += (_, blocked) =>
        {
            log(_obstacle = $"The broker at {host} takes no messages at present ({blocked.Reason}); 'rabbitmqctl status' there tells of its alarms.");
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            _obstacle = null;
            log($"The broker at {host} takes messages again.");
            return Task.CompletedTask;
        };
    }

    /// <summary>Why the broker takes no messages, in a sentence; null: it does, as far as it has told.</summary>
    public string? Obstacle => _obstacle;

    /// <summary>Declares what a client needs on a new connection.</summary>
    /// <param name="connection">The connection; the session closes it.</param>
    /// <param name="host">Its broker.</param>
    /// <param name="exchange">Where calls go.</param>
    /// <param name="replyQueue">Where answers come.</param>
    /// <param name="prefetch">How many answers may be on their way at once.</param>
    /// <param name="onReply">Gets the body of each message; it is gone when that has returned.</param>
    /// <param name="log">Told when the broker takes no messages, and when it does again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RpcSession> BeginAsync(
        IConnection connection, TransportHost host, ExchangeDeclaration exchange, QueueDeclaration replyQueue, ushort prefetch,
        Action<ReadOnlyMemory<byte>> onReply, Action<string> log, CancellationToken cancellationToken)
    {
        IChannel publishing = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken).ConfigureAwait(false);
        await publishing.DeclareAsync(exchange, cancellationToken).ConfigureAwait(false);
        IChannel replies = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await replies.DeclareAsync(replyQueue, cancellationToken).ConfigureAwait(false);
        await replies.BasicQosAsync(prefetchSize: 0, prefetch, global: false, cancellationToken).ConfigureAwait(false);

        RpcSession session = new(connection, host, publishing, log);
        session.Watch(replies);
        IncomingConsumer consumer = new(replies, async (tag, body) =>
        {
            onReply(body);
            await session.AckAsync(replies, tag).ConfigureAwait(false);
        }, () => session.Abandon(new BrokerException(BrokerFailure.Lost, $"The broker at {host} has deleted queue '{replyQueue.Name}'.")));
        await replies.BasicConsumeAsync(replyQueue.Name, autoAck: false, consumerTag: "1", noLocal: false, exclusive: false, arguments: null, consumer, cancellationToken).ConfigureAwait(false);
        return session;
    }

    /// <summary>Publishes a message and waits until the broker has it.</summary>
    /// <returns>Whether it is in a queue; no server may be there that has declared one.</returns>
    /// <exception cref="BrokerException">It did not get that far, or that is not known; the session is over.</exception>
    public async Task<bool> PublishAsync(string exchange, string routingKey, ReadOnlyMemory<byte> body, TimeSpan expiration, CancellationToken cancellationToken)
    {
        BasicProperties properties = new()
        {
            ContentType = "application/json",
            ContentEncoding = "utf-8",
            DeliveryMode = DeliveryModes.Persistent,
            Expiration = ((long)expiration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        };
        // The token ends the wait and not the publishing: half of a message would spoil the channel for all others.
        Task publishing = _publishing.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, CancellationToken.None).AsTask();
        try
        {
            await publishing.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (PublishException e) when (e.IsReturn)
        {
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = publishing.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
        catch (Exception e) when (BrokerErrors.IsBrokerTrouble(e))
        {
            throw Closed.IsCompletedSuccessfully ? await Closed.ConfigureAwait(false) : BrokerErrors.Lost(Host, e);
        }
    }

    private async Task AckAsync(IChannel channel, ulong tag)
    {
        try
        {
            await channel.BasicAckAsync(tag, multiple: false).ConfigureAwait(false);
        }
        catch (Exception e) when (BrokerErrors.IsBrokerTrouble(e))
        {
            Abandon(BrokerErrors.Lost(Host, e));
        }
    }
}
