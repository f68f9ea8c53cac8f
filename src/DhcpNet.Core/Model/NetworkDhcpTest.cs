namespace DhcpNet;

/// <summary>What a test of a network's DHCP and DNS service found.</summary>
public sealed record NetworkDhcpTest
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The network's name.</summary>
    public string Name => Network.Name;

    /// <summary>The network's id.</summary>
    public Guid Id => Network.Id;

    /// <summary>Failed where a check failed; else Passed where a DHCP server answered a check; else Inconclusive.</summary>
    public required NetworkDhcpTestResult Result { get; init; }

    /// <summary>Whether the result is Passed.</summary>
    public bool Passed => Result == NetworkDhcpTestResult.Passed;

    /// <summary>The checks: a question to a server each.</summary>
    public IReadOnlyList<NetworkDhcpCheck> Checks { get; init => field = Indexable.List(value); } = [];

    /// <summary>What is wrong or could not be tested, a line each.</summary>
    public IReadOnlyList<string> Problems { get; init => field = Indexable.List(value); } = [];

    /// <summary>The longest of the checks' round-trip times; null where nothing was answered.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>How long the questions took, without plugging the probe in and out.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The network's name and the result.</summary>
    public override string ToString() => $"{Network.DisplayName}: {Result}";
}
