using DhcpNet.Dnsmasq;
using DhcpNet.Plugins;
using DhcpNet.Setup;

namespace DhcpNet.Agent;

/// <summary>What a sync of all networks would do.</summary>
public sealed class SyncPlan(IDhcpPlugin plugin, OvsTapStep taps, DhcpConfiguration configuration, ISetupLog log)
{
    private readonly NetworkDhcpInspector _inspector = new(taps, new DhcpPortStep(plugin, configuration), new DnsmasqStep(plugin, configuration, log), new MetadataProxyStep(configuration, log), configuration);

    /// <summary>The networks that something would be done to, with what that is.</summary>
    /// <exception cref="DhcpNetException">The plugin does not answer.</exception>
    public async Task<IReadOnlyList<(Network Network, string Action)>> MakeAsync(NetworkSelection selection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        Network[] wanted = [.. (await plugin.GetActiveNetworksInfoAsync(cancellationToken).ConfigureAwait(false)).Where(selection.Contains)];
        Network[] others = [.. new DnsmasqService(configuration).List().Except(wanted.Select(n => n.Id)).Select(id => new Network { Id = id }).Where(selection.Contains)];
        await ForeignServices.RequireOwnAsync(plugin, configuration, wanted.Length, others.Length, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Inspection> seen = await _inspector.LookAsync(wanted, closely: true, cancellationToken).ConfigureAwait(false);
        return
        [
            .. others.Select(n => (n, "disable DHCP: it is not this host's to serve")),
            .. seen.Select(i => (i.State.Network, Action: Describe(i))).Where(i => i.Action is not null).Select(i => (i.Network, i.Action!)),
        ];
    }

    private static string? Describe(Inspection seen)
    {
        if (seen.State.State == NetworkDhcpState.Disabled)
            return NetworkDhcpInspector.WhyUnwanted(seen.State.Network) is null ? "enable DHCP" : null;
        if (seen.Unwanted is not null)
            return $"disable DHCP: {seen.Unwanted}";
        return seen.Findings.Count == 0 ? null : string.Join("; ", seen.Findings.Select(f => f.Remedy));
    }
}
