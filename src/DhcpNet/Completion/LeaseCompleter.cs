using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Completion;

/// <summary>Addresses of leases, or the host names that they are for.</summary>
public sealed class LeaseCompleter : NetworkPartCompleter
{
    private protected override async Task<IEnumerable<(string Value, string ToolTip)>> PartsAsync(DhcpSession session, IDhcpPlugin plugin, Network network, string parameter, CancellationToken cancellationToken)
    {
        IReadOnlyList<DhcpLease> leases = await new LeaseStep(plugin, session.Configuration).GetAsync(network, cancellationToken).ConfigureAwait(false);
        return leases.Select(lease => (parameter == "HostName" ? lease.HostName ?? "" : lease.Address.ToString(), $"{network.DisplayName} {lease.State} {lease.HostName}"));
    }
}
