namespace DhcpNet;

/// <summary>How it stands with a network's DHCP service on this host.</summary>
public enum NetworkDhcpState
{
    /// <summary>Nothing of it is here.</summary>
    Disabled,

    /// <summary>All of it is as it is to be.</summary>
    Enabled,

    /// <summary>Part of it is missing or wrong; the problems say what.</summary>
    Degraded,
}
