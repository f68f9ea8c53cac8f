namespace DhcpNet.Plugins;

/// <summary>What is to change about a network; what is not set stays.</summary>
public sealed record NetworkChange
{
    /// <summary>A new name.</summary>
    public string? Name { get; init; }

    /// <summary>A new project; empty: none.</summary>
    public string? ProjectId { get; init; }

    /// <summary>A new VLAN tag, 1 to 4094; 0: untagged.</summary>
    public int? VlanTag { get; init; }

    /// <summary>A new MTU in bytes, 68 to 65535.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether the network is to work at all.</summary>
    public bool? AdminStateUp { get; init; }
}
