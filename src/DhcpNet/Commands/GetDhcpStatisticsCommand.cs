using System.Management.Automation;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Counts what is in use of networks' addresses, and tells what their dnsmasqs have counted.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpStatistics")]
[OutputType(typeof(DhcpStatistics))]
public sealed class GetDhcpStatisticsCommand : NetworkFilterCommand
{
    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            IReadOnlyList<Network> networks = await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false);
            foreach (DhcpStatistics statistics in await new StatisticsReader(plugin, Session.Configuration).ReadAsync(networks, token).ConfigureAwait(false))
                log.Output(statistics);
        });
    }
}
