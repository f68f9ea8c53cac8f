using System.Management.Automation;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Lists networks' dnsmasq processes, and those that should run and do not.</summary>
[Cmdlet(VerbsCommon.Get, "Dnsmasq")]
[OutputType(typeof(DnsmasqInstance))]
public sealed class GetDnsmasqCommand : NetworkFilterCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            var dnsmasq = new DnsmasqStep(plugin, Session.Configuration, log);
            var step = new DhcpPortStep(plugin, Session.Configuration);
            foreach (Network network in await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false))
            {
                foreach (Network part in NetworkSegments.Split(network))
                {
                    if (dnsmasq.Find(part, step.Find(part)) is DnsmasqInstance instance)
                        log.Output(instance);
                }
            }
        });
    }
}
