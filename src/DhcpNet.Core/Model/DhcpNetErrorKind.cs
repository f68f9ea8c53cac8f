namespace DhcpNet;

/// <summary>What sort of failure a <see cref="DhcpNetException"/> is; the module maps it to PowerShell's error categories.</summary>
public enum DhcpNetErrorKind
{
    /// <summary>A value breaks a rule; nothing was touched.</summary>
    InvalidInput,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>It exists already, or something else is in the way.</summary>
    Conflict,

    /// <summary>No address is left.</summary>
    Exhausted,

    /// <summary>A service that is needed (OVSDB, the plugin, dnsmasq) is not there.</summary>
    Unavailable,

    /// <summary>The caller may not do that.</summary>
    PermissionDenied,

    /// <summary>Somebody else works on the same network, or an answer did not come in time.</summary>
    Timeout,

    /// <summary>A step on the host failed.</summary>
    Failed,
}
