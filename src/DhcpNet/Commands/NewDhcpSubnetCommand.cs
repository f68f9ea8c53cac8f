using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Validation;

namespace DhcpNet.Commands;

/// <summary>Makes a subnet on a network.</summary>
[Cmdlet(VerbsCommon.New, "DhcpSubnet", SupportsShouldProcess = true)]
[OutputType(typeof(Subnet))]
public sealed class NewDhcpSubnetCommand : ChangingCommand
{
    /// <summary>The network: name, id, or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference Network { get; set; } = null!;

    /// <summary>The prefix, such as 10.0.0.0/24.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Cidr { get; set; } = "";

    /// <summary>The subnet's name. Not taken from the pipeline, where a Name is the network's.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The router that clients are told; the first address of the prefix unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("GatewayIp")]
    public string? Gateway { get; set; }

    /// <summary>Clients are told no router.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter NoGateway { get; set; }

    /// <summary>Ranges that addresses are given from, each 'first-last'; all of the prefix unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    [Alias("AllocationPools")]
    public string[]? AllocationPool { get; set; }

    /// <summary>DNS servers that clients are told.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    [Alias("DnsNameservers")]
    public string[]? DnsServer { get; set; }

    /// <summary>Routes that clients are told, each 'prefix,next hop'.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    [Alias("HostRoutes")]
    public string[]? HostRoute { get; set; }

    /// <summary>DHCP does not serve this subnet.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SwitchText]
    public SwitchParameter DisableDhcp { get; set; }

    /// <summary>How IPv6 clients get their addresses: slaac, dhcpv6-stateful or dhcpv6-stateless.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(Ipv6ModeCompleter))]
    public string? Ipv6AddressMode { get; set; }

    /// <summary>What IPv6 routers announce: slaac, dhcpv6-stateful or dhcpv6-stateless.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(Ipv6ModeCompleter))]
    public string? Ipv6RaMode { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Cidr, async (log, token) =>
        {
            SubnetSpec spec = Spec();
            INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
            Network network = await store.OutlineAsync(Network, token).ConfigureAwait(false);
            if (!await ConfirmedAsync(log, $"subnet {spec.Cidr} on network {network.DisplayName}", "create", force: false, token).ConfigureAwait(false))
                return;
            (Subnet subnet, bool created) = await store.CreateSubnetAsync(network.Id, spec, token).ConfigureAwait(false);
            NoteChanged(network);
            log.Verbose(created ? $"Subnet {subnet.Cidr} was created on network '{network.DisplayName}'." : $"Subnet {subnet.Cidr} was there already as asked for.");
            log.Output(subnet with { NetworkName = network.Name });
        });
    }

    private SubnetSpec Spec()
    {
        string? gateway = GivenText(Gateway), addressMode = GivenText(Ipv6AddressMode), raMode = GivenText(Ipv6RaMode);
        if (NoGateway && gateway is not null)
        {
            throw new DhcpNetException("GatewayContradiction", DhcpNetErrorKind.InvalidInput,
                $"-Gateway {gateway} and -NoGateway exclude each other. Give one of them, or neither for the first address of the prefix.", gateway);
        }
        return new SubnetSpec
        {
            Cidr = CidrText.Parse(Cidr),
            Name = Name,
            GatewayIp = gateway is null ? null : IPAddressText.Parse(gateway),
            NoGateway = NoGateway,
            AllocationPools = AllocationPool?.Select(AllocationPoolText.Parse).ToArray(),
            DnsNameservers = DnsServer?.Select(IPAddressText.Parse).ToArray(),
            HostRoutes = HostRoute?.Select(HostRouteText.Parse).ToArray(),
            EnableDhcp = IsBound(nameof(DisableDhcp)) ? !DisableDhcp : null,
            Ipv6AddressMode = addressMode is null ? null : Ipv6ModeText.Parse(addressMode),
            Ipv6RaMode = raMode is null ? null : Ipv6ModeText.Parse(raMode),
        };
    }
}
