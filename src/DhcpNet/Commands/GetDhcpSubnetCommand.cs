using System.Management.Automation;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Lists subnets.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpSubnet")]
[OutputType(typeof(Subnet))]
public sealed class GetDhcpSubnetCommand : NetworkFilterCommand
{
    /// <summary>Prefixes or names; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(SubnetCompleter))]
    [SupportsWildcards]
    public string[]? Subnet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            WildcardPattern[]? patterns = Subnet?.Select(s => WildcardPattern.Get(s, WildcardOptions.IgnoreCase)).ToArray();
            foreach (Network network in await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false))
            {
                foreach (Subnet subnet in network.Subnets)
                {
                    if (patterns is null || patterns.Any(p => p.IsMatch(subnet.Cidr.ToString()) || p.IsMatch(subnet.Name) || p.IsMatch(subnet.Id.ToString())))
                        log.Output(subnet with { NetworkName = network.Name });
                }
            }
        });
    }
}
