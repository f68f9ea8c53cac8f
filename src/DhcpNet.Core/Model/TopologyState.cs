namespace DhcpNet;

/// <summary>How it stands with what a line of a topology stands for.</summary>
public enum TopologyState
{
    /// <summary>It is there; nothing more is to be said.</summary>
    None,

    /// <summary>It is as it is to be: a network that is served, a client with a lease.</summary>
    Good,

    /// <summary>It rests: a network that is not served here, a client without a lease.</summary>
    Idle,

    /// <summary>Something is wrong.</summary>
    Bad,
}
