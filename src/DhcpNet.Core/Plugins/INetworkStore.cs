namespace DhcpNet.Plugins;

/// <summary>A plugin whose networks, subnets and reservations are this module's own to change.</summary>
public interface INetworkStore : IDhcpPlugin
{
    /// <summary>The subnets of an id, a prefix or a name, whatever networks they are on: quick however many there are of others.</summary>
    Task<IReadOnlyList<Subnet>> FindSubnetsAsync(string named, CancellationToken cancellationToken);

    /// <summary>The clients' ports of an id, a MAC address or a host name, each with its network, in which there are no ports; quick likewise.</summary>
    Task<IReadOnlyList<Port>> FindReservationsAsync(string named, CancellationToken cancellationToken);

    /// <summary>Makes a network with its subnets, all or nothing.</summary>
    /// <returns>The network, and whether it is new: one of that name which already has all that is asked for is returned as it is.</returns>
    Task<(Network Network, bool Created)> CreateNetworkAsync(NetworkSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Makes networks as they are defined, with subnets and reservations, in one transaction. One that is there already just so is left
    /// alone; one that can't be made hinders none of the others. Ids of subnets and ports are kept where they are free.
    /// </summary>
    /// <param name="definitions">The networks; asked for one after the other while the transaction is open.</param>
    /// <param name="onResult">Told what came of each, in order.</param>
    /// <param name="isKept">Asked at the end whether what was made is to stay.</param>
    /// <param name="cancellationToken">Ends the work; nothing of it stays then.</param>
    Task DefineNetworksAsync(
        IEnumerable<NetworkDefinition> definitions, Action<NetworkDefinitionResult> onResult, Func<bool> isKept, CancellationToken cancellationToken);

    /// <summary>Changes a network.</summary>
    /// <returns>The network, and whether anything changed.</returns>
    Task<(Network Network, bool Changed)> UpdateNetworkAsync(Guid networkId, NetworkChange change, CancellationToken cancellationToken);

    /// <summary>Removes a network with its subnets, reservations and ports.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteNetworkAsync(Guid networkId, CancellationToken cancellationToken);

    /// <summary>Makes a subnet.</summary>
    /// <returns>The subnet, and whether it is new: one of that prefix which already has all that is asked for is returned as it is.</returns>
    Task<(Subnet Subnet, bool Created)> CreateSubnetAsync(Guid networkId, SubnetSpec spec, CancellationToken cancellationToken);

    /// <summary>Changes a subnet.</summary>
    /// <returns>The subnet, and whether anything changed.</returns>
    Task<(Subnet Subnet, bool Changed)> UpdateSubnetAsync(Guid subnetId, SubnetChange change, CancellationToken cancellationToken);

    /// <summary>Removes a subnet; refuses while a reservation has an address on it.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteSubnetAsync(Guid subnetId, CancellationToken cancellationToken);

    /// <summary>Makes a client's port.</summary>
    /// <returns>The port, and whether it is new: one of that MAC address which already has all that is asked for is returned as it is.</returns>
    Task<(Port Port, bool Created)> CreateReservationAsync(Guid networkId, ReservationSpec spec, CancellationToken cancellationToken);

    /// <summary>Changes a client's port.</summary>
    /// <returns>The port, and whether anything changed.</returns>
    Task<(Port Port, bool Changed)> UpdateReservationAsync(Guid portId, ReservationChange change, CancellationToken cancellationToken);

    /// <summary>Removes a client's port; refuses for a DHCP server's.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteReservationAsync(Guid portId, CancellationToken cancellationToken);
}
