using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>Hands out addresses from allocation pools, the lowest free one first.</summary>
internal static class AddressAllocator
{
    private const string SelectPools = """
        SELECT seq, next_free, last FROM allocation_pools
         WHERE subnet_id = @subnet AND next_free IS NOT NULL ORDER BY first
        """;

    private const string SelectTaken = """
        SELECT address FROM fixed_ips
         WHERE subnet_id = @subnet AND address >= @from AND address <= @last ORDER BY address
        """;

    private const string SetNextFree = "UPDATE allocation_pools SET next_free = @next WHERE seq = @pool";

    private sealed record Pool(long Seq, IPAddress NextFree, IPAddress Last);

    /// <summary>The lowest free address of a subnet's pools, which the caller then gives to a port; null where none is left.</summary>
    public static IPAddress? TryTake(StoreSession session, Subnet subnet)
    {
        List<Pool> pools = session.Query(SelectPools, r => new Pool(r.GetInt64(0), r.ReadAddress(1), r.ReadAddress(2)), ("@subnet", subnet.Id));
        foreach (Pool pool in pools)
        {
            IPAddress? free = LowestFree(session, subnet, pool);
            IPAddress? next = free is null || free.Equals(pool.Last) ? null : IPAddressMath.Add(free, 1);
            session.Execute(SetNextFree, ("@pool", pool.Seq), ("@next", next));
            if (free is not null)
                return free;
        }
        return null;
    }

    /// <exception cref="DhcpNetException"><c>AddressesExhausted</c>.</exception>
    public static IPAddress Take(StoreSession session, Subnet subnet) => TryTake(session, subnet) ?? throw Exhausted([subnet]);

    public static DhcpNetException Exhausted(IReadOnlyList<Subnet> subnets)
    {
        string where = string.Join(" and ", subnets.Select(subnet => subnet.AllocationPools.Count == 0
            ? $"subnet {subnet.Cidr}, which has no allocation pool"
            : $"subnet {subnet.Cidr} ({string.Join(", ", subnet.AllocationPools)})"));
        return new DhcpNetException("AddressesExhausted", DhcpNetErrorKind.Exhausted,
            $"No address is left on {where} of network '{subnets[0].NetworkName}'. Remove reservations, widen the pools with Set-DhcpSubnet, or add a subnet.",
            subnets[0]);
    }

    // Walks the taken addresses, in order, to the first gap between them.
    private static IPAddress? LowestFree(StoreSession session, Subnet subnet, Pool pool)
    {
        UInt128 candidate = IPAddressMath.ToNumber(pool.NextFree), last = IPAddressMath.ToNumber(pool.Last);
        bool overflowed = false;
        session.QueryWhile(SelectTaken, reader =>
        {
            if (IPAddressMath.ToNumber(reader.ReadAddress(0)) != candidate)
                return false;
            overflowed = candidate == last;
            candidate++;
            return !overflowed;
        }, ("@subnet", subnet.Id), ("@from", pool.NextFree), ("@last", pool.Last));
        return overflowed ? null : IPAddressMath.ToAddress(candidate, subnet.Cidr.BaseAddress.AddressFamily);
    }
}
