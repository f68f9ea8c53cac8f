namespace DhcpNet.Linux;

/// <summary>What was found, or done, about the checksum rules.</summary>
public enum ChecksumRuleOutcome
{
    /// <summary>They were there.</summary>
    AlreadyThere,

    /// <summary>At least one was missing, and was added.</summary>
    Added,

    /// <summary>Neither family can have one here: the kernel has no CHECKSUM target.</summary>
    Unsupported,
}
