using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Makes a network's namespace and moves its tap in, with MAC address and MTU, up; or makes an empty namespace of a name.</summary>
[Cmdlet(VerbsCommon.New, "NetNamespace", SupportsShouldProcess = true, DefaultParameterSetName = "Tap")]
[OutputType(typeof(NetNamespace))]
public sealed class NewNetNamespaceCommand : DhcpCmdlet
{
    /// <summary>The taps: name or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Tap")]
    [TapReference]
    [ArgumentCompleter(typeof(TapCompleter))]
    public TapReference[] Tap { get; set; } = [];

    /// <summary>The name of an empty namespace to make.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Name")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Name is not null)
        {
            Try(Name, (log, token) => MakeEmptyAsync(Name, log, token));
            return;
        }
        foreach (TapReference reference in Tap)
            Try(reference, (log, token) => MoveInAsync(reference, log, token));
    }

    private async Task MakeEmptyAsync(string name, PipelineLog log, CancellationToken token)
    {
        NamespaceRules.CheckName(name);
        if (!await ConfirmedAsync(log, $"namespace {name}", "create", force: false, token).ConfigureAwait(false))
            return;
        bool created = NamespaceStep.EnsureNamespace(name);
        log.Output(NamespaceStep.Describe(name)! with { Change = created ? StepChange.Created : StepChange.None });
    }

    private async Task MoveInAsync(TapReference reference, PipelineLog log, CancellationToken token)
    {
        OvsTap tap = reference.Tap is { Port.Network: not null } given ? given : await TapAsync(reference, log, token).ConfigureAwait(false);
        Network network = tap.Network!;
        if (!await ConfirmedAsync(log, $"namespace {network.NamespaceName}", $"move tap {tap.Name} in", force: false, token).ConfigureAwait(false))
            return;
        using NetworkLocks held = await NetworkLocks.AcquireAsync(Session.Configuration, network.Id, log, token).ConfigureAwait(false);
        // As it is now that nobody else works on the network.
        IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
        tap = tap with { Port = await plugin.PortAsync(new PortReference(tap.PortId), token).ConfigureAwait(false) };
        NetNamespace space = await new NamespaceStep(await TapsAsync(token).ConfigureAwait(false), log).EnsureAsync(tap, token).ConfigureAwait(false);
        log.Verbose($"Network '{network.DisplayName}': tap {tap.Name} in namespace {space.Name} ({space.Change}).");
        log.Output(space);
    }

    private async Task<OvsTap> TapAsync(TapReference reference, PipelineLog log, CancellationToken token)
    {
        OvsTap tap = await (await TapsAsync(token).ConfigureAwait(false)).FindAsync(reference.Name, token).ConfigureAwait(false)
            ?? throw NotFound.Tap(reference);
        IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
        return tap with { Port = await plugin.PortAsync(new PortReference(tap.PortId), token).ConfigureAwait(false) };
    }
}
