using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins;

/// <summary>What is to change about a subnet; what is null stays. The prefix and the IPv6 modes can't change (as in Neutron).</summary>
public sealed record SubnetChange
{
    /// <summary>A new name.</summary>
    public string? Name { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>A new gateway.</summary>
    public IPAddress? GatewayIp { get; init; }

    /// <summary>Whether the gateway is to be dropped.</summary>
    public bool NoGateway { get; init; }

    /// <summary>New allocation pools, in place of the old ones.</summary>
    public IReadOnlyList<AllocationPool>? AllocationPools { get; init; }

    /// <summary>New DNS servers, in place of the old ones.</summary>
    public IReadOnlyList<IPAddress>? DnsNameservers { get; init; }

    /// <summary>New host routes, in place of the old ones.</summary>
    public IReadOnlyList<HostRoute>? HostRoutes { get; init; }

    /// <summary>Whether DHCP is to serve it.</summary>
    public bool? EnableDhcp { get; init; }
}
