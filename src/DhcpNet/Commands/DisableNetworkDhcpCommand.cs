using System.Management.Automation;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Removes networks' DHCP service from this host: process, tap, namespace, files and, unless it is to be kept, port.</summary>
[Cmdlet(VerbsLifecycle.Disable, "NetworkDhcp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(NetworkDhcp), typeof(NetworkDhcpSummary))]
public sealed class DisableNetworkDhcpCommand : NetworkDhcpBulkCommand
{
    /// <summary>Keeps the DHCP port, and with it its addresses, for the next time.</summary>
    [Parameter]
    public SwitchParameter KeepPort { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Action => "disable DHCP";

    private protected override bool Forced => Force;

    private protected override IAsyncEnumerable<NetworkDhcpOutcome> WorkAsync(NetworkDhcpFlow flow, IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        flow.DisableAsync(networks, KeepPort, ThrottleLimit, cancellationToken);
}
