namespace DhcpNet.Ovsdb;

/// <summary>A port of a bridge with its (first) interface: rows of the tables <c>Port</c> and <c>Interface</c> (ovs-vswitchd.conf.db(5)).</summary>
public sealed record OvsPort
{
    /// <summary>The VLAN of ports that nobody has given one yet: no frame is let through there (Neutron: DEAD_VLAN_TAG).</summary>
    public const int DeadVlanTag = 4095;

    /// <summary>The identity of the <c>Port</c> row.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The identity of the <c>Interface</c> row.</summary>
    public required Guid InterfaceUuid { get; init; }

    /// <summary>The port's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the interface: that of the device, and the port's own unless the port is a bond.</summary>
    public required string InterfaceName { get; init; }

    /// <summary>The name of the bridge.</summary>
    public required string Bridge { get; init; }

    /// <summary>The VLAN of an access port; <see langword="null"/> if it has none.</summary>
    public int? VlanTag { get; init; }

    /// <summary><c>internal</c>, <c>patch</c>, <c>vxlan</c>…; empty for a device of the system.</summary>
    public required string InterfaceType { get; init; }

    /// <summary>How many interfaces the port has: more than one in a bond.</summary>
    public int InterfaceCount { get; init; } = 1;

    /// <summary>The OpenFlow port number; −1 if ovs-vswitchd could not open the device, <see langword="null"/> if it has not tried yet.</summary>
    public int? OfPort { get; init; }

    /// <summary>Why ovs-vswitchd could not open the device.</summary>
    public string? Error { get; init; }

    /// <summary>The MTU in bytes that was asked for.</summary>
    public int? MtuRequest { get; init; }

    /// <summary>
    /// The MTU in bytes that ovs-vswitchd sees; <see langword="null"/> if it cannot see the device, for example because it is in another namespace.
    /// </summary>
    public int? Mtu { get; init; }

    /// <summary>What was noted on the interface: <c>iface-id</c>, <c>attached-mac</c>…</summary>
    public required IReadOnlyDictionary<string, string> ExternalIds { get; init; }

    /// <summary>What was noted on the port.</summary>
    public required IReadOnlyDictionary<string, string> PortExternalIds { get; init; }

    /// <summary>The device's MAC address as ovs-vswitchd sees it; <see langword="null"/> if it cannot see the device.</summary>
    public string? MacInUse { get; init; }

    /// <summary>The device's index as ovs-vswitchd sees it; <see langword="null"/> if it cannot see the device.</summary>
    public int? IfIndex { get; init; }
}
