namespace DhcpNet.Plugins;

/// <summary>That something has changed at the plugin.</summary>
public sealed record DhcpNotification
{
    /// <summary>What has changed.</summary>
    public required DhcpNotificationKind Kind { get; init; }

    /// <summary>The network that it concerns; null for <see cref="DhcpNotificationKind.AgentUpdate"/>, for <see cref="DhcpNotificationKind.Resync"/>, and where the plugin did not say.</summary>
    public Guid? NetworkId { get; init; }

    /// <summary>The subnet that it concerns.</summary>
    public Guid? SubnetId { get; init; }

    /// <summary>The port that it concerns.</summary>
    public Guid? PortId { get; init; }

    /// <summary>The port as it is now, where the notification brought it.</summary>
    public Port? Port { get; init; }

    /// <summary>What is more urgent has a lower one; Neutron's are 0 to 6.</summary>
    public int Priority { get; init; } = 255;

    /// <summary>Whether the network or the agent is on, where that is what changed.</summary>
    public bool? AdminStateUp { get; init; }

    /// <summary>Why, for a person: of a <see cref="DhcpNotificationKind.Resync"/>.</summary>
    public string? Reason { get; init; }
}
