using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;
using DhcpNet.Plugins;
using DhcpNet.Validation;

namespace DhcpNet.Setup;

/// <summary>Counts what is in use of networks' addresses, and asks their dnsmasqs for their counters.</summary>
public sealed class StatisticsReader(IDhcpPlugin plugin, DhcpConfiguration configuration)
{
    // They wait for answers, not for a processor.
    private const int Parallelism = 16;

    private readonly LeaseStep _leases = new(plugin, configuration);
    private readonly DhcpPortStep _ports = new(plugin, configuration);
    private readonly DnsmasqService _service = new(configuration);

    /// <summary>The statistics of each network, in order.</summary>
    public async Task<IReadOnlyList<DhcpStatistics>> ReadAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        var statistics = new DhcpStatistics[networks.Count];
        await Parallel.ForAsync(0, networks.Count, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (i, token) => statistics[i] = await ReadAsync(networks[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return statistics;
    }

    private async Task<DhcpStatistics> ReadAsync(Network network, CancellationToken cancellationToken)
    {
        IReadOnlyList<DhcpLease> leases = await _leases.GetAsync(network, cancellationToken).ConfigureAwait(false);
        IPAddress[] leased = [.. leases.Where(l => l.State == DhcpLeaseState.Active).Select(l => l.Address)];
        ILookup<Guid, IPAddress> reserved = network.Ports.SelectMany(p => p.FixedIps).ToLookup(ip => ip.SubnetId, ip => ip.IpAddress);
        var statistics = new DhcpStatistics
        {
            Network = network,
            Subnets = [.. network.Subnets.Select(s => Count(network, s, [.. reserved[s.Id].Distinct()], leased))],
            Stale = leases.Count(l => l.State == DhcpLeaseState.Stale),
        };
        return await AddProcessAsync(statistics, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DhcpStatistics> AddProcessAsync(DhcpStatistics statistics, CancellationToken cancellationToken)
    {
        // Of a network with segments, the first one's.
        Network network = NetworkSegments.SplitServed(statistics.Network)[0];
        if (_service.Get(DhcpServiceId.Of(network)) is not { ProcessId: int id } status)
            return statistics;
        IPAddress? address = _ports.Find(network)?.FixedIps.Select(ip => ip.IpAddress).FirstOrDefault();
        DnsmasqCounters? counters = address is null ? null : await DnsmasqCounterQuery.AskAsync(network.NamespaceName, address, cancellationToken).ConfigureAwait(false);
        return statistics with
        {
            ProcessId = id,
            Uptime = status.Uptime,
            MemoryBytes = RunningProcess.Find(id)?.GetResidentBytes(),
            QueriesAnswered = counters?.QueriesAnswered,
            QueriesForwarded = counters?.QueriesForwarded,
            CacheSize = counters?.CacheSize,
            CacheInsertions = counters?.CacheInsertions,
            CacheEvictions = counters?.CacheEvictions,
            Upstreams = counters?.Upstreams ?? [],
        };
    }

    internal static SubnetStatistics Count(Network network, Subnet subnet, IReadOnlyCollection<IPAddress> reserved, IEnumerable<IPAddress> leased)
    {
        IReadOnlyList<AllocationPool> pools = subnet.AllocationPools.Count > 0 ? subnet.AllocationPools : [Usable(subnet.Cidr)];
        double addresses = pools.Sum(Size);
        return new SubnetStatistics
        {
            NetworkName = network.Name,
            NetworkId = network.Id,
            SubnetId = subnet.Id,
            Cidr = subnet.Cidr,
            Addresses = addresses,
            Reserved = reserved.Count,
            Leased = leased.Count(subnet.Cidr.Contains),
            Free = addresses - reserved.Count(address => pools.Any(pool => Contains(pool, address))),
        };
    }

    private static AllocationPool Usable(IPNetwork cidr)
    {
        (IPAddress first, IPAddress last) = SubnetPrefix.Usable(cidr);
        return new AllocationPool(first, last);
    }

    private static double Size(AllocationPool pool) => (double)(IPAddressMath.ToNumber(pool.End) - IPAddressMath.ToNumber(pool.Start)) + 1;

    private static bool Contains(AllocationPool pool, IPAddress address) =>
        address.AddressFamily == pool.Start.AddressFamily && IPAddressMath.Compare(pool.Start, address) <= 0 && IPAddressMath.Compare(address, pool.End) <= 0;
}
