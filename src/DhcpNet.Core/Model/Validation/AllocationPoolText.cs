using System.Net;

namespace DhcpNet.Validation;

/// <summary>Allocation pools as people write them: <c>10.0.0.10-10.0.0.200</c>.</summary>
public static class AllocationPoolText
{
    /// <summary>Reads a pool: first and last address, a hyphen between.</summary>
    /// <exception cref="DhcpNetException"><c>PoolMalformed</c>, <c>PoolReversed</c>.</exception>
    public static AllocationPool Parse(string text)
    {
        string[] ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2 || !IPAddressText.TryParse(ends[0], out IPAddress? start) || !IPAddressText.TryParse(ends[1], out IPAddress? end))
        {
            throw Invalid.Input("PoolMalformed",
                $"'{text}' is not an allocation pool. Write its first and last address like 10.0.0.10-10.0.0.200.", text);
        }
        var pool = new AllocationPool(start, end);
        Validate(pool);
        return pool;
    }

    /// <summary>Checks that both ends are of one family and in order.</summary>
    /// <exception cref="DhcpNetException"><c>PoolMalformed</c>, <c>PoolReversed</c>.</exception>
    public static void Validate(AllocationPool pool)
    {
        if (pool.Start.AddressFamily != pool.End.AddressFamily)
            throw Invalid.Input("PoolMalformed", $"The allocation pool {pool} begins in one address family and ends in the other.", pool);
        if (IPAddressMath.Compare(pool.Start, pool.End) > 0)
            throw Invalid.Input("PoolReversed", $"The allocation pool {pool} ends before it begins. Did you mean {pool.End}-{pool.Start}?", pool);
    }
}
