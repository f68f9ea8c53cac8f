using DhcpNet.Dnsmasq;
using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>The networks that a sync has to do with.</summary>
/// <param name="Wanted">Those that the plugin has this host serve.</param>
/// <param name="Others">Those that have a service here and are not this host's to serve.</param>
internal sealed record HostNetworks(IReadOnlyList<Network> Wanted, IReadOnlyList<Network> Others)
{
    /// <summary>Asks the plugin, and looks what is here of networks that it does not name. That these are its own to end is made sure.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="configuration">Where the host's services are.</param>
    /// <param name="selection">The networks that count.</param>
    /// <param name="recall">What is known of a network that the plugin does not name.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="DhcpNetException">
    /// The plugin does not answer. <c>PluginNeverUsed</c>: it never had a network. Whoever asks the wrong one, a store at a mistyped path or one
    /// that is new, would take down what another's networks have here.
    /// </exception>
    public static async Task<HostNetworks> FindAsync(
        IDhcpPlugin plugin, DhcpConfiguration configuration, NetworkSelection selection, Func<Guid, Network> recall, CancellationToken cancellationToken)
    {
        Network[] wanted = [.. (await plugin.GetActiveNetworksInfoAsync(cancellationToken).ConfigureAwait(false)).Where(selection.Contains)];
        // What has files below this agent's own directory: other namespaces may be another agent's.
        Network[] others = [.. new DnsmasqService(configuration).List().Except(wanted.Select(n => n.Id)).Select(recall).Where(selection.Contains)];
        if (wanted.Length > 0 || others.Length == 0 || await plugin.HasHadNetworksAsync(cancellationToken).ConfigureAwait(false))
            return new HostNetworks(wanted, others);
        throw new DhcpNetException("PluginNeverUsed", DhcpNetErrorKind.Conflict,
            $"The plugin ({plugin.Description}) never had a network, but {others.Length} networks have a service below '{configuration.StatePath}': they are of another plugin, and are left alone. "
            + "Connect-DhcpPlugin chooses that one; Set-DhcpConfiguration -StatePath gives this one a place of its own.", plugin.Description);
    }
}
