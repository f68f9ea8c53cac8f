namespace DhcpNet.Plugins;

/// <summary>How an agent stood with its registry before it reported.</summary>
public enum AgentStanding
{
    /// <summary>It was known, and believed to be alive.</summary>
    Alive,

    /// <summary>It was not known.</summary>
    New,

    /// <summary>It was known, and believed to be dead: what it serves may have been given to others meanwhile.</summary>
    Revived,
}
