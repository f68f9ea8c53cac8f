namespace DhcpNet;

/// <summary>A part of a network that has a layer 2 of its own, in OpenStack's routed networks. Names and meaning are those of the Neutron API.</summary>
public sealed record Segment
{
    /// <summary>The segment's id, as <see cref="Subnet.SegmentId"/> tells it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The id of the network that it is a part of.</summary>
    public required Guid NetworkId { get; init; }

    /// <summary><c>vlan</c>, <c>flat</c>, <c>vxlan</c>, …</summary>
    public string? NetworkType { get; init; }

    /// <summary>The physical network that carries it.</summary>
    public string? PhysicalNetwork { get; init; }

    /// <summary>Its VLAN or tunnel number; null where its type has none.</summary>
    public long? SegmentationId { get; init; }
}
