namespace DhcpNet.Linux;

/// <summary>How far one family's checksum rule was brought by nf_tables alone, without a program.</summary>
internal sealed record NfTablesAttempt
{
    /// <summary>What was found or done; null where a program has to be asked.</summary>
    public ChecksumRuleOutcome? Outcome { get; init; }

    /// <summary>What nf_tables has of it; null where it can't be seen.</summary>
    public ChecksumRuleState? State { get; init; }

    /// <summary>Whether iptables-legacy may have it, which only its program tells.</summary>
    public bool MayBeLegacy { get; init; }

    /// <summary>Why nf_tables does not take it; null if it was not tried.</summary>
    public string? Refusal { get; init; }
}
