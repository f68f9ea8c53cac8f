using System.Management.Automation;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Tells where things are on this host, and what all its networks have in common.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpConfiguration")]
[OutputType(typeof(DhcpConfiguration))]
public sealed class GetDhcpConfigurationCommand : DhcpCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(target: null, (log, _) =>
    {
        log.Output(Session.Configuration);
        return Task.CompletedTask;
    });
}
