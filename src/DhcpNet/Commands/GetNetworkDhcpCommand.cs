using System.Management.Automation;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Tells how it really stands with networks' DHCP service on this host: enabled, disabled, or degraded and why.</summary>
[Cmdlet(VerbsCommon.Get, "NetworkDhcp")]
[OutputType(typeof(NetworkDhcp))]
public sealed class GetNetworkDhcpCommand : NetworkFilterCommand
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
            var inspector = new NetworkDhcpInspector(
                await TapsAsync(token).ConfigureAwait(false), new DhcpPortStep(plugin, Session.Configuration), new DnsmasqStep(plugin, Session.Configuration, log),
                new MetadataProxyStep(Session.Configuration, log), Session.Configuration)
            {
                Progress = log.Progress,
            };
            foreach (NetworkDhcp state in await inspector.InspectAsync(networks, token).ConfigureAwait(false))
                log.Output(state);
        });
    }
}
