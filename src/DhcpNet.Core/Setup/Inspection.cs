namespace DhcpNet.Setup;

/// <summary>How it stands with a network's service on this host, and what is to be done about it.</summary>
public sealed record Inspection
{
    /// <summary>How it stands.</summary>
    public required NetworkDhcp State { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether dnsmasq runs and answers nobody.</summary>
    public bool IsHung { get; init; }

    /// <summary>Why the service is not to be any more; null: it is to be.</summary>
    public string? Unwanted { get; init; }
}
