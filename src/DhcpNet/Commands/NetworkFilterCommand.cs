using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>What cmdlets that list things of networks have in common: the networks, all of them unless given.</summary>
public abstract class NetworkFilterCommand : DhcpCmdlet
{
    /// <summary>The networks: names with wildcards, ids, or objects; all unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [SupportsWildcards]
    public NetworkReference[]? Network { get; set; }
}
