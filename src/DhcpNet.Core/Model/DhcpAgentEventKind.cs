namespace DhcpNet;

/// <summary>What an agent tells of.</summary>
public enum DhcpAgentEventKind
{
    /// <summary>It has begun.</summary>
    Started,

    /// <summary>It begins to bring all networks to what the plugin says.</summary>
    SyncStarted,

    /// <summary>All networks have been brought to what the plugin says, or failed.</summary>
    Synced,

    /// <summary>A network was given a service.</summary>
    Enabled,

    /// <summary>A network's service was changed.</summary>
    Updated,

    /// <summary>A network's service was removed.</summary>
    Disabled,

    /// <summary>A network's dnsmasq had ended by itself, and was started again.</summary>
    Respawned,

    /// <summary>Something did not work; it is tried again unless the reason says otherwise.</summary>
    Failed,

    /// <summary>Something works again that did not.</summary>
    Recovered,

    /// <summary>It has ended; the networks' service runs on.</summary>
    Stopped,
}
