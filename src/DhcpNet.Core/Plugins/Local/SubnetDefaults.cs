using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>What a subnet is where nothing was said.</summary>
internal static class SubnetDefaults
{
    /// <summary>The subnet that a spec describes.</summary>
    public static Subnet Apply(SubnetSpec spec, NetworkRow network)
    {
        IPAddress? gateway = spec.NoGateway ? null : spec.GatewayIp ?? Gateway(spec.Cidr);
        return new Subnet
        {
            Id = spec.Id ?? Guid.NewGuid(),
            NetworkId = network.Id,
            NetworkName = network.Name,
            Name = spec.Name ?? "",
            Cidr = spec.Cidr,
            GatewayIp = gateway,
            EnableDhcp = spec.EnableDhcp ?? true,
            AllocationPools = spec.AllocationPools is { } pools ? InOrder(pools) : Pools(spec.Cidr, gateway),
            DnsNameservers = [.. (spec.DnsNameservers ?? []).Distinct()],
            HostRoutes = [.. (spec.HostRoutes ?? []).Distinct()],
            Ipv6AddressMode = spec.Ipv6AddressMode,
            Ipv6RaMode = spec.Ipv6RaMode,
        };
    }

    /// <summary>Pools in order of their addresses, which is the order they are used and shown in.</summary>
    public static IReadOnlyList<AllocationPool> InOrder(IEnumerable<AllocationPool> pools) =>
        [.. pools.OrderBy(pool => IPAddressMath.ToNumber(pool.Start))];

    // Neutron takes the first host address of an IPv4 prefix, and of an IPv6 prefix the address of all its routers (RFC 4291, section 2.6.1).
    private static IPAddress? Gateway(IPNetwork cidr)
    {
        int hostBits = IPAddressMath.Bits(cidr.BaseAddress.AddressFamily) - cidr.PrefixLength;
        if (hostBits == 0)
            return null;
        return cidr.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? cidr.BaseAddress : IPAddressMath.Add(cidr.BaseAddress, 1);
    }

    private static List<AllocationPool> Pools(IPNetwork cidr, IPAddress? gateway)
    {
        (IPAddress first, IPAddress last) = SubnetPrefix.Usable(cidr);
        if (gateway is null || gateway.AddressFamily != first.AddressFamily || !Within(gateway, first, last))
            return [new AllocationPool(first, last)];
        var pools = new List<AllocationPool>();
        if (!gateway.Equals(first))
            pools.Add(new AllocationPool(first, IPAddressMath.Add(gateway, -1)));
        if (!gateway.Equals(last))
            pools.Add(new AllocationPool(IPAddressMath.Add(gateway, 1), last));
        return pools;
    }

    private static bool Within(IPAddress address, IPAddress first, IPAddress last) =>
        IPAddressMath.Compare(first, address) <= 0 && IPAddressMath.Compare(address, last) <= 0;
}
