using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Lists networks with their subnets and ports.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpNetwork", DefaultParameterSetName = "Name")]
[OutputType(typeof(Network))]
public sealed class GetDhcpNetworkCommand : DhcpCmdlet
{
    /// <summary>Names, in which wildcards are allowed, or objects that tell a network. A name that holds no wildcard must exist.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true)]
    [NetworkName]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id")]
    public Guid[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Id is null && Name is null)
        {
            Write(references: null, target: null);
            return;
        }
        foreach (NetworkReference reference in Id?.Select(id => new NetworkReference(id)) ?? Name!.Select(NetworkReference.Parse))
            Write([reference], reference);
    }

    private void Write(NetworkReference[]? references, object? target)
    {
        Try(target, async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            foreach (Network network in await plugin.NetworksAsync(references, log, token).ConfigureAwait(false))
                log.Output(network);
        });
    }
}
