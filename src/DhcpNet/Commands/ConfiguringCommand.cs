using System.Management.Automation;
using DhcpNet.Configuration;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>What cmdlets that set the configuration have in common.</summary>
public abstract class ConfiguringCommand : DhcpCmdlet
{
    /// <summary>Writes the configuration to its file, for sessions that begin later.</summary>
    [Parameter]
    public SwitchParameter Persist { get; set; }

    /// <summary>Makes a configuration the session's, and the file's where that is asked for, unless -WhatIf or -Confirm say no.</summary>
    private protected async Task<bool> ConfigureAsync(PipelineLog log, DhcpConfiguration configuration, CancellationToken cancellationToken)
    {
        string where = Persist ? ConfigurationFile.FilePath : "this session";
        if (!await ConfirmedAsync(log, where, "set the configuration", force: false, cancellationToken).ConfigureAwait(false))
            return false;
        if (Persist)
            log.Verbose($"The configuration was written to {ConfigurationFile.Save(configuration)}.");
        Session.Configure(configuration);
        return true;
    }
}
