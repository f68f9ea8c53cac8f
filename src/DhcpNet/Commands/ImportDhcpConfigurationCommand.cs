using System.Management.Automation;
using DhcpNet.Configuration.Import;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Sets the configuration as the files of a Neutron DHCP agent say it, and tells which of their options are not used.</summary>
[Cmdlet(VerbsData.Import, "DhcpConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(ImportedOption))]
public sealed class ImportDhcpConfigurationCommand : ConfiguringCommand
{
    private readonly List<string> _paths = [];

    /// <summary>The files, such as neutron.conf and dhcp_agent.ini; what a later one says prevails.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Tells of the options of other services too.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Passes over options that Neutron does not have, rather than refusing the files.</summary>
    [Parameter]
    public SwitchParameter SkipUnknown { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _paths.AddRange(Path.Select(GetUnresolvedProviderPathFromPSPath));

    /// <inheritdoc/>
    private protected override void Finish() => Try(target: null, async (log, token) =>
    {
        ImportResult result = ConfigurationImport.Read(_paths, Session.Configuration, SkipUnknown);
        foreach (DhcpNetException error in result.Errors)
            log.Error(Errors.ToRecord(error, error.Target));
        if (result.Errors.Count > 0)
            return;
        foreach (string warning in result.Warnings)
            log.Warning(warning);
        await ConfigureAsync(log, result.Configuration, token).ConfigureAwait(false);
        Tell(log, result.Options);
    });

    // A neutron.conf has many options of other services, among which the agent's own would not be seen.
    private void Tell(PipelineLog log, IReadOnlyList<ImportedOption> options)
    {
        foreach (ImportedOption option in options.Where(o => All || o.Status != ImportedOptionStatus.Other))
            log.Output(option);
        int others = options.Count(o => o.Status == ImportedOptionStatus.Other);
        if (others > 0 && !All)
            log.Verbose($"{others} options of other services are not shown; -All shows them.");
    }
}
