namespace DhcpNet.Neutron.Messaging;

/// <summary>What a server of a topic declares and consumes.</summary>
/// <param name="Exchange">The exchange of calls and casts.</param>
/// <param name="Topic">The queue that all servers of the topic share.</param>
/// <param name="Server">The queue of this one.</param>
/// <param name="FanoutExchange">The exchange of what goes to all of them.</param>
/// <param name="Fanout">The queue for that.</param>
internal sealed record ListenerQueues(ExchangeDeclaration Exchange, QueueDeclaration Topic, QueueDeclaration Server, ExchangeDeclaration FanoutExchange, QueueDeclaration Fanout)
{
    /// <summary>The queues of a server of a topic, with a fanout queue that is its own.</summary>
    public static ListenerQueues Of(RabbitOptions options, string exchange, string topic, string server) => new(
        Topology.ControlExchange(options, exchange),
        Topology.TopicQueue(options, topic),
        Topology.TopicQueue(options, $"{topic}.{server}"),
        Topology.FanoutExchange(options, topic),
        Topology.TransientQueue(options, $"{topic}_fanout_{Guid.NewGuid():N}"));
}
