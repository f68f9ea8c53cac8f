namespace DhcpNet.Linux;

/// <summary>How it ended to see to a <see cref="UdpChecksumRule"/>.</summary>
public sealed record ChecksumRuleResult
{
    /// <summary>What was found or done. One family that works is enough for it not to be <see cref="ChecksumRuleOutcome.Unsupported"/>.</summary>
    public required ChecksumRuleOutcome Outcome { get; init; }

    /// <summary>Why a family has no rule, in the words of its program or of the kernel; null if both have.</summary>
    public string? Reason { get; init; }
}
