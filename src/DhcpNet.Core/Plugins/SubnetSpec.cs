using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins;

/// <summary>A subnet to be made. A property that is null was not asked for and takes Neutron's default.</summary>
public sealed record SubnetSpec
{
    /// <summary>The prefix.</summary>
    public required IPNetwork Cidr { get; init; }

    /// <summary>Its id; null: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>The gateway; null: the first address of the prefix, unless <see cref="NoGateway"/>.</summary>
    public IPAddress? GatewayIp { get; init; }

    /// <summary>Whether it is to have no gateway.</summary>
    public bool NoGateway { get; init; }

    /// <summary>Allocation pools; null: all of the prefix but network, broadcast and gateway address.</summary>
    public IReadOnlyList<AllocationPool>? AllocationPools { get; init; }

    /// <summary>DNS servers.</summary>
    public IReadOnlyList<IPAddress>? DnsNameservers { get; init; }

    /// <summary>Host routes.</summary>
    public IReadOnlyList<HostRoute>? HostRoutes { get; init; }

    /// <summary>Whether DHCP serves it; null: yes.</summary>
    public bool? EnableDhcp { get; init; }

    /// <summary>How IPv6 clients get their addresses.</summary>
    public Ipv6Mode? Ipv6AddressMode { get; init; }

    /// <summary>What routers announce.</summary>
    public Ipv6Mode? Ipv6RaMode { get; init; }

    /// <summary>Where it was read; null: in no file.</summary>
    public FilePlace? Place { get; init; }
}
