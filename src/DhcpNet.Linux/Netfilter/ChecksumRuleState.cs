namespace DhcpNet.Linux;

/// <summary>What of the chain is there.</summary>
internal readonly record struct ChecksumRuleState(bool HasRule, bool HasJump)
{
    public bool IsComplete => HasRule && HasJump;
}
