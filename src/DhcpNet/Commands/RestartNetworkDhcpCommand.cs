using System.Management.Automation;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Starts networks' dnsmasq anew, and mends what else is missing. Leases are kept.</summary>
[Cmdlet(VerbsLifecycle.Restart, "NetworkDhcp", SupportsShouldProcess = true)]
[OutputType(typeof(NetworkDhcp), typeof(NetworkDhcpSummary))]
public sealed class RestartNetworkDhcpCommand : NetworkDhcpBulkCommand
{
    private protected override string Action => "restart DHCP";

    private protected override IAsyncEnumerable<NetworkDhcpOutcome> WorkAsync(NetworkDhcpFlow flow, IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        flow.RestartAsync(networks, ThrottleLimit, cancellationToken);
}
