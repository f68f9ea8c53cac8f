namespace DhcpNet.Probe;

/// <summary>A network that is to be tested.</summary>
/// <param name="Network">The network as it is now.</param>
/// <param name="Reservations">The ids of the reservations in whose name is asked; null for one a subnet, whichever is fit.</param>
public sealed record NetworkDhcpTarget(Network Network, IReadOnlyCollection<Guid>? Reservations = null);
