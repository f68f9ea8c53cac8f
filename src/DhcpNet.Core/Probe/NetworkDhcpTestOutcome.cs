namespace DhcpNet.Probe;

/// <summary>What became of the test of one network.</summary>
public sealed record NetworkDhcpTestOutcome
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>What the test found; null where it could not be made.</summary>
    public NetworkDhcpTest? Result { get; init; }

    /// <summary>Why not.</summary>
    public Exception? Error { get; init; }
}
