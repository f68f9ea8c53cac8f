namespace DhcpNet;

/// <summary>How clients of an IPv6 subnet get their addresses, or what routers announce there (Neutron: ipv6_address_mode, ipv6_ra_mode).</summary>
public enum Ipv6Mode
{
    /// <summary><c>slaac</c>: from router advertisements alone (RFC 4862); there is no DHCPv6.</summary>
    Slaac,

    /// <summary><c>dhcpv6-stateful</c>: addresses and options by DHCPv6 (RFC 8415).</summary>
    Dhcpv6Stateful,

    /// <summary><c>dhcpv6-stateless</c>: addresses from router advertisements, options by DHCPv6.</summary>
    Dhcpv6Stateless,
}
