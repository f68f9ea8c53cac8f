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
    /// <summary>Names; wildcards are allowed. A name that holds none must be a namespace's. Those of networks' namespaces (qdhcp-*) unless given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [NamespaceReference]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [SupportsWildcards]
    public NamespaceReference[] Name { get; set; } = [new NamespaceReference(NamespaceNames.Prefix + "*")];

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Name.FirstOrDefault(), async (log, token) =>
        {
            var names = NameFilter.Of(Name.Select(n => n.Name), WildcardOptions.None);
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            var step = new DhcpPortStep(plugin, Session.Configuration);
            foreach (string name in NetworkNamespace.List().Where(n => names.Includes(n)))
            {
                if (NamespaceStep.Describe(name) is not NetNamespace space)
                    continue;
                Network? network = NamespaceNames.TryGetNetworkId(name, out Guid id) ? await plugin.GetNetworkInfoAsync(id, token).ConfigureAwait(false) : null;
                log.Output(space with { Network = network, Port = network is null ? null : step.Find(network) });
            }
            foreach (NamespaceReference missing in Name.Where(n => n.IsNamed && names.Missing.Contains(n.Name)))
                log.Error(Errors.ToRecord(NotFound.Namespace(missing), missing));
        });
    }
}
