using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>Decides which addresses a port gets.</summary>
internal static class PortAddresses
{
    /// <summary>Gives a client's port the addresses asked for, or one of each family, and one on every EUI-64 subnet besides.</summary>
    public static void AddForClient(StoreSession session, NetworkRow network, IReadOnlyList<Subnet> subnets, Guid portId, MacAddress mac, IReadOnlyList<IPAddress>? asked)
    {
        if (asked is null)
            AddDefaults(session, subnets, portId);
        else
        {
            foreach ((Subnet subnet, FixedIp fixedIp) in LocateAll(network, subnets, mac, asked))
                AddChecked(session, subnet, portId, fixedIp);
        }
        AddAutomatic(session, subnets.Where(subnet => asked is null || !asked.Any(subnet.Cidr.Contains)), portId, mac);
    }

    /// <summary>Gives a port its EUI-64 address on every subnet that has such.</summary>
    public static void AddAutomatic(StoreSession session, IEnumerable<Subnet> subnets, Guid portId, MacAddress mac)
    {
        foreach (Subnet subnet in subnets.Where(subnet => subnet.IsAutoAddress))
            AddUnlessTaken(session, portId, Automatic(subnet, mac));
    }

    /// <summary>Where addresses asked for lie; those that the port has anyway, by EUI-64, are left out.</summary>
    public static IReadOnlyList<FixedIp> Locate(NetworkRow network, IReadOnlyList<Subnet> subnets, MacAddress mac, IReadOnlyList<IPAddress> asked)
    {
        return [.. LocateAll(network, subnets, mac, asked).Where(located => !located.Subnet.IsAutoAddress).Select(located => located.FixedIp)];
    }

    /// <summary>Gives a port an address that somebody chose.</summary>
    public static void AddChecked(StoreSession session, IReadOnlyList<Subnet> subnets, Guid portId, FixedIp fixedIp) =>
        AddChecked(session, subnets.Single(subnet => subnet.Id == fixedIp.SubnetId), portId, fixedIp);

    /// <summary>Gives a DHCP port an address on a subnet: the one asked for, that of its MAC address, or the lowest free one.</summary>
    public static void AddForDhcp(StoreSession session, IReadOnlyList<Subnet> subnets, Port port, FixedIpRequest asked)
    {
        Subnet subnet = subnets.FirstOrDefault(subnet => subnet.Id == asked.SubnetId) ?? throw SubnetRows.NotFound(asked.SubnetId);
        if (asked.IpAddress is null)
        {
            AddUnlessTaken(session, port.Id,
                subnet.IsAutoAddress ? Automatic(subnet, port.MacAddress) : new FixedIp(subnet.Id, AddressAllocator.Take(session, subnet)));
        }
        else if (subnet.IsAutoAddress && !asked.IpAddress.Equals(Automatic(subnet, port.MacAddress).IpAddress))
            throw NotAutomatic(subnet, port.MacAddress, asked.IpAddress);
        else
            AddChecked(session, subnets, port.Id, new FixedIp(subnet.Id, asked.IpAddress));
    }

    private static List<(Subnet Subnet, FixedIp FixedIp)> LocateAll(NetworkRow network, IReadOnlyList<Subnet> subnets, MacAddress mac, IReadOnlyList<IPAddress> asked)
    {
        var located = new List<(Subnet, FixedIp)>();
        foreach (IPAddress address in asked.Distinct())
        {
            Subnet subnet = subnets.FirstOrDefault(subnet => subnet.Cidr.Contains(address)) ?? throw OutsideSubnets(network, subnets, address);
            var fixedIp = new FixedIp(subnet.Id, address);
            if (subnet.IsAutoAddress && fixedIp != Automatic(subnet, mac))
                throw NotAutomatic(subnet, mac, address);
            located.Add((subnet, fixedIp));
        }
        return located;
    }

    private static void AddChecked(StoreSession session, Subnet subnet, Guid portId, FixedIp fixedIp)
    {
        if (!subnet.IsAutoAddress)
            RequireUsable(subnet, fixedIp.IpAddress);
        AddUnlessTaken(session, portId, fixedIp);
    }

    // Neutron: ipam_pluggable_backend._allocate_ips_for_port. One address a family, from the first subnet that has one.
    private static void AddDefaults(StoreSession session, IReadOnlyList<Subnet> subnets, Guid portId)
    {
        foreach (IGrouping<int, Subnet> family in subnets.Where(subnet => !subnet.IsAutoAddress).GroupBy(subnet => subnet.IpVersion).OrderBy(group => group.Key))
        {
            FixedIp? fixedIp = null;
            foreach (Subnet subnet in family)
            {
                if (AddressAllocator.TryTake(session, subnet) is not { } address)
                    continue;
                fixedIp = new FixedIp(subnet.Id, address);
                break;
            }
            PortRows.AddFixedIp(session, portId, fixedIp ?? throw AddressAllocator.Exhausted([.. family]));
        }
    }

    private static FixedIp Automatic(Subnet subnet, MacAddress mac) => new(subnet.Id, IPAddressMath.EuiAddress(subnet.Cidr, mac));

    private static void AddUnlessTaken(StoreSession session, Guid portId, FixedIp fixedIp)
    {
        if (PortRows.ByAddress(session, fixedIp.SubnetId, fixedIp.IpAddress) is { } other)
        {
            string owner = other.DeviceOwner == DeviceOwners.Dhcp ? "the DHCP port" : "the reservation of";
            throw new DhcpNetException("AddressTaken", DhcpNetErrorKind.Conflict,
                $"The address {fixedIp.IpAddress} is taken by {owner} {other.MacAddress}. Choose another, or leave it out to get a free one.", fixedIp.IpAddress);
        }
        PortRows.AddFixedIp(session, portId, fixedIp);
    }

    private static void RequireUsable(Subnet subnet, IPAddress address)
    {
        if (!subnet.Cidr.Contains(address))
        {
            throw Invalid.Input("AddressOutsideSubnet", $"The address {address} is outside of subnet {subnet.Cidr}.", address);
        }
        if (address.Equals(subnet.GatewayIp))
            throw Invalid.Input("AddressIsGateway", $"The address {address} is the gateway of subnet {subnet.Cidr}. Choose another.", address);
        (IPAddress first, IPAddress last) = SubnetPrefix.Usable(subnet.Cidr);
        if (IPAddressMath.Compare(address, first) < 0 || IPAddressMath.Compare(address, last) > 0)
        {
            throw Invalid.Input("AddressNotUsable",
                $"The address {address} is the network or broadcast address of subnet {subnet.Cidr}. Choose one from {first} to {last}.", address);
        }
    }

    private static DhcpNetException OutsideSubnets(NetworkRow network, IReadOnlyList<Subnet> subnets, IPAddress address) =>
        Invalid.Input("AddressOutsideSubnet", subnets.Count == 0
            ? $"The address {address} is outside of network '{network.Name}', which has no subnet. Add one with New-DhcpSubnet."
            : $"The address {address} is outside of network '{network.Name}', whose subnets are {string.Join(", ", subnets)}.", address);

    private static DhcpNetException NotAutomatic(Subnet subnet, MacAddress mac, IPAddress address) =>
        Invalid.Input("AddressNotAutomatic",
            $"The address {address} cannot be chosen: on subnet {subnet.Cidr} clients make their own addresses, and {mac} gets {IPAddressMath.EuiAddress(subnet.Cidr, mac)}.",
            address);
}
