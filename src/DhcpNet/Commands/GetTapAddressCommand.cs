using System.Management.Automation;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Tells the addresses and default gateways that networks' taps have.</summary>
[Cmdlet(VerbsCommon.Get, "TapAddress")]
[OutputType(typeof(TapAddress))]
public sealed class GetTapAddressCommand : NetworkFilterCommand
{
    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

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
                {
                    if (TapAddressStep.Get(port.Network!, port) is TapAddress address)
                        log.Output(address);
                }
            }
        });
    }
}
