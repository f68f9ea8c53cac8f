namespace DhcpNet.Dnsmasq;

/// <summary>What <see cref="DnsmasqService.EnsureAsync(ServedNetwork, CancellationToken)"/> did and what runs now.</summary>
public sealed record DnsmasqResult
{
    /// <summary>What had to be done.</summary>
    public required DnsmasqChange Change { get; init; }

    /// <summary>Why it was restarted, in words; null if it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>The dnsmasq that serves the network now.</summary>
    public required DnsmasqStatus Status { get; init; }

    /// <summary>What of the network could not be written, and why; each a sentence for the user.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
