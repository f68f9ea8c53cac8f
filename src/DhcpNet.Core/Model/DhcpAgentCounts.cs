namespace DhcpNet;

/// <summary>How often things have happened to an agent since it was started.</summary>
public sealed record DhcpAgentCounts
{
    /// <summary>Notifications that came from the plugin.</summary>
    public long Notifications { get; init; }

    /// <summary>Networks that were looked at because of something.</summary>
    public long Applied { get; init; }

    /// <summary>Those of which something was changed.</summary>
    public long Changed { get; init; }

    /// <summary>Those that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Processes that were started again because they had ended by themselves.</summary>
    public long Respawned { get; init; }

    /// <summary>Syncs of all networks.</summary>
    public long Syncs { get; init; }

    /// <summary>Ports that the plugin was told DHCP answers for.</summary>
    public long ReadyPorts { get; init; }

    /// <summary>State reports that the plugin took.</summary>
    public long Reports { get; init; }

    /// <summary>The main ones.</summary>
    public override string ToString() =>
        $"{Notifications} notifications, {Applied} networks looked at, {Changed} changed, {Failed} failed, {Respawned} respawned";
}
