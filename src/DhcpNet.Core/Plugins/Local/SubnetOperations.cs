using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>Makes, changes and removes subnets, each within one transaction.</summary>
internal static class SubnetOperations
{
    private const int MostNamed = 3;

    public static (Subnet Subnet, bool Created) Create(StoreSession session, Guid networkId, SubnetSpec spec)
    {
        NetworkRow network = NetworkRows.Require(session, networkId);
        Subnet subnet = Describe(spec, network);
        if (SubnetRows.OfNetwork(session, networkId).FirstOrDefault(other => other.Cidr.Equals(spec.Cidr)) is { } existing)
        {
            RequireSame(existing, spec);
            return (existing, false);
        }
        Add(session, network, subnet);
        NetworkRows.CountChange(session, networkId);
        return (SubnetRows.Require(session, subnet.Id), true);
    }

    public static (Subnet Subnet, bool Changed) Update(StoreSession session, Guid id, SubnetChange change)
    {
        RequireOneGateway(change.GatewayIp, change.NoGateway);
        Subnet before = SubnetRows.Require(session, id);
        Subnet after = before with
        {
            Name = change.Name ?? before.Name,
            GatewayIp = change.NoGateway ? null : change.GatewayIp ?? before.GatewayIp,
            EnableDhcp = change.EnableDhcp ?? before.EnableDhcp,
            AllocationPools = change.AllocationPools is { } pools ? SubnetDefaults.InOrder(pools) : before.AllocationPools,
            DnsNameservers = [.. (change.DnsNameservers ?? before.DnsNameservers).Distinct()],
            HostRoutes = [.. (change.HostRoutes ?? before.HostRoutes).Distinct()],
        };
        SubnetRules.Validate(after);
        if (IsSame(before, after))
            return (before, false);
        if (!Equals(before.GatewayIp, after.GatewayIp))
            RequireGatewayFree(session, after);
        SubnetRows.Update(session, before, after);
        NetworkRows.CountChange(session, after.NetworkId);
        return (SubnetRows.Require(session, id), true);
    }

    public static bool Delete(StoreSession session, Guid id)
    {
        if (SubnetRows.ById(session, id) is not { } subnet)
            return false;
        if (!subnet.IsAutoAddress)
            RequireNoReservations(session, subnet);
        SubnetRows.Delete(session, id);
        NetworkRows.CountChange(session, subnet.NetworkId);
        return true;
    }

    /// <summary>The subnet that a spec describes, checked by itself.</summary>
    public static Subnet Describe(SubnetSpec spec, NetworkRow network)
    {
        RequireOneGateway(spec.GatewayIp, spec.NoGateway);
        Subnet subnet = SubnetDefaults.Apply(spec, network);
        SubnetRules.Validate(subnet);
        return subnet;
    }

    /// <summary>Adds a subnet to a network, and its EUI-64 addresses to the ports there (Neutron: add_auto_addrs_on_network_ports).</summary>
    public static void Add(StoreSession session, NetworkRow network, Subnet subnet)
    {
        SubnetRules.RequireDisjoint(subnet, SubnetRows.OfNetwork(session, network.Id));
        MtuRange.Validate(network.Mtu, hasIPv6Subnet: subnet.IpVersion == 6);
        if (SubnetRows.ById(session, subnet.Id) is { } namesake)
            throw new Difference("prefix", $"{namesake.Cidr}", $"{subnet.Cidr}").ToException("SubnetExists", $"The subnet {subnet.Id}", "Leave the id out, or choose another.", subnet.Id);
        SubnetRows.Insert(session, subnet);
        if (!subnet.IsAutoAddress)
            return;
        foreach (Port port in PortRows.OfNetworks(session, IdList.Of([network.Id]))[network.Id])
        {
            // A DHCP port has the subnets that its host asks for.
            if (port.DeviceOwner != DeviceOwners.Dhcp)
                PortAddresses.AddAutomatic(session, [subnet], port.Id, port.MacAddress);
        }
    }

    /// <exception cref="DhcpNetException"><c>SubnetExists</c>: the subnet is not as a spec asks.</exception>
    public static void RequireSame(Subnet subnet, SubnetSpec spec)
    {
        string what = $"Subnet {subnet.Cidr} of network '{subnet.NetworkName}'";
        Difference? fixedForEver = Difference.Between<Guid?>("id", subnet.Id, spec.Id)
            ?? Difference.Between("IPv6 address mode", subnet.Ipv6AddressMode, spec.Ipv6AddressMode)
            ?? Difference.Between("IPv6 RA mode", subnet.Ipv6RaMode, spec.Ipv6RaMode);
        if (fixedForEver is not null)
            throw fixedForEver.ToException("SubnetExists", what, "That cannot change; remove the subnet with Remove-DhcpSubnet first, or leave that out.", subnet);
        Difference? difference = Difference.Between("name", subnet.Name, spec.Name)
            ?? Difference.Between("gateway", subnet.GatewayIp, spec.GatewayIp)
            ?? (spec.NoGateway && subnet.GatewayIp is not null ? new Difference("gateway", subnet.GatewayIp.ToString(), "none") : null)
            ?? Difference.Between<bool?>("DHCP enabled", subnet.EnableDhcp, spec.EnableDhcp)
            ?? Difference.BetweenSets("allocation pools", subnet.AllocationPools, spec.AllocationPools)
            ?? Difference.BetweenLists("DNS servers", subnet.DnsNameservers, spec.DnsNameservers?.Distinct())
            ?? Difference.BetweenSets("host routes", subnet.HostRoutes, spec.HostRoutes);
        if (difference is not null)
            throw difference.ToException("SubnetExists", what, "Change it with Set-DhcpSubnet, or leave that out.", subnet);
    }

    private static bool IsSame(Subnet left, Subnet right) =>
        left.Name == right.Name && Equals(left.GatewayIp, right.GatewayIp) && left.EnableDhcp == right.EnableDhcp &&
        left.AllocationPools.SequenceEqual(right.AllocationPools) &&
        left.DnsNameservers.SequenceEqual(right.DnsNameservers) &&
        left.HostRoutes.SequenceEqual(right.HostRoutes);

    private static void RequireOneGateway(IPAddress? gateway, bool noGateway)
    {
        if (gateway is not null && noGateway)
            throw Invalid.Input("GatewayContradiction", $"A subnet cannot have the gateway {gateway} and none. Give one of them.", gateway);
    }

    private static void RequireGatewayFree(StoreSession session, Subnet subnet)
    {
        if (subnet.GatewayIp is { } gateway && PortRows.ByAddress(session, subnet.Id, gateway) is { } port)
        {
            throw new DhcpNetException("GatewayTaken", DhcpNetErrorKind.Conflict,
                $"The gateway {gateway} cannot be: the port of {port.MacAddress} has that address. Choose another, or remove the port first.", gateway);
        }
    }

    private static void RequireNoReservations(StoreSession session, Subnet subnet)
    {
        IReadOnlyList<Port> reservations = PortRows.ReservationsOnSubnet(session, subnet.Id);
        if (reservations.Count == 0)
            return;
        string some = string.Join(", ", reservations.Take(MostNamed).Select(port => port.MacAddress));
        string more = reservations.Count > MostNamed ? $" and {reservations.Count - MostNamed} more" : "";
        throw new DhcpNetException("SubnetInUse", DhcpNetErrorKind.Conflict,
            $"Subnet {subnet.Cidr} of network '{subnet.NetworkName}' has the addresses of reservations: {some}{more}. Remove them with Remove-DhcpReservation first.", subnet);
    }
}
