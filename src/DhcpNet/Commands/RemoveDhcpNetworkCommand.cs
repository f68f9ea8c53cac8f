using System.Management.Automation;
using DhcpNet.Agent;
using DhcpNet.Binding;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Removes a network with its subnets and reservations. Its DHCP service must have been disabled on this host.</summary>
[Cmdlet(VerbsCommon.Remove, "DhcpNetwork", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhcpNetworkCommand : NetworksCommand
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
                INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
                Network network = await store.NetworkAsync(reference, token).ConfigureAwait(false);
                string target = $"network {network.DisplayName} (subnets: {network.Subnets.Count}, reservations: {network.Ports.Count(Lookup.IsReservation)})";
                if (!await ConfirmedAsync(log, target, "remove", Force, token).ConfigureAwait(false))
                    return;
                using NetworkLocks held = await NetworkLocks.AcquireAsync(Session.Configuration, network.Id, log, token).ConfigureAwait(false);
                RefuseEnabled(await store.NetworkAsync(reference, token).ConfigureAwait(false), store);
                if (await store.DeleteNetworkAsync(network.Id, token).ConfigureAwait(false))
                    log.Verbose($"Network '{network.DisplayName}' was removed.");
            });
        }
    }

    // Without the network nothing would tell any more whose the tap, the namespace and the process are; an agent knows, and removes them.
    private void RefuseEnabled(Network network, INetworkStore store)
    {
        if (DhcpAgent.GetStatus(Session.Configuration) is { State: DhcpAgentState.Running, IsLimited: false } agent && agent.Plugin == store.Description)
            return;
        Port? port = new DhcpPortStep(store, Session.Configuration).Find(network);
        using Rtnetlink host = Rtnetlink.Open();
        bool enabled = new DnsmasqService(Session.Configuration).Get(network.Id) is not null
            || NetworkNamespace.GetState(network.NamespaceName) != NamespaceState.Missing
            || (port is not null && host.GetLink(port.TapName) is not null);
        if (enabled)
        {
            throw new DhcpNetException("NetworkEnabled", DhcpNetErrorKind.Conflict,
                $"Network '{network.DisplayName}' has a DHCP service on this host. Disable-NetworkDhcp '{network.DisplayName}' removes that first.", network.Name);
        }
    }
}
