using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet;

/// <summary>The plugin of a session.</summary>
public sealed record PluginInfo
{
    /// <summary>What it is and where.</summary>
    public required string Description { get; init; }

    /// <summary>Whether its networks are this module's to change.</summary>
    public required bool Writable { get; init; }

    /// <summary>How many networks it has for this host.</summary>
    public required int Networks { get; init; }

    internal static async Task<PluginInfo> OfAsync(DhcpSession session, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await session.GetPluginAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Network> networks = await plugin.GetActiveNetworksInfoAsync(cancellationToken).ConfigureAwait(false);
        return new PluginInfo { Description = plugin.Description, Writable = plugin is INetworkStore, Networks = networks.Count };
    }
}
