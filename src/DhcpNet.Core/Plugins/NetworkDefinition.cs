namespace DhcpNet.Plugins;

/// <summary>All of a network: what it is, its subnets, and its clients.</summary>
public sealed record NetworkDefinition
{
    /// <summary>The network with its subnets.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>Its clients' ports; null: nothing is said of them.</summary>
    public IReadOnlyList<ReservationSpec>? Reservations { get; init; }

    /// <summary>What was wrong with it where it was read. One with faults is checked further and never made.</summary>
    public IReadOnlyList<NetworkFault> Faults { get; init; } = [];
}
