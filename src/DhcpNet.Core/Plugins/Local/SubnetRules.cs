using System.Net;
using System.Net.Sockets;
using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>What a subnet has to be, as a whole, to work (Neutron: db_base_plugin_v2._validate_subnet, ipam_backend_mixin).</summary>
internal static class SubnetRules
{
    private const int AutoAddressPrefixLength = 64;

    /// <exception cref="DhcpNetException">The rule that is broken, as bad input.</exception>
    public static void Validate(Subnet subnet)
    {
        SubnetPrefix.Validate(subnet.Cidr, subnet.EnableDhcp);
        ValidateModes(subnet);
        ValidatePools(subnet);
        ValidateGateway(subnet);
        foreach (IPAddress server in subnet.DnsNameservers)
            RequireFamily(subnet, server, "DnsServerFamily", "DNS server");
        foreach (HostRoute route in subnet.HostRoutes)
        {
            HostRouteText.Validate(route);
            RequireFamily(subnet, route.Nexthop, "HostRouteFamily", "host route's next hop");
        }
    }

    /// <exception cref="DhcpNetException"><c>SubnetOverlap</c>.</exception>
    public static void RequireDisjoint(Subnet subnet, IEnumerable<Subnet> others)
    {
        if (others.FirstOrDefault(other => IPAddressMath.Overlap(other.Cidr, subnet.Cidr)) is { } other)
            throw Overlap(subnet, other);
    }

    /// <summary>Those of many subnets that overlap one before them, and which; without comparing each with each.</summary>
    public static IEnumerable<(Subnet Subnet, Subnet Earlier)> FindOverlaps(IReadOnlyList<Subnet> subnets)
    {
        var overlaps = new SortedDictionary<int, int>();
        int[] byAddress =
        [
            .. Enumerable.Range(0, subnets.Count)
                .OrderBy(i => subnets[i].IpVersion).ThenBy(i => IPAddressMath.ToNumber(subnets[i].Cidr.BaseAddress)).ThenBy(i => subnets[i].Cidr.PrefixLength),
        ];
        // Prefixes are apart or one within the other, so that one which overlaps any before it overlaps the last that was not within another.
        int outer = -1;
        foreach (int i in byAddress)
        {
            if (outer < 0 || !IPAddressMath.Overlap(subnets[outer].Cidr, subnets[i].Cidr))
                outer = i;
            else
                overlaps[Math.Max(outer, i)] = Math.Min(outer, i);
        }
        return overlaps.Select(pair => (subnets[pair.Key], subnets[pair.Value]));
    }

    /// <summary>Says that a subnet overlaps another of its network.</summary>
    public static DhcpNetException Overlap(Subnet subnet, Subnet other) => Invalid.Input("SubnetOverlap",
        $"The prefix {subnet.Cidr} overlaps subnet {other.Cidr} of network '{subnet.NetworkName}'. Choose a prefix apart from it.", subnet.Cidr);

    private static void ValidateModes(Subnet subnet)
    {
        if (subnet.Ipv6AddressMode is null && subnet.Ipv6RaMode is null)
            return;
        if (subnet.IpVersion == 4)
            throw Invalid.Input("Ipv6ModeOnIPv4", $"{subnet.Cidr} is an IPv4 subnet and takes no IPv6 modes. Leave them out.", subnet.Cidr);
        if (!subnet.EnableDhcp)
            throw Invalid.Input("Ipv6ModeNeedsDhcp", $"DHCP cannot be disabled on subnet {subnet.Cidr} because it has an IPv6 mode.", subnet.Cidr);
        if (subnet.Ipv6AddressMode is { } address && subnet.Ipv6RaMode is { } ra && address != ra)
        {
            throw Invalid.Input("Ipv6ModesDiffer",
                $"The IPv6 address mode {Ipv6Modes.ToNeutron(address)} and the IPv6 RA mode {Ipv6Modes.ToNeutron(ra)} of subnet {subnet.Cidr} contradict each other. " +
                "Give both the same, or one of them.", subnet.Cidr);
        }
        if (subnet.IsAutoAddress && subnet.Cidr.PrefixLength != AutoAddressPrefixLength)
        {
            throw Invalid.Input("AutoAddressPrefix",
                $"Clients cannot make their own addresses on {subnet.Cidr}: that takes a prefix of /{AutoAddressPrefixLength}.", subnet.Cidr);
        }
    }

    private static void ValidateGateway(Subnet subnet)
    {
        if (subnet.GatewayIp is not { } gateway)
            return;
        RequireFamily(subnet, gateway, "GatewayFamily", "gateway");
        // An IPv6 gateway may be the prefix's first address: that of all its routers. Outside the prefix any will do (Neutron: on-link routes).
        (IPAddress first, IPAddress last) = SubnetPrefix.Usable(subnet.Cidr);
        bool isReserved = subnet.Cidr.Contains(gateway) && (IPAddressMath.Compare(gateway, first) < 0 || IPAddressMath.Compare(gateway, last) > 0);
        if (isReserved && subnet.IpVersion == 4)
        {
            throw Invalid.Input("GatewayNotUsable",
                $"The gateway {gateway} is the network or broadcast address of subnet {subnet.Cidr}. Choose one from {first} to {last}.", gateway);
        }
        if (subnet.AllocationPools.FirstOrDefault(pool => Contains(pool, gateway)) is { } inside)
        {
            throw Invalid.Input("GatewayInPool",
                $"The gateway {gateway} of subnet {subnet.Cidr} is inside the allocation pool {inside}. Give pools that leave it out, or another gateway.", gateway);
        }
    }

    private static void ValidatePools(Subnet subnet)
    {
        (IPAddress first, IPAddress last) = SubnetPrefix.Usable(subnet.Cidr);
        AllocationPool? previous = null;
        foreach (AllocationPool pool in subnet.AllocationPools)
        {
            AllocationPoolText.Validate(pool);
            RequireFamily(subnet, pool.Start, "PoolFamily", "allocation pool's start");
        }
        foreach (AllocationPool pool in subnet.AllocationPools.OrderBy(pool => IPAddressMath.ToNumber(pool.Start)))
        {
            if (IPAddressMath.Compare(pool.Start, first) < 0 || IPAddressMath.Compare(pool.End, last) > 0)
            {
                throw Invalid.Input("PoolOutsideSubnet",
                    $"The allocation pool {pool} is not within the usable addresses of subnet {subnet.Cidr}, {first} to {last}.", pool);
            }
            if (previous is not null && IPAddressMath.Compare(pool.Start, previous.End) <= 0)
                throw Invalid.Input("PoolsOverlap", $"The allocation pools {previous} and {pool} of subnet {subnet.Cidr} overlap.", pool);
            previous = pool;
        }
    }

    private static bool Contains(AllocationPool pool, IPAddress address) =>
        IPAddressMath.Compare(pool.Start, address) <= 0 && IPAddressMath.Compare(address, pool.End) <= 0;

    private static void RequireFamily(Subnet subnet, IPAddress address, string errorId, string what)
    {
        AddressFamily family = subnet.Cidr.BaseAddress.AddressFamily;
        if (address.AddressFamily != family)
        {
            throw Invalid.Input(errorId,
                $"The {what} {address} is no {IPAddressMath.FamilyName(family)} address, as subnet {subnet.Cidr} needs.", address);
        }
    }
}
