namespace DhcpNet.Plugins;

/// <summary>What an agent reports of itself.</summary>
public sealed record AgentState
{
    /// <summary>Whether it is the first report since the agent was started.</summary>
    public bool IsStart { get; init; }

    /// <summary>Networks that it serves.</summary>
    public int Networks { get; init; }

    /// <summary>Their subnets.</summary>
    public int Subnets { get; init; }

    /// <summary>Their ports.</summary>
    public int Ports { get; init; }

    /// <summary>For how long its leases are.</summary>
    public required TimeSpan LeaseDuration { get; init; }
}
