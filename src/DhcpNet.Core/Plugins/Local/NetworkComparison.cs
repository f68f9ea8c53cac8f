using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>Finds in what a network is not as a definition says. What the definition leaves out is compared as its default.</summary>
internal static class NetworkComparison
{
    /// <summary>What differs, each in a clause.</summary>
    public static IEnumerable<string> Differences(StoreSession session, Network existing, NetworkDefinition definition, NetworkPlan plan)
    {
        Difference?[] own =
        [
            Difference.Between<Guid?>("id", existing.Id, definition.Network.Id),
            Difference.Exactly("name", existing.Name, plan.Row.Name),
            Difference.Exactly("project", existing.ProjectId, plan.Row.ProjectId),
            Difference.Exactly("VLAN tag", existing.VlanTag, plan.Row.VlanTag),
            Difference.Exactly("MTU", existing.Mtu, plan.Row.Mtu),
            Difference.Exactly("administrative state", State(existing.AdminStateUp), State(plan.Row.AdminStateUp)),
        ];
        return own.OfType<Difference>().Select(difference => difference.Clause)
            .Concat(OfSubnets(session, existing, plan))
            .Concat(definition.Reservations is null ? [] : OfReservations(session, existing, plan));
    }

    private static IEnumerable<string> OfSubnets(StoreSession session, Network existing, NetworkPlan plan)
    {
        Dictionary<IPNetwork, Subnet> others = existing.Subnets.ToDictionary(subnet => subnet.Cidr);
        foreach ((SubnetSpec spec, Subnet wanted) in plan.Subnets)
        {
            if (!others.Remove(wanted.Cidr, out Subnet? subnet))
                yield return $"no subnet {wanted.Cidr}";
            else
            {
                foreach (Difference difference in OfSubnet(session, subnet, wanted, spec))
                    yield return $"subnet {subnet.Cidr}: {difference.Clause}";
            }
        }
        foreach (Subnet subnet in others.Values)
            yield return $"subnet {subnet.Cidr} besides";
    }

    private static IEnumerable<Difference> OfSubnet(StoreSession session, Subnet subnet, Subnet wanted, SubnetSpec spec)
    {
        Difference?[] differences =
        [
            Id(subnet.Id, spec.Id, id => SubnetRows.Exists(session, id)),
            Difference.Exactly("name", subnet.Name, wanted.Name),
            Difference.Exactly("gateway", subnet.GatewayIp, wanted.GatewayIp),
            Difference.Exactly("DHCP", OnOff(subnet.EnableDhcp), OnOff(wanted.EnableDhcp)),
            Difference.Exactly("IPv6 address mode", subnet.Ipv6AddressMode, wanted.Ipv6AddressMode),
            Difference.Exactly("IPv6 RA mode", subnet.Ipv6RaMode, wanted.Ipv6RaMode),
            Difference.BetweenLists("allocation pools", subnet.AllocationPools, wanted.AllocationPools),
            Difference.BetweenLists("DNS servers", subnet.DnsNameservers, wanted.DnsNameservers),
            Difference.BetweenSets("host routes", subnet.HostRoutes, wanted.HostRoutes),
        ];
        return differences.OfType<Difference>();
    }

    private static IEnumerable<string> OfReservations(StoreSession session, Network existing, NetworkPlan plan)
    {
        Dictionary<MacAddress, Port> others = existing.Ports.Where(port => !DeviceOwners.IsService(port.DeviceOwner)).ToDictionary(port => port.MacAddress);
        foreach ((ReservationSpec spec, string? hostName) in plan.Reservations)
        {
            if (!others.Remove(spec.MacAddress, out Port? port))
                yield return $"no reservation of {spec.MacAddress}";
            else
            {
                foreach (Difference difference in OfReservation(session, existing.Subnets, port, spec, hostName))
                    yield return $"reservation of {port.MacAddress}: {difference.Clause}";
            }
        }
        foreach (Port port in others.Values)
            yield return $"a reservation of {port.MacAddress} besides";
    }

    private static IEnumerable<Difference> OfReservation(StoreSession session, IReadOnlyList<Subnet> subnets, Port port, ReservationSpec spec, string? hostName)
    {
        // The port has its automatic addresses whether they were asked for or not; others may be any where none was asked for.
        IEnumerable<IPAddress>? wanted = spec.IPAddresses?.Concat(
            subnets.Where(subnet => subnet.IsAutoAddress).Select(subnet => IPAddressMath.EuiAddress(subnet.Cidr, spec.MacAddress)));
        Difference?[] differences =
        [
            Id(port.Id, spec.Id, id => PortRows.Exists(session, id)),
            Difference.BetweenSets("addresses", port.FixedIps.Select(ip => ip.IpAddress), wanted?.Distinct()),
            string.Equals(port.DnsName, hostName, StringComparison.OrdinalIgnoreCase) ? null : Difference.Exactly("host name", port.DnsName, hostName),
            Difference.Exactly("name", port.Name, spec.Name ?? ""),
            Difference.Exactly("device id", port.DeviceId, spec.DeviceId ?? ""),
            Difference.Exactly("device owner", port.DeviceOwner, spec.DeviceOwner ?? ""),
            Difference.Exactly("administrative state", State(port.AdminStateUp), State(spec.AdminStateUp ?? true)),
            Difference.BetweenSets("options", port.ExtraDhcpOpts, spec.Options ?? []),
        ];
        return differences.OfType<Difference>();
    }

    // An id that somebody else has could not have been given.
    private static Difference? Id(Guid actual, Guid? asked, Func<Guid, bool> isTaken) =>
        asked is null || asked == actual || isTaken(asked.Value) ? null : Difference.Exactly<Guid?>("id", actual, asked);

    private static string State(bool isUp) => isUp ? "up" : "down";

    private static string OnOff(bool isOn) => isOn ? "on" : "off";
}
