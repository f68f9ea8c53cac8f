using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>Keeps an agent that asks the wrong plugin, a store at a mistyped path or one that is new, from taking down what another's networks have here.</summary>
internal static class ForeignServices
{
    /// <summary>Makes sure that networks of which the plugin says nothing are its own to end.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="configuration">Where the host's services are.</param>
    /// <param name="wanted">How many networks it has this host serve.</param>
    /// <param name="others">How many networks have a service here that it does not name.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="DhcpNetException"><c>PluginNeverUsed</c>: it never had a network.</exception>
    public static async Task RequireOwnAsync(IDhcpPlugin plugin, DhcpConfiguration configuration, int wanted, int others, CancellationToken cancellationToken)
    {
        if (wanted > 0 || others == 0 || await plugin.HasHadNetworksAsync(cancellationToken).ConfigureAwait(false))
            return;
        throw new DhcpNetException("PluginNeverUsed", DhcpNetErrorKind.Conflict,
            $"The plugin ({plugin.Description}) never had a network, but {others} networks have a service below '{configuration.StatePath}': they are of another plugin, and are left alone. "
            + "Connect-DhcpPlugin chooses that one; Set-DhcpConfiguration -StatePath gives this one a place of its own.", plugin.Description);
    }
}
