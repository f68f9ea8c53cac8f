namespace DhcpNet.Agent;

/// <summary>How good what is known of a network is.</summary>
internal enum KnownState
{
    /// <summary>The plugin is to be asked.</summary>
    Stale,

    /// <summary>It is what the plugin would say.</summary>
    Fresh,

    /// <summary>The network is gone, or not this host's to serve.</summary>
    Gone,
}
