namespace DhcpNet.Ovsdb;

/// <summary>What became of an <see cref="OvsPortRequest"/>.</summary>
public sealed record OvsPortOutcome
{
    /// <summary>The name that was asked for.</summary>
    public required string Name { get; init; }

    /// <summary>What was done.</summary>
    public required OvsPortChange Change { get; init; }

    /// <summary>The port as it is now; of a failed one what is in the way, if anything is.</summary>
    public OvsPort? Port { get; init; }

    /// <summary>Why it failed, as a sentence for the user.</summary>
    public string? Error { get; init; }
}
