using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins;

/// <summary>A client's port to be made.</summary>
public sealed record ReservationSpec
{
    /// <summary>The client's MAC address, unique on the network.</summary>
    public required MacAddress MacAddress { get; init; }

    /// <summary>Its port's id; null, or another port's: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The addresses it is to have; null: one of the IPv4 subnets and one of the stateful IPv6 subnets, and one on every EUI-64 subnet.</summary>
    public IReadOnlyList<IPAddress>? IPAddresses { get; init; }

    /// <summary>Its host name: one label, or several separated by dots (RFC 1123).</summary>
    public string? HostName { get; init; }

    /// <summary>Its port's name.</summary>
    public string? Name { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>DHCP options for it alone, the client id among them.</summary>
    public IReadOnlyList<ExtraDhcpOption>? Options { get; init; }

    /// <summary>What uses the port, as in Neutron.</summary>
    public string? DeviceId { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>What kind of thing uses the port, as in Neutron; none of the network's own services.</summary>
    public string? DeviceOwner { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>Whether the port is to carry traffic; null: yes.</summary>
    public bool? AdminStateUp { get; init; }

    /// <summary>Where it was read; null: in no file.</summary>
    public FilePlace? Place { get; init; }
}
