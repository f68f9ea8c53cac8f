using System.Management.Automation;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Lists this host's DHCP ports.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpPort")]
[OutputType(typeof(Port))]
public sealed class GetDhcpPortCommand : NetworkFilterCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            var step = new DhcpPortStep(plugin, Session.Configuration);
            foreach (Network network in await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false))
            {
                foreach (Port port in step.FindAll(network))
                    log.Output(port);
            }
        });
    }
}
