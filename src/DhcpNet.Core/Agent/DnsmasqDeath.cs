namespace DhcpNet.Agent;

/// <summary>That a dnsmasq has ended by itself.</summary>
/// <param name="NetworkId">The network that it served.</param>
/// <param name="ProcessId">Its number.</param>
/// <param name="Life">How long it lived.</param>
/// <param name="Wait">How long to wait before another is started.</param>
/// <param name="IsMended">Whether another has been started already.</param>
internal sealed record DnsmasqDeath(Guid NetworkId, int ProcessId, TimeSpan Life, TimeSpan Wait, bool IsMended)
{
    /// <summary>What happened, in words.</summary>
    public string What => $"dnsmasq ({ProcessId}) ended by itself";
}
