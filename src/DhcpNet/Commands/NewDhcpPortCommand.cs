using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Gets this host's DHCP port of a network: its own, a reserved one, or a new one, with an address on each subnet that DHCP serves.</summary>
[Cmdlet(VerbsCommon.New, "DhcpPort", SupportsShouldProcess = true)]
[OutputType(typeof(Port))]
public sealed class NewDhcpPortCommand : NetworksCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (log, token) =>
            {
                IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
                Network network = await plugin.NetworkAsync(reference, token).ConfigureAwait(false);
                if (!await ConfirmedAsync(log, $"network {network.DisplayName}", "get this host's DHCP port", force: false, token).ConfigureAwait(false))
                    return;
                foreach (Port port in await new DhcpPortStep(plugin, Session.Configuration).EnsureAllAsync(network, token).ConfigureAwait(false))
                {
                    log.Verbose($"Network '{network.DisplayName}': port {port.Id} with {string.Join(", ", port.FixedIps)} ({port.Change}).");
                    log.Output(port);
                }
            });
        }
    }
}
