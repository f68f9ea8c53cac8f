namespace DhcpNet.Ovsdb;

/// <summary>What was done to make a port as it was asked for.</summary>
public enum OvsPortChange
{
    /// <summary>It was right already; nothing was written.</summary>
    None,

    /// <summary>It was ours; its tag, external ids or MTU were brought up to date in place.</summary>
    Updated,

    /// <summary>It was missing.</summary>
    Added,

    /// <summary>It was ours but unusable (an error, another bridge, another type): it was removed and added again.</summary>
    Replaced,

    /// <summary>It could not be had; the outcome's error says why.</summary>
    Failed,
}
