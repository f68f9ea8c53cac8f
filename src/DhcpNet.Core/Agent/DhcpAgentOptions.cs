using DhcpNet.Setup;

namespace DhcpNet.Agent;

/// <summary>How an agent is to work.</summary>
public sealed record DhcpAgentOptions
{
    /// <summary>The networks that it is limited to; others are left alone, neither enabled nor disabled.</summary>
    public NetworkSelection Selection { get; init; } = NetworkSelection.All;

    /// <summary>Whether to wait for others who work on a network, for minutes if need be; else it is tried again a little later.</summary>
    public bool WaitsForOthers { get; init; }

    /// <summary>
    /// Begins to tell others how the agent stands, for as long as it serves; null: nobody asks. Called when no other agent can be running,
    /// and before anything is begun: what it throws ends the agent.
    /// </summary>
    public Func<Func<DhcpAgentStatus>, IDisposable>? Publish { get; init; }

    /// <summary>How many networks one run works on at once.</summary>
    public int ThrottleLimit { get; init; } = NetworkDhcpFlow.UsualThrottle;
}
