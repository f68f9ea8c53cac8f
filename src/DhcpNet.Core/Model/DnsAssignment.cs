using System.Net;
using DhcpNet.Validation;

namespace DhcpNet;

/// <summary>The name that DNS gives one address of a port.</summary>
/// <param name="Hostname">The first label.</param>
/// <param name="Fqdn">The whole name; Neutron ends it with a dot.</param>
/// <param name="IpAddress">The address.</param>
public sealed record DnsAssignment(string Hostname, string Fqdn, IPAddress IpAddress)
{
    /// <summary><c>name = address</c>.</summary>
    public override string ToString() => DescribeCharacter.Printable($"{Fqdn} = {IpAddress}");
}
