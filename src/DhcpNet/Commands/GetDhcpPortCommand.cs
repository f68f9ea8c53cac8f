using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Lists this host's DHCP ports.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpPort")]
[OutputType(typeof(Port))]
public sealed class GetDhcpPortCommand : DhcpCmdlet
{
    /// <summary>The networks: names with wildcards, ids, or objects; all unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [SupportsWildcards]
    public NetworkReference[]? Network { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            var step = new DhcpPortStep(plugin, Session.Configuration);
            foreach (Network network in await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false))
            {
                if (step.Find(network) is Port port)
                    log.Output(port);
            }
        });
    }
}
