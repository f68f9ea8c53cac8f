using System.Text.Json.Serialization;

namespace DhcpNet;

/// <summary>How the agent of a host stands.</summary>
public sealed record DhcpAgentStatus
{
    /// <summary>Whether it runs.</summary>
    [JsonIgnore]
    public DhcpAgentState State { get; init; }

    /// <summary>The process that it runs in, or ran in.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When it was started; null: there never was one.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>For how long it has been running.</summary>
    [JsonIgnore]
    public TimeSpan? Uptime => State == DhcpAgentState.Running ? DateTimeOffset.UtcNow - StartTime : null;

    /// <summary>The name of the host that it serves as.</summary>
    public string? HostName { get; init; }

    /// <summary>The plugin whose networks it serves.</summary>
    public string? Plugin { get; init; }

    /// <summary>Whether it serves some of the plugin's networks alone.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Where it hears of changes.</summary>
    public string? Source { get; init; }

    /// <summary>Whether it can hear of changes now.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Networks that it knows, with subnets and ports.</summary>
    public int Networks { get; init; }

    /// <summary>Their subnets.</summary>
    public int Subnets { get; init; }

    /// <summary>Their ports.</summary>
    public int Ports { get; init; }

    /// <summary>Networks that wait for something to be done, those that failed and are tried again among them.</summary>
    public int Backlog { get; init; }

    /// <summary>Networks that are being worked on.</summary>
    public int InWork { get; init; }

    /// <summary>Ports that the plugin is still to be told of.</summary>
    public int ReadyBacklog { get; init; }

    /// <summary>When the last sync of all networks was done.</summary>
    public DateTimeOffset? LastSync { get; init; }

    /// <summary>How long that took.</summary>
    public TimeSpan? LastSyncDuration { get; init; }

    /// <summary>What went wrong last.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorTime { get; init; }

    /// <summary>How often things have happened.</summary>
    public DhcpAgentCounts Counts { get; init; } = new();
}
