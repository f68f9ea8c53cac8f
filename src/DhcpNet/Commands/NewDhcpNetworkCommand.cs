using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Validation;

namespace DhcpNet.Commands;

/// <summary>Makes a network, with subnets if they are given, all or nothing.</summary>
[Cmdlet(VerbsCommon.New, "DhcpNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
public sealed class NewDhcpNetworkCommand : DhcpCmdlet
{
    /// <summary>The network's name, unique in the plugin's store.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The network's id; a new one unless given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    public Guid? Id { get; set; }

    /// <summary>The prefixes of its subnets.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    [Alias("Cidr")]
    public string[]? Subnet { get; set; }

    /// <summary>The VLAN tag of the network on the integration bridge, 1 to 4094.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    public int? VlanTag { get; set; }

    /// <summary>The MTU in bytes, 68 to 65535.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    public int? Mtu { get; set; }

    /// <summary>The project that owns it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ProjectId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Name, async (log, token) =>
        {
            NetworkNameText.Validate(Name);
            var spec = new NetworkSpec
            {
                Name = Name,
                Id = Id,
                ProjectId = GivenText(ProjectId),
                VlanTag = VlanTag,
                Mtu = Mtu,
                Subnets = [.. (Subnet ?? []).Select(s => new SubnetSpec { Cidr = CidrText.Parse(s) })],
            };
            INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
            string target = Subnet is null ? $"network {Name}" : $"network {Name} with {string.Join(", ", Subnet)}";
            if (!await ConfirmedAsync(log, target, "create", force: false, token).ConfigureAwait(false))
                return;
            (Network network, bool created) = await store.CreateNetworkAsync(spec, token).ConfigureAwait(false);
            log.Verbose(created ? $"Network '{network.Name}' was created with id {network.Id}." : $"Network '{network.Name}' was there already as asked for.");
            log.Output(network);
        });
    }
}
