using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Validation;

namespace DhcpNet.Commands;

/// <summary>Changes a subnet. A running service takes the change with -Update, or with the next Update-NetworkDhcp.</summary>
[Cmdlet(VerbsCommon.Set, "DhcpSubnet", SupportsShouldProcess = true)]
[OutputType(typeof(Subnet))]
public sealed class SetDhcpSubnetCommand : ChangingCommand
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

    /// <summary>A new name.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? NewName { get; set; }

    /// <summary>A new router.</summary>
    [Parameter]
    public string? Gateway { get; set; }

    /// <summary>Clients are told no router any more.</summary>
    [Parameter]
    public SwitchParameter NoGateway { get; set; }

    /// <summary>Ranges that addresses are given from, in place of the old ones, each 'first-last'.</summary>
    [Parameter]
    public string[]? AllocationPool { get; set; }

    /// <summary>DNS servers in place of the old ones; empty for none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? DnsServer { get; set; }

    /// <summary>Routes in place of the old ones, each 'prefix,next hop'; empty for none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? HostRoute { get; set; }

    /// <summary>Whether DHCP is to serve it.</summary>
    [Parameter]
    public bool? EnableDhcp { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (SubnetReference reference in Subnet)
        {
            Try(reference, async (log, token) =>
            {
                var change = new SubnetChange
                {
                    Name = NewName,
                    GatewayIp = Gateway is null ? null : IPAddressText.Parse(Gateway),
                    NoGateway = NoGateway,
                    AllocationPools = AllocationPool?.Select(AllocationPoolText.Parse).ToArray(),
                    DnsNameservers = DnsServer?.Select(IPAddressText.Parse).ToArray(),
                    HostRoutes = HostRoute?.Select(HostRouteText.Parse).ToArray(),
                    EnableDhcp = EnableDhcp,
                };
                INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
                Subnet subnet = await store.SubnetAsync(reference, Network, token).ConfigureAwait(false);
                if (!await ConfirmedAsync(log, $"subnet {subnet.Cidr} of network {subnet.NetworkName}", Change, force: false, token).ConfigureAwait(false))
                    return;
                (Subnet changed, bool any) = await store.UpdateSubnetAsync(subnet.Id, change, token).ConfigureAwait(false);
                NoteChanged(await store.OutlineAsync(new NetworkReference(changed.NetworkId), token).ConfigureAwait(false));
                log.Verbose(any ? $"Subnet {changed.Cidr} was changed." : $"Subnet {changed.Cidr} was so already.");
                log.Output(changed with { NetworkName = subnet.NetworkName });
            });
        }
    }
}
