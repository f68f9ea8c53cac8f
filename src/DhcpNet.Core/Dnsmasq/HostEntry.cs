namespace DhcpNet.Dnsmasq;

/// <summary>One address of a port, or several that share a host line.</summary>
/// <param name="Port">The port.</param>
/// <param name="Subnet">The subnet of the addresses, if it is known on this host.</param>
/// <param name="FixedIps">The addresses; one, except where the host file lists all of a port's on a subnet at once.</param>
/// <param name="HostName">The first label of the name.</param>
/// <param name="Fqdn">The whole name.</param>
internal sealed record HostEntry(Port Port, Subnet? Subnet, IReadOnlyList<FixedIp> FixedIps, string HostName, string Fqdn)
{
    /// <summary>The address that names the entry.</summary>
    public FixedIp FixedIp => FixedIps[0];

    /// <summary>Whether the address comes from router advertisements, so that DHCP gives none.</summary>
    public bool HasNoDhcp => Subnet?.Ipv6AddressMode is Ipv6Mode.Slaac or Ipv6Mode.Dhcpv6Stateless;

    /// <summary>Whether the client does not speak DHCP at all, so that it has no use for options either.</summary>
    public bool HasNoOptions => Subnet?.Ipv6AddressMode is Ipv6Mode.Slaac;

    /// <summary>What keeps a line from answering clients of the other protocol, of the same MAC address (dnsmasq 2.81 and later).</summary>
    public string Tag => Subnet is { IpVersion: 6 } ? "tag:dhcpv6," : "";
}
