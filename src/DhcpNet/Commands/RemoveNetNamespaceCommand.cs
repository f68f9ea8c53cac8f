using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Removes namespaces in which nothing foreign is left.</summary>
[Cmdlet(VerbsCommon.Remove, "NetNamespace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveNetNamespaceCommand : DhcpCmdlet
{
    /// <summary>The namespaces' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [NamespaceReference]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public NamespaceReference[] Name { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NamespaceReference reference in Name)
        {
            Try(reference, async (log, token) =>
            {
                string name = reference.Name;
                NamespaceRules.CheckName(name);
                if (!await ConfirmedAsync(log, $"namespace {name}", "remove", Force, token).ConfigureAwait(false))
                    return;
                using NetworkLocks? held = NamespaceNames.TryGetNetworkId(name, out Guid id)
                    ? await NetworkLocks.AcquireAsync(Session.Configuration, id, log, token).ConfigureAwait(false)
                    : null;
                if (!NamespaceStep.Remove(name, new MetadataProxyStep(Session.Configuration, log)))
                    throw NotFound.Namespace(reference);
                log.Verbose($"Namespace {name} was removed.");
            });
        }
    }
}
