using System.Management.Automation;
using DhcpNet.Agent;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Tells how this host's agent stands, in whatever process it runs.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpAgent")]
[OutputType(typeof(DhcpAgentStatus))]
public sealed class GetDhcpAgentCommand : DhcpCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(target: null, (log, _) =>
    {
        log.Output(DhcpAgent.GetStatus(Session.Configuration));
        return Task.CompletedTask;
    });
}
