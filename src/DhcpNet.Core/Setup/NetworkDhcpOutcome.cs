namespace DhcpNet.Setup;

/// <summary>What became of one network of a bulk run: a result or an error.</summary>
public sealed record NetworkDhcpOutcome
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>How it stands now; null where it failed.</summary>
    public NetworkDhcp? Result { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public Exception? Error { get; init; }

    /// <summary>The step that failed; see <see cref="SetupSteps"/>.</summary>
    public string? FailedStep { get; init; }
}
