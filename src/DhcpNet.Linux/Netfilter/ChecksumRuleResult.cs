namespace DhcpNet.Linux;

/// <summary>How <c>UdpChecksumRule.EnsureAsync</c> ended.</summary>
public sealed record ChecksumRuleResult
{
    /// <summary>What was found or done. One family that works is enough for it not to be <see cref="ChecksumRuleOutcome.Unsupported"/>.</summary>
    public required ChecksumRuleOutcome Outcome { get; init; }

    /// <summary>Why a family has no rule, in the words of its program; null if both have.</summary>
    public string? Reason { get; init; }
}
