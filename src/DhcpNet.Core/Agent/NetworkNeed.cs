namespace DhcpNet.Agent;

/// <summary>What a notification makes necessary.</summary>
/// <param name="NetworkId">The network that something is to be done about.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record NetworkNeed(Guid NetworkId, string Reason)
{
    /// <summary>How long it had better wait, for what else is being told just now.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Whether nothing is to be done but to tell the plugin that DHCP answers for <see cref="PortId"/>.</summary>
    public bool IsReady { get; init; }

    /// <summary>The port that it is about, where it is about one that is there.</summary>
    public Guid? PortId { get; init; }
}
