using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Gives a tap the addresses of its port and no others, and the default gateways.</summary>
[Cmdlet(VerbsCommon.Set, "TapAddress", SupportsShouldProcess = true)]
[OutputType(typeof(TapAddress))]
public sealed class SetTapAddressCommand : DhcpCmdlet
{
    /// <summary>The network's namespace: what New-NetNamespace returns, the network, or the name of either.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NamespaceNetwork]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NetworkReference[] Namespace { get; set; } = [];

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Namespace)
        {
            Try(reference, async (log, token) =>
            {
                Port port = await DhcpPortAsync(reference, token).ConfigureAwait(false);
                Network network = port.Network!;
                var step = new TapAddressStep(Session.Configuration);
                if (!await ConfirmedAsync(log, $"tap {port.TapName} of network {network.DisplayName}", $"set {string.Join(", ", step.Wanted(network, port))}", force: false, token).ConfigureAwait(false))
                    return;
                using NetworkLocks held = await NetworkLocks.AcquireAsync(Session.Configuration, network.Id, log, token).ConfigureAwait(false);
                // As they are now that nobody else works on the network.
                port = await DhcpPortAsync(new NetworkReference(network.Id), token).ConfigureAwait(false);
                network = port.Network!;
                TapAddress address = step.Ensure(network, port);
                log.Verbose($"Network '{network.DisplayName}': {string.Join(", ", address.Addresses)} on {address.TapName} ({address.Change}).");
                log.Output(address);
            });
        }
    }
}
