namespace DhcpNet;

/// <summary>How many of a network's addresses are in use, and what its dnsmasq has done since it was started.</summary>
public sealed record DhcpStatistics
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The network's name.</summary>
    public string NetworkName => Network.Name;

    /// <summary>The network's id.</summary>
    public Guid NetworkId => Network.Id;

    /// <summary>The same for each subnet.</summary>
    public required IReadOnlyList<SubnetStatistics> Subnets { get; init => field = Indexable.List(value); }

    /// <summary>The addresses of all subnets.</summary>
    public double Addresses => Subnets.Sum(s => s.Addresses);

    /// <summary>The addresses that ports have.</summary>
    public int Reserved => Subnets.Sum(s => s.Reserved);

    /// <summary>The addresses that clients have leases of now.</summary>
    public int Leased => Subnets.Sum(s => s.Leased);

    /// <summary>The addresses that no port has.</summary>
    public double Free => Subnets.Sum(s => s.Free);

    /// <summary>How much ports have of the subnet that is fullest, from 0 to 100: an IPv6 subnet is never full, and would hide one that is.</summary>
    public double PercentUsed => Subnets.Select(s => s.PercentUsed).DefaultIfEmpty().Max();

    /// <summary>Leases that belong to no port any more.</summary>
    public int Stale { get; init; }

    /// <summary>The process id of dnsmasq; null: it does not run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>How long dnsmasq has been running; null: it does not.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>The memory that dnsmasq has, in bytes, what it shares with other processes included.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>DNS queries that dnsmasq answered itself, those for these numbers included; null: it does not answer, here and below.</summary>
    public long? QueriesAnswered { get; init; }

    /// <summary>DNS queries that dnsmasq forwarded.</summary>
    public long? QueriesForwarded { get; init; }

    /// <summary>How many names dnsmasq's cache can hold.</summary>
    public long? CacheSize { get; init; }

    /// <summary>Names that dnsmasq put into its cache.</summary>
    public long? CacheInsertions { get; init; }

    /// <summary>Names that had to leave dnsmasq's cache before their time.</summary>
    public long? CacheEvictions { get; init; }

    /// <summary>The servers that dnsmasq forwards to.</summary>
    public IReadOnlyList<UpstreamServer> Upstreams { get; init => field = Indexable.List(value); } = [];

    /// <summary>The network's name.</summary>
    public override string ToString() => Network.DisplayName;
}
