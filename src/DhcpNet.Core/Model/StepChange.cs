namespace DhcpNet;

/// <summary>What a step did.</summary>
public enum StepChange
{
    /// <summary>Nothing: all was as it is to be.</summary>
    None,

    /// <summary>It made what was missing.</summary>
    Created,

    /// <summary>It changed what was there.</summary>
    Updated,

    /// <summary>It removed what was there and made it anew.</summary>
    Replaced,

    /// <summary>It had a running process read its files again.</summary>
    Reloaded,

    /// <summary>It started a process.</summary>
    Started,

    /// <summary>It stopped a process and started it anew.</summary>
    Restarted,

    /// <summary>It removed what was there.</summary>
    Removed,
}
