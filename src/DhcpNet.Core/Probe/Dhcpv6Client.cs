using DhcpNet.Dnsmasq;

namespace DhcpNet.Probe;

/// <summary>Who asks on an IPv6 subnet.</summary>
/// <param name="Subnet">The subnet.</param>
/// <param name="Entry">The reservation's address on it; null where options are asked for and there is no reservation: anybody may have those.</param>
/// <param name="Mac">The MAC address that the relay tells.</param>
/// <param name="Identity">By what the server is to know the client.</param>
/// <param name="IsHolder">Whether the identity is that of the lease's holder.</param>
internal sealed record Dhcpv6Client(Subnet Subnet, HostEntry? Entry, MacAddress Mac, Dhcpv6Identity Identity, bool IsHolder)
{
    /// <summary>Whether an address is asked for, and not options alone.</summary>
    public bool WantsAddress => Subnet.Ipv6AddressMode is not Ipv6Mode.Dhcpv6Stateless;

    /// <summary>The name of what is asked.</summary>
    public string Question => WantsAddress ? "SOLICIT" : "INFORMATION-REQUEST";
}
