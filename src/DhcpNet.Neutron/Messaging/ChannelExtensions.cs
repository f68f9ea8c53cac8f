using RabbitMQ.Client;

namespace DhcpNet.Neutron.Messaging;

/// <summary>Declares on a channel.</summary>
internal static class ChannelExtensions
{
    public static Task DeclareAsync(this IChannel channel, ExchangeDeclaration exchange, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(exchange.Name, exchange.Type, exchange.IsDurable, exchange.IsAutoDelete, cancellationToken: cancellationToken);

    public static Task DeclareAsync(this IChannel channel, QueueDeclaration queue, CancellationToken cancellationToken) =>
        channel.QueueDeclareAsync(queue.Name, queue.IsDurable, exclusive: false, queue.IsAutoDelete, queue.Arguments.ToDictionary(), cancellationToken: cancellationToken);
}
