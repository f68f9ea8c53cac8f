namespace DhcpNet;

/// <summary>The protocols that a network's service speaks.</summary>
public enum NetworkDhcpProtocol
{
    /// <summary>DHCP for IPv4 (RFC 2131).</summary>
    DHCPv4,

    /// <summary>DHCP for IPv6 (RFC 8415).</summary>
    DHCPv6,

    /// <summary>DNS (RFC 1035).</summary>
    DNS,
}
