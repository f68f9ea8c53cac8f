namespace DhcpNet.Agent;

/// <summary>How urgent the agent's own work is beside that of the plugin's notifications, which have theirs (0 to 255).</summary>
internal static class AgentPriorities
{
    /// <summary>A network has no DHCP at all.</summary>
    public const int Respawn = -1;

    /// <summary>Something that failed before.</summary>
    public const int Retry = 500;

    /// <summary>One of all networks.</summary>
    public const int Sync = 1000;
}
