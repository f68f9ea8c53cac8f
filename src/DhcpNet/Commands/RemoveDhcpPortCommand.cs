using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Gives this host's DHCP port of a network back to the plugin.</summary>
[Cmdlet(VerbsCommon.Remove, "DhcpPort", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhcpPortCommand : NetworksCommand
{
    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (log, token) =>
            {
                IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
                Network network = await plugin.NetworkAsync(reference, token).ConfigureAwait(false);
                var step = new DhcpPortStep(plugin, Session.Configuration);
                if (step.Find(network) is not Port port)
                {
                    log.Verbose($"Network '{network.DisplayName}' has no DHCP port of this host.");
                    return;
                }
                string target = $"DHCP port {port.Id} ({string.Join(", ", port.FixedIps)}) of network {network.DisplayName}";
                if (await ConfirmedAsync(log, target, "release", Force, token).ConfigureAwait(false) && await step.RemoveAsync(network.Id, token).ConfigureAwait(false))
                    log.Verbose($"Network '{network.DisplayName}': port {port.Id} was released.");
            });
        }
    }
}
