using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Completion;

/// <summary>Addresses of leases.</summary>
public sealed class LeaseCompleter : DhcpCompleter
{
    private protected override async Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await session.GetPluginAsync(cancellationToken).ConfigureAwait(false);
        LeaseStep leases = new(plugin, session.Configuration);
        List<(string, string)> values = [];
        foreach (Network network in await plugin.FindNetworksAsync("*", cancellationToken).ConfigureAwait(false))
        {
            foreach (DhcpLease lease in await leases.GetAsync(network, cancellationToken).ConfigureAwait(false))
                values.Add((lease.Address.ToString(), $"{network.DisplayName} {lease.State} {lease.HostName}"));
        }
        return values;
    }
}
