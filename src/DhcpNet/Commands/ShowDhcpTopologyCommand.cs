using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;
using DhcpNet.Topologies;

namespace DhcpNet.Commands;

/// <summary>Draws what there is of networks on this host: bridge, networks, namespaces, taps, processes, clients.</summary>
[Cmdlet(VerbsCommon.Show, "DhcpTopology", SupportsShouldProcess = true)]
[OutputType(typeof(TopologyItem))]
public sealed class ShowDhcpTopologyCommand : NetworkFilterCommand
{
    private readonly List<NetworkReference> _references = [];
    private string? _file;

    /// <summary>A file to draw into instead, an SVG image or a flowchart of Mermaid by the end of its name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Leaves clients out.</summary>
    [Parameter]
    public SwitchParameter NoClient { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Path is null)
            return;
        try
        {
            _file = NetworkFilePaths.Literal(this, Path);
            TopologyFile.Require(_file, Force);
        }
        catch (DhcpNetException error)
        {
            ThrowTerminatingError(Errors.ToRecord(error, Path));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _references.AddRange(Network ?? []);

    /// <inheritdoc/>
    private protected override void Finish()
    {
        // An empty pipeline is no network, and not all of them.
        NetworkReference[]? asked = Network is null && !MyInvocation.ExpectingInput ? null : [.. _references];
        Try(_file, async (log, token) =>
        {
            TopologyNode root = await BuildAsync(asked, log, token).ConfigureAwait(false);
            if (_file is null)
            {
                foreach (TopologyItem item in root.ToItems())
                    log.Output(item);
            }
            else if (await ConfirmedAsync(log, _file, "draw the topology", Force, token).ConfigureAwait(false))
            {
                await TopologyFile.WriteAsync(_file, root, Force, token).ConfigureAwait(false);
                log.Verbose($"The topology was drawn into '{_file}'.");
            }
        });
    }

    private async Task<TopologyNode> BuildAsync(NetworkReference[]? asked, PipelineLog log, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await PluginAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Network> networks = asked is [] ? [] : await plugin.NetworksAsync(asked, log, cancellationToken).ConfigureAwait(false);
        NetworkDhcpInspector inspector = await InspectorAsync(log, cancellationToken).ConfigureAwait(false);
        LeaseStep leases = new(plugin, Session.Configuration);
        List<(NetworkDhcp, IReadOnlyList<DhcpLease>?)> seen = [];
        foreach (NetworkDhcp state in await inspector.InspectAsync(networks, cancellationToken).ConfigureAwait(false))
            seen.Add((state, NoClient ? null : await leases.GetAsync(state.Network, cancellationToken).ConfigureAwait(false)));
        return new TopologyBuilder(Session.Configuration, DateTimeOffset.UtcNow).Build(seen);
    }
}
