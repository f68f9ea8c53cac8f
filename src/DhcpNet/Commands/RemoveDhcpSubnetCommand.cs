using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Removes a subnet on which no reservation has an address.</summary>
[Cmdlet(VerbsCommon.Remove, "DhcpSubnet", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhcpSubnetCommand : ChangingCommand
{
    /// <summary>The subnets: prefix, id, name, or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SubnetReference]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    public SubnetReference[] Subnet { get; set; } = [];

    /// <summary>The network it is on, where what was given is on several.</summary>
    [Parameter]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference? Network { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SubnetReference reference in Subnet)
        {
            Try(reference, async (log, token) =>
            {
                INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
                Subnet subnet = await store.SubnetAsync(reference, Network, token).ConfigureAwait(false);
                if (await ConfirmedAsync(log, $"subnet {subnet.Cidr} of network {subnet.NetworkName}", "remove", Force, token).ConfigureAwait(false)
                    && await store.DeleteSubnetAsync(subnet.Id, token).ConfigureAwait(false))
                {
                    NoteChanged(await store.OutlineAsync(new NetworkReference(subnet.NetworkId), token).ConfigureAwait(false));
                    log.Verbose($"Subnet {subnet.Cidr} was removed.");
                }
            });
        }
    }
}
