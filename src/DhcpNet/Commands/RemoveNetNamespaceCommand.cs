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
    [NamespaceName]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Try(name, async (log, token) =>
            {
                NamespaceRules.CheckName(name);
                if (!await ConfirmedAsync(log, $"namespace {name}", "remove", Force, token).ConfigureAwait(false))
                    return;
                using NetworkLocks? held = NamespaceNames.TryGetNetworkId(name, out Guid id)
                    ? await NetworkLocks.AcquireAsync(Session.Configuration, id, log, token).ConfigureAwait(false)
                    : null;
                if (!NamespaceStep.Remove(name, new MetadataProxyStep(Session.Configuration, log)))
                {
                    throw new DhcpNetException("NamespaceNotFound", DhcpNetErrorKind.NotFound,
                        $"There is no namespace '{name}'. Get-NetNamespace -Name * lists what there is.", name);
                }
                log.Verbose($"Namespace {name} was removed.");
            });
        }
    }
}
