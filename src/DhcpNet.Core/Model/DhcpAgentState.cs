namespace DhcpNet;

/// <summary>Whether a host's agent runs.</summary>
public enum DhcpAgentState
{
    /// <summary>None runs.</summary>
    Stopped,

    /// <summary>It runs.</summary>
    Running,
}
