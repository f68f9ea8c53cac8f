namespace DhcpNet;

/// <summary>The dnsmasq process that serves a network.</summary>
public sealed record DnsmasqInstance
{
    /// <summary>The id of the network it serves.</summary>
    public required Guid NetworkId { get; init; }

    /// <summary>The number of the segment that it serves; null where the network has no segments.</summary>
    public string? Segment { get; init; }

    /// <summary>The network; null where the plugin does not know it any more.</summary>
    public Network? Network { get; init; }

    /// <summary>The DHCP port that it answers from.</summary>
    public Port? Port { get; init; }

    /// <summary>The namespace it runs in.</summary>
    public required string Namespace { get; init; }

    /// <summary>The device it serves.</summary>
    public string? Interface { get; init; }

    /// <summary>Whether it runs.</summary>
    public bool Running { get; init; }

    /// <summary>Its process id; null: it does not run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The directory of its files.</summary>
    public required string Path { get; init; }

    /// <summary>What the step did.</summary>
    public StepChange Change { get; init; }

    /// <summary>Why the step did it, in words; null where it did nothing, or started what was missing.</summary>
    public string? Reason { get; init; }

    /// <summary><c>dnsmasq</c> and its process id.</summary>
    public override string ToString() => ProcessId is int id ? $"dnsmasq {id}" : "dnsmasq, not running";
}
