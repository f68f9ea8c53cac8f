namespace DhcpNet;

/// <summary>What has become of the networks of a bulk run.</summary>
public sealed record NetworkDhcpSummary
{
    /// <summary>How many there were.</summary>
    public required int Networks { get; init; }

    /// <summary>How many of them were changed.</summary>
    public required int Changed { get; init; }

    /// <summary>How many were as they were to be.</summary>
    public required int Unchanged { get; init; }

    /// <summary>How many failed; an error tells why, for each.</summary>
    public required int Failed { get; init; }

    /// <summary>The names of those that failed.</summary>
    public IReadOnlyList<string> FailedNetworks { get; init => field = Indexable.List(value); } = [];

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Networks a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Where the time went. Many networks are worked on at once, so that these add up to more than <see cref="Elapsed"/>.</summary>
    public IReadOnlyList<NetworkDhcpStepTime> Steps { get; init => field = Indexable.List(value); } = [];
}
