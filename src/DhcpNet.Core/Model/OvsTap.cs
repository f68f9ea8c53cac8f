namespace DhcpNet;

/// <summary>The internal interface of a DHCP port on an Open vSwitch bridge.</summary>
public sealed record OvsTap
{
    /// <summary>The interface's name.</summary>
    public required string Name { get; init; }

    /// <summary>The bridge it is on.</summary>
    public required string Bridge { get; init; }

    /// <summary>The id of the port it belongs to (external_ids:iface-id).</summary>
    public required Guid PortId { get; init; }

    /// <summary>The port; null where the plugin does not know it any more.</summary>
    public Port? Port { get; init; }

    /// <summary>The network; null where the plugin does not know the port any more.</summary>
    public Network? Network => Port?.Network;

    /// <summary>The VLAN tag; null: untagged.</summary>
    public int? VlanTag { get; init; }

    /// <summary>The OpenFlow port number; null: ovs-vswitchd has not made the device.</summary>
    public int? OfPort { get; init; }

    /// <summary>What ovs-vswitchd says against it.</summary>
    public string? Error { get; init; }

    /// <summary>What the step did.</summary>
    public StepChange Change { get; init; }

    /// <summary>The interface's name.</summary>
    public override string ToString() => Name;
}
