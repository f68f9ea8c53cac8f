using DhcpNet.Neutron.Messaging;

namespace DhcpNet.Neutron;

/// <summary>Which Neutron server, and in whose name it is asked. Defaults are Neutron's.</summary>
public sealed record NeutronPluginOptions
{
    /// <summary>The brokers; with user name and password.</summary>
    public required TransportUrl Url { get; init; }

    /// <summary>How queues are declared, and TLS.</summary>
    public RabbitOptions Rabbit { get; init; } = new();

    /// <summary>This host's name as Neutron knows it (host).</summary>
    public required string HostName { get; init; }

    /// <summary>Where the host stands, for whoever places networks (availability_zone).</summary>
    public string AvailabilityZone { get; init; } = "nova";

    /// <summary>The exchange that Neutron's queues are bound to (control_exchange).</summary>
    public string Exchange { get; init; } = "neutron";

    /// <summary>How long the server may take to answer (rpc_response_timeout).</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the server may take for its first answer, by which it is seen that there is one.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the agent reports, and how long a report may take (report_interval).</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many calls are made at once where there are many to make.</summary>
    public int MaxConcurrentCalls { get; init; } = 8;

    /// <summary>Told what goes wrong beside the calls; null: nobody. No line holds a secret.</summary>
    public Action<string>? Log { get; init; }
}
