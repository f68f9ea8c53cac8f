namespace DhcpNet.Dnsmasq;

/// <summary>What <see cref="DnsmasqService.EnsureAsync"/> had to do.</summary>
public enum DnsmasqChange
{
    /// <summary>Nothing: it was serving just this.</summary>
    None,

    /// <summary>It was not running, and was started.</summary>
    Started,

    /// <summary>It was running with another configuration, and was replaced. Leases were kept.</summary>
    Restarted,
}
