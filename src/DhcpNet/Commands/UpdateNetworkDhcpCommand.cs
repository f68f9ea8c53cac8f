using System.Management.Automation;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Brings networks' running DHCP service up to what the plugin says now, by the least that does it.</summary>
[Cmdlet(VerbsData.Update, "NetworkDhcp", SupportsShouldProcess = true)]
[OutputType(typeof(NetworkDhcp), typeof(NetworkDhcpSummary))]
public sealed class UpdateNetworkDhcpCommand : NetworkDhcpBulkCommand
{
    private protected override string Action => "update DHCP";

    private protected override IAsyncEnumerable<NetworkDhcpOutcome> WorkAsync(NetworkDhcpFlow flow, IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        flow.UpdateAsync(networks, ThrottleLimit, cancellationToken);
}
