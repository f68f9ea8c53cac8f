using System.Net;

namespace DhcpNet;

/// <summary>A static route that clients of a subnet are told (DHCP option 121, RFC 3442).</summary>
public sealed record HostRoute(IPNetwork Destination, IPAddress Nexthop)
{
    /// <summary><c>destination via next hop</c>.</summary>
    public override string ToString() => $"{Destination} via {Nexthop}";
}
