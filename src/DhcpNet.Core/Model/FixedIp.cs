using System.Net;

namespace DhcpNet;

/// <summary>An address that a port has on a subnet.</summary>
public sealed record FixedIp(Guid SubnetId, IPAddress IpAddress)
{
    /// <summary>The address.</summary>
    public override string ToString() => IpAddress.ToString();
}
