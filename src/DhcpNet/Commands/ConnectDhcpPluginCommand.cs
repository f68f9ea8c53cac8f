using System.Management.Automation;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Chooses the plugin of this session: an embedded store at a path.</summary>
[Cmdlet(VerbsCommunications.Connect, "DhcpPlugin", SupportsShouldProcess = true)]
[OutputType(typeof(PluginInfo))]
public sealed class ConnectDhcpPluginCommand : DhcpCmdlet
{
    /// <summary>The store's file; it is made where it is missing.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        Try(path, async (log, token) =>
        {
            if (!await ConfirmedAsync(log, path, "use as this session's plugin", force: false, token).ConfigureAwait(false))
                return;
            await Session.ConnectPluginAsync(path, token).ConfigureAwait(false);
            log.Output(await PluginInfo.OfAsync(Session, token).ConfigureAwait(false));
        });
    }
}
