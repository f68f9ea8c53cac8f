using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Linux;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Lists network namespaces and the devices in them.</summary>
[Cmdlet(VerbsCommon.Get, "NetNamespace")]
[OutputType(typeof(NetNamespace))]
public sealed class GetNetNamespaceCommand : DhcpCmdlet
{
    /// <summary>Names; wildcards are allowed. Those of networks' namespaces (qdhcp-*) unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [NamespaceName]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [NamespaceNames.Prefix + "*"];

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Name.FirstOrDefault(), async (log, token) =>
        {
            WildcardPattern[] patterns = [.. Name.Select(n => WildcardPattern.Get(n, WildcardOptions.None))];
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            var step = new DhcpPortStep(plugin, Session.Configuration);
            foreach (string name in NetworkNamespace.List().Where(n => patterns.Any(p => p.IsMatch(n))))
            {
                if (NamespaceStep.Describe(name) is not NetNamespace space)
                    continue;
                Network? network = NamespaceNames.TryGetNetworkId(name, out Guid id) ? await plugin.GetNetworkInfoAsync(id, token).ConfigureAwait(false) : null;
                log.Output(space with { Network = network, Port = network is null ? null : step.Find(network) });
            }
        });
    }
}
