using System.Text.Json.Serialization;
using DhcpNet.Validation;

namespace DhcpNet;

/// <summary>A virtual network with its subnets and ports, as Neutron's <c>get_network_info</c> tells it.</summary>
public sealed record Network
{
    /// <summary>Makes one.</summary>
    public Network()
    {
    }

    // What JSON does not have is a parameter's default here; of an init property, the reader that the compiler makes would set it to the
    // type's own, and a list to null: hence also the ?? below.
    [JsonConstructor]
    internal Network(bool adminStateUp = true) => AdminStateUp = adminStateUp;

    /// <summary>The network's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name; empty where the plugin does not tell (Neutron's DHCP calls do not).</summary>
    public string Name { get; init => field = DescribeCharacter.Printable(value ?? ""); } = "";

    /// <summary>The project that owns it.</summary>
    public string? ProjectId { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>Whether the network is to work at all.</summary>
    public bool AdminStateUp { get; init; } = true;

    /// <summary>Largest packet in bytes; 0: not known.</summary>
    public int Mtu { get; init; }

    /// <summary>The VLAN tag of the network on the integration bridge, 1 to 4094; null: untagged, or not ours to set (in OpenStack the L2 agent sets it).</summary>
    public int? VlanTag { get; init; }

    /// <summary>How often the plugin has counted a change of the network or of anything on it; null where it does not.</summary>
    [JsonIgnore]
    public long? Revision { get; init; }

    /// <summary>The subnets.</summary>
    public IReadOnlyList<Subnet> Subnets { get; init => field = Indexable.List(value); } = [];

    /// <summary>Subnets of segments that this host is not on.</summary>
    public IReadOnlyList<Subnet> NonLocalSubnets { get; init => field = Indexable.List(value); } = [];

    /// <summary>The ports.</summary>
    public IReadOnlyList<Port> Ports { get; init => field = Indexable.List(value); } = [];

    /// <summary>The segments, of this host and others; empty where the network is not made of several.</summary>
    public IReadOnlyList<Segment> Segments { get; init => field = Indexable.List(value); } = [];

    /// <summary>The segment that this is the part of (<see cref="NetworkSegments"/>); null: it is the whole network.</summary>
    [JsonIgnore]
    public Segment? Segment { get; init; }

    /// <summary>Whether other segments of the network are served in its namespace too.</summary>
    [JsonIgnore]
    public bool SharesNamespace { get; init; }

    /// <summary>The network's namespace: <c>qdhcp-</c> and the id.</summary>
    [JsonIgnore]
    public string NamespaceName => NamespaceNames.For(Id);

    /// <summary>The name where there is one, else the id: what a person reads.</summary>
    [JsonIgnore]
    public string DisplayName => Name.Length > 0 ? Name : Id.ToString();

    /// <summary>The same as <see cref="DisplayName"/>.</summary>
    public override string ToString() => DisplayName;
}
