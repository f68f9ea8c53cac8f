using System.Management.Automation;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Gives networks a working DHCP and DNS service on this host: port, tap, namespace, addresses and dnsmasq, whatever of it is missing.</summary>
[Cmdlet(VerbsLifecycle.Enable, "NetworkDhcp", SupportsShouldProcess = true)]
[OutputType(typeof(NetworkDhcp), typeof(NetworkDhcpSummary))]
public sealed class EnableNetworkDhcpCommand : NetworkDhcpBulkCommand
{
    private protected override string Action => "enable DHCP";

    private protected override IAsyncEnumerable<NetworkDhcpOutcome> WorkAsync(NetworkDhcpFlow flow, IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        flow.EnableAsync(networks, ThrottleLimit, cancellationToken);
}
