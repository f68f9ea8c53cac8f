namespace DhcpNet.Dnsmasq;

/// <summary>What a dnsmasq has counted since it was started.</summary>
internal sealed record DnsmasqCounters
{
    /// <summary>How many names its cache can hold.</summary>
    public long? CacheSize { get; init; }

    /// <summary>Names put into the cache.</summary>
    public long? CacheInsertions { get; init; }

    /// <summary>Names that had to leave the cache before their time.</summary>
    public long? CacheEvictions { get; init; }

    /// <summary>Queries forwarded to other servers.</summary>
    public long? QueriesForwarded { get; init; }

    /// <summary>Queries answered without asking anybody.</summary>
    public long? QueriesAnswered { get; init; }

    /// <summary>The servers that it forwards to.</summary>
    public IReadOnlyList<UpstreamServer> Upstreams { get; init; } = [];
}
