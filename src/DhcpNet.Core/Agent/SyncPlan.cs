using DhcpNet.Plugins;
using DhcpNet.Setup;

namespace DhcpNet.Agent;

/// <summary>What a sync of all networks would do.</summary>
public sealed class SyncPlan(IDhcpPlugin plugin, NetworkDhcpInspector inspector, DhcpConfiguration configuration)
{
    /// <summary>The networks that something would be done to, with what that is.</summary>
    /// <exception cref="DhcpNetException">The plugin does not answer, or never had a network.</exception>
    public async Task<IReadOnlyList<(Network Network, string Action)>> MakeAsync(NetworkSelection selection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        HostNetworks networks = await HostNetworks.FindAsync(plugin, configuration, selection, id => new Network { Id = id }, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Inspection> seen = await inspector.LookAsync(networks.Wanted, closely: true, cancellationToken).ConfigureAwait(false);
        return
        [
            .. networks.Others.Select(n => (n, "disable DHCP: it is not this host's to serve")),
            .. seen.Select(i => (i.State.Network, Action: Describe(i))).Where(i => i.Action is not null).Select(i => (i.Network, i.Action!)),
        ];
    }

    private static string? Describe(Inspection seen)
    {
        if (seen.State.State == NetworkDhcpState.Disabled)
            return NetworkDhcpInspector.WhyUnwanted(seen.State.Network) is null ? "enable DHCP" : null;
        if (seen.Unwanted is not null)
            return $"disable DHCP: {seen.Unwanted}";
        return seen.Mendable.Count == 0 ? null : string.Join("; ", seen.Mendable.Select(f => f.Remedy));
    }
}
