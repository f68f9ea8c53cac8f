using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>What cmdlets that work on networks have in common: the networks, which must be given and must exist.</summary>
public abstract class NetworksCommand : DhcpCmdlet
{
    /// <summary>The networks: name, id, or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference[] Network { get; set; } = [];
}
