using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Stops a network's dnsmasq; its files and leases stay.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Dnsmasq", SupportsShouldProcess = true)]
[OutputType(typeof(DnsmasqInstance))]
public sealed class StopDnsmasqCommand : NetworksCommand
{
    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (log, token) =>
            {
                IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
                Network network = await plugin.NetworkAsync(reference, token).ConfigureAwait(false);
                if (!await ConfirmedAsync(log, $"network {network.DisplayName}", "stop dnsmasq", force: false, token).ConfigureAwait(false))
                    return;
                using NetworkLocks held = await NetworkLocks.AcquireAsync(Session.Configuration, network.Id, log, token).ConfigureAwait(false);
                var dnsmasq = new DnsmasqStep(plugin, Session.Configuration, log);
                var ports = new DhcpPortStep(plugin, Session.Configuration);
                foreach (Network part in NetworkSegments.Split(network))
                {
                    bool stopped = await dnsmasq.StopAsync(DhcpServiceId.Of(part), token).ConfigureAwait(false);
                    log.Verbose($"Network '{network.DisplayName}': dnsmasq {(stopped ? "was stopped" : "did not run")}.");
                    if (dnsmasq.Find(part, ports.Find(part)) is DnsmasqInstance instance)
                        log.Output(instance with { Change = stopped ? StepChange.Removed : StepChange.None });
                }
            });
        }
    }
}
