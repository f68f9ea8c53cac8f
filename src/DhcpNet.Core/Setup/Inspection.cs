namespace DhcpNet.Setup;

/// <summary>How it stands with a network's service on this host, and what is to be done about it.</summary>
public sealed record Inspection
{
    /// <summary>How it stands.</summary>
    public required NetworkDhcp State { get; init; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What of that can be mended here.</summary>
    public IReadOnlyList<Finding> Mendable => [.. Findings.Where(f => f.Remedy is not null)];

    /// <summary>Whether dnsmasq runs and answers nobody.</summary>
    public bool IsHung { get; init; }

    /// <summary>Why the service is not to be any more; null: it is to be.</summary>
    public string? Unwanted { get; init; }

    /// <summary>The same of a service that is there, with these findings.</summary>
    internal Inspection With(IReadOnlyList<Finding> findings) => this with
    {
        Findings = findings,
        State = State with
        {
            State = findings.Count == 0 ? NetworkDhcpState.Enabled : NetworkDhcpState.Degraded,
            Problems = [.. findings.Select(f => f.Problem)],
        },
    };
}
