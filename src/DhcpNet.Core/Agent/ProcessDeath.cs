namespace DhcpNet.Agent;

/// <summary>That a process of a network's service, its dnsmasq or its metadata proxy, has ended by itself.</summary>
/// <param name="NetworkId">The network that it served.</param>
/// <param name="Name">The program.</param>
/// <param name="ProcessId">Its number.</param>
/// <param name="Life">How long it lived.</param>
/// <param name="Wait">How long to wait before another is started.</param>
/// <param name="IsMended">Whether another has been started already.</param>
internal sealed record ProcessDeath(Guid NetworkId, string Name, int ProcessId, TimeSpan Life, TimeSpan Wait, bool IsMended)
{
    /// <summary>What happened, in words.</summary>
    public string What => $"{Name} ({ProcessId}) ended by itself";
}
