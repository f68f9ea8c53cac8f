namespace DhcpNet.Ovsdb;

/// <summary>An internal port as it should be.</summary>
public sealed record OvsPortRequest
{
    /// <summary>The port's name and its device's: 1 to 15 bytes, neither '/' nor white space.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The VLAN of the port, 0 to 4095. <see langword="null"/> leaves it alone: where a Neutron Open vSwitch agent runs, the tag is its to choose.
    /// </summary>
    public int? VlanTag { get; init; }

    /// <summary>
    /// With no <see cref="VlanTag"/>: whether a port that is added lets no frame through until somebody else chooses its tag. Without one it would
    /// have a part in the frames of every VLAN. Ports that are there are left as they are.
    /// </summary>
    /// <remarks>As Neutron's own agents add them (OVSBridge._set_port_dead): a trunk of VLAN 4095 alone, which its Open vSwitch agent ends.</remarks>
    public bool IsDeadUntilTagged { get; init; }

    /// <summary>The device's MTU in bytes; <see langword="null"/> leaves it to Open vSwitch.</summary>
    public int? MtuRequest { get; init; }

    /// <summary>
    /// What the interface shall carry: <c>iface-id</c>, by which the port is known as one's own and which is required, and by Neutron's custom
    /// <c>iface-status</c> and <c>attached-mac</c>. Other entries that are there stay.
    /// </summary>
    public required IReadOnlyDictionary<string, string> ExternalIds { get; init; }

    /// <summary>What the port shall carry. Other entries that are there stay.</summary>
    public IReadOnlyDictionary<string, string> PortExternalIds { get; init; } = new Dictionary<string, string>();
}
