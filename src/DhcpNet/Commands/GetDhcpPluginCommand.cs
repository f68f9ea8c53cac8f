using System.Management.Automation;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Tells which plugin this session's networks come from.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpPlugin")]
[OutputType(typeof(PluginInfo))]
public sealed class GetDhcpPluginCommand : DhcpCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(target: null, async (log, token) => log.Output(await PluginInfo.OfAsync(Session, token).ConfigureAwait(false)));
}
