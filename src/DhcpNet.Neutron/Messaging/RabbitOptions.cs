namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// How queues are declared and connections are kept. Defaults are oslo.messaging's; whoever shares queues has to have the same, since a
/// broker refuses to declare one twice in different ways.
/// </summary>
public sealed record RabbitOptions
{
    /// <summary>Whether exchanges and queues outlive the broker (amqp_durable_queues).</summary>
    public bool DurableQueues { get; init; }

    /// <summary>Whether exchanges and queues end with their last user (amqp_auto_delete).</summary>
    public bool AutoDeleteQueues { get; init; }

    /// <summary>Whether queues are quorum queues (rabbit_quorum_queue); they are durable then.</summary>
    public bool QuorumQueues { get; init; }

    /// <summary>Whether queues for replies and fanouts are too (rabbit_transient_quorum_queue).</summary>
    public bool TransientQuorumQueues { get; init; }

    /// <summary>How often a quorum queue delivers a message that is not acknowledged (rabbit_quorum_delivery_limit); zero: that is not declared.</summary>
    public int QuorumDeliveryLimit { get; init; }

    /// <summary>How many messages of a quorum queue may be in the broker's memory (rabbit_quorum_max_memory_length); zero: that is not declared.</summary>
    public int QuorumMaxMemoryLength { get; init; }

    /// <summary>How many bytes of a quorum queue's messages may be in the broker's memory (rabbit_quorum_max_memory_bytes); zero: that is not declared.</summary>
    public long QuorumMaxMemoryBytes { get; init; }

    /// <summary>Whether queues are declared to be mirrored, as brokers before RabbitMQ 3.0 took it (rabbit_ha_queues).</summary>
    public bool MirroredQueues { get; init; }

    /// <summary>How long a queue for replies or fanouts lives without a user (rabbit_transient_queues_ttl); zero: for ever.</summary>
    public TimeSpan TransientQueueTtl { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long silence lasts until the other end is taken for dead (heartbeat_timeout_threshold); zero: for ever.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one broker may take to be connected to and to declare what is needed.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages of a queue may be on their way to the client at once.</summary>
    public ushort Prefetch { get; init; } = 64;

    /// <summary>The largest message in bytes that is read; others are dropped. A broker has a limit of its own, 128 MiB unless set.</summary>
    public int MaxMessageBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>How TLS is used; null: not at all.</summary>
    public RabbitTlsOptions? Tls { get; init; }

    /// <summary>What connections are named by, before process id and connection id.</summary>
    public string ProgramName { get; init; } = "dhcpnet";
}
