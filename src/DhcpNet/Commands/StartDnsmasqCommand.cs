using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Writes the files of a network and starts dnsmasq in its namespace; one that runs with another configuration is restarted.</summary>
[Cmdlet(VerbsLifecycle.Start, "Dnsmasq", SupportsShouldProcess = true)]
[OutputType(typeof(DnsmasqInstance))]
public sealed class StartDnsmasqCommand : NetworksCommand
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
                Port port = await DhcpPortAsync(reference, token).ConfigureAwait(false);
                Network network = port.Network!;
                if (!await ConfirmedAsync(log, $"network {network.DisplayName}", "start dnsmasq", force: false, token).ConfigureAwait(false))
                    return;
                using NetworkLocks held = await NetworkLocks.AcquireAsync(Session.Configuration, network.Id, log, token).ConfigureAwait(false);
                // As they are now that nobody else works on the network.
                port = await DhcpPortAsync(new NetworkReference(network.Id), token).ConfigureAwait(false);
                network = port.Network!;
                IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
                DnsmasqInstance dnsmasq = await new DnsmasqStep(plugin, Session.Configuration, log).EnsureAsync(network, port, token).ConfigureAwait(false);
                log.Verbose($"Network '{network.DisplayName}': dnsmasq {dnsmasq.ProcessId} serves {dnsmasq.Interface} ({dnsmasq.Change}).");
                log.Output(dnsmasq);
            });
        }
    }
}
