using RabbitMQ.Client;

namespace DhcpNet.Neutron.Messaging;

/// <summary>How oslo.messaging declares its exchanges and queues (impl_rabbit.py: declare_topic_consumer and its neighbours).</summary>
internal static class Topology
{
    /// <summary>The exchange that calls and casts go through (control_exchange).</summary>
    public static ExchangeDeclaration ControlExchange(RabbitOptions options, string name) =>
        new(name, ExchangeType.Topic, IsDurable(options), options.AutoDeleteQueues);

    /// <summary>The exchange of a topic that reaches all its servers.</summary>
    public static ExchangeDeclaration FanoutExchange(RabbitOptions options, string topic) =>
        new($"{topic}_fanout", ExchangeType.Fanout, options.TransientQuorumQueues, IsAutoDelete: true);

    /// <summary>The queue of a topic, or of one server of it.</summary>
    public static QueueDeclaration TopicQueue(RabbitOptions options, string name) =>
        new(name, IsDurable(options), options.AutoDeleteQueues, Arguments(options, options.QuorumQueues, TimeSpan.Zero));

    /// <summary>A queue for one process, of replies or fanouts.</summary>
    public static QueueDeclaration TransientQueue(RabbitOptions options, string name) =>
        new(name, options.TransientQuorumQueues, IsAutoDelete: false, Arguments(options, options.TransientQuorumQueues, options.TransientQueueTtl));

    private static bool IsDurable(RabbitOptions options) => options.DurableQueues || options.QuorumQueues;

    private static Dictionary<string, object?> Arguments(RabbitOptions options, bool isQuorum, TimeSpan ttl)
    {
        Dictionary<string, object?> arguments = [];
        if (options.MirroredQueues)
            arguments["x-ha-policy"] = "all";
        if (isQuorum)
            AddQuorum(options, arguments);
        if (ttl > TimeSpan.Zero)
            arguments["x-expires"] = (int)ttl.TotalMilliseconds;
        return arguments;
    }

    private static void AddQuorum(RabbitOptions options, Dictionary<string, object?> arguments)
    {
        arguments["x-queue-type"] = "quorum";
        if (options.QuorumDeliveryLimit > 0)
            arguments["x-delivery-limit"] = options.QuorumDeliveryLimit;
        if (options.QuorumMaxMemoryLength > 0)
            arguments["x-max-in-memory-length"] = options.QuorumMaxMemoryLength;
        if (options.QuorumMaxMemoryBytes > 0)
            arguments["x-max-in-memory-bytes"] = options.QuorumMaxMemoryBytes;
    }
}
