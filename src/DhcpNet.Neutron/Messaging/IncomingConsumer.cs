using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace DhcpNet.Neutron.Messaging;

/// <summary>Hands what a queue delivers to a function.</summary>
/// <param name="channel">The channel that consumes.</param>
/// <param name="onDelivery">Gets tag and body of each; the body is gone when it has returned.</param>
/// <param name="onCancelled">Told that the broker has ended the consumption, because the queue is gone for example.</param>
internal sealed class IncomingConsumer(IChannel channel, Func<ulong, ReadOnlyMemory<byte>, Task> onDelivery, Action onCancelled) : IAsyncBasicConsumer
{
    public IChannel? Channel => channel;

    public Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        onDelivery(deliveryTag, body);

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken)
    {
        onCancelled();
        return Task.CompletedTask;
    }

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;
}
