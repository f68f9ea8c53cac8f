namespace DhcpNet;

/// <summary>What a line of a topology stands for.</summary>
public enum TopologyItemKind
{
    /// <summary>The host.</summary>
    Host,

    /// <summary>A bridge of Open vSwitch.</summary>
    Bridge,

    /// <summary>A network.</summary>
    Network,

    /// <summary>What is missing or wrong.</summary>
    Problem,

    /// <summary>A network's namespace.</summary>
    Namespace,

    /// <summary>A network's tap.</summary>
    Tap,

    /// <summary>A process that serves a network: dnsmasq, or haproxy for metadata.</summary>
    Process,

    /// <summary>A client, which is a port of the network, or whoever has a lease that is no port's.</summary>
    Client,
}
