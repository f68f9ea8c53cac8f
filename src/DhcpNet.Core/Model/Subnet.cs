using System.Net;
using System.Text.Json.Serialization;
using DhcpNet.Validation;

namespace DhcpNet;

/// <summary>A range of addresses on a network, and what clients with one of them are told. Names and meaning are those of the Neutron API.</summary>
public sealed record Subnet
{
    /// <summary>Makes one.</summary>
    public Subnet()
    {
    }

    // What JSON does not have is a parameter's default here; of an init property, the reader that the compiler makes would set it to the
    // type's own, and a list to null: hence also the ?? below.
    [JsonConstructor]
    internal Subnet(bool enableDhcp = true) => EnableDhcp = enableDhcp;

    /// <summary>The subnet's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The id of the network it is on.</summary>
    public required Guid NetworkId { get; init; }

    /// <summary>Its name; may be empty.</summary>
    public string Name { get; init => field = DescribeCharacter.Printable(value ?? ""); } = "";

    /// <summary>4 or 6.</summary>
    public int IpVersion => Cidr.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 4 : 6;

    /// <summary>The subnet's prefix; no host bit is set.</summary>
    public required IPNetwork Cidr { get; init; }

    /// <summary>The router that clients are told, or null for none. It may lie outside <see cref="Cidr"/>.</summary>
    public IPAddress? GatewayIp { get; init; }

    /// <summary>Whether DHCP serves this subnet.</summary>
    public bool EnableDhcp { get; init; } = true;

    /// <summary>The ranges that ports' addresses are taken from.</summary>
    public IReadOnlyList<AllocationPool> AllocationPools { get; init => field = Indexable.List(value); } = [];

    /// <summary>The DNS servers that clients are told; empty: the DHCP port itself.</summary>
    public IReadOnlyList<IPAddress> DnsNameservers { get; init => field = Indexable.List(value); } = [];

    /// <summary>Static routes that clients are told.</summary>
    public IReadOnlyList<HostRoute> HostRoutes { get; init => field = Indexable.List(value); } = [];

    /// <summary>How clients get IPv6 addresses; null: not by Neutron's means.</summary>
    public Ipv6Mode? Ipv6AddressMode { get; init; }

    /// <summary>What Neutron's routers announce; null: the routers are somebody else's.</summary>
    public Ipv6Mode? Ipv6RaMode { get; init; }

    /// <summary>The segment of a multi-segment network that this subnet is on.</summary>
    public Guid? SegmentId { get; init; }

    /// <summary>The pool that the prefix was taken from, in OpenStack.</summary>
    public string? SubnetpoolId { get; init; }

    /// <summary>The network's name, where it is known.</summary>
    [JsonIgnore]
    public string? NetworkName { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>Whether ports' addresses here are made of prefix and MAC address (EUI-64) instead of being handed out (Neutron: is_auto_address_subnet).</summary>
    [JsonIgnore]
    public bool IsAutoAddress =>
        Ipv6AddressMode is Ipv6Mode.Slaac or Ipv6Mode.Dhcpv6Stateless || Ipv6RaMode is Ipv6Mode.Slaac or Ipv6Mode.Dhcpv6Stateless;

    /// <summary>The prefix.</summary>
    public override string ToString() => Cidr.ToString();
}
