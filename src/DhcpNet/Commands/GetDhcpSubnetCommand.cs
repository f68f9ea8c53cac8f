using System.Management.Automation;
using System.Net;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Lists subnets.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpSubnet")]
[OutputType(typeof(Subnet))]
public sealed class GetDhcpSubnetCommand : NamedFilterCommand
{
    private NameFilter? _subnets;

    /// <summary>Prefixes, names or ids; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    [SupportsWildcards]
    public string[]? Subnet { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<NameFilter> Filters => [Subnets];

    private NameFilter Subnets => _subnets ??= NameFilter.Of<IPNetwork>(Subnet);

    /// <inheritdoc/>
    private protected override Task ListAsync(Network network, IDhcpPlugin plugin, PipelineLog log, CancellationToken cancellationToken)
    {
        foreach (Subnet subnet in network.Subnets.Where(s => Subnets.Includes($"{s.Cidr}", s.Name, $"{s.Id}")))
            log.Output(subnet with { NetworkName = network.Name });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override DhcpNetException NotThere(string name, string where) => NotFound.Subnet(name, where);
}
