namespace DhcpNet.Dnsmasq;

/// <summary>What <see cref="DnsmasqService.EnsureAsync(ServedNetwork, CancellationToken)"/> had to do.</summary>
public enum DnsmasqChange
{
    /// <summary>Nothing: it was serving just this.</summary>
    None,

    /// <summary>It was not running, and was started.</summary>
    Started,

    /// <summary>It was running and did not know all clients yet; it was told of those. Nothing else was read anew.</summary>
    Extended,

    /// <summary>It was running and its files had changed; it has read them again (SIGHUP).</summary>
    Reloaded,

    /// <summary>It was running with another configuration, and was replaced. Leases were kept.</summary>
    Restarted,
}
