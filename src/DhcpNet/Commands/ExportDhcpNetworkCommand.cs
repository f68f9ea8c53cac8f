using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.NetworkFiles;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Writes networks, with subnets and reservations, to a file that Import-DhcpNetwork makes them of again.</summary>
[Cmdlet(VerbsData.Export, "DhcpNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportDhcpNetworkCommand : DhcpCmdlet
{
    private readonly List<NetworkReference> _references = [];

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The networks: names with wildcards, ids, or objects; all unless given.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    [SupportsWildcards]
    public NetworkReference[]? Network { get; set; }

    /// <summary>How networks are to stand in the file; by the end of its name unless given.</summary>
    [Parameter]
    [ValidateSet(nameof(NetworkFileFormat.Json), nameof(NetworkFileFormat.Csv))]
    public string? Format { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _references.AddRange(Network ?? []);

    /// <inheritdoc/>
    private protected override void Finish()
    {
        // An empty pipeline is no network, and not all of them.
        bool isAll = Network is null && !MyInvocation.ExpectingInput;
        try
        {
            Export(NetworkFilePaths.Literal(this, Path), isAll);
        }
        catch (DhcpNetException error)
        {
            WriteError(Errors.ToRecord(error, Path));
        }
    }

    private void Export(string path, bool isAll)
    {
        Try(path, async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            (IReadOnlyCollection<Network> networks, bool isComplete) = await plugin.OutlinesAsync(isAll ? [NetworkReference.Parse("*")] : _references, areWildcardsAllowed: true, log, token).ConfigureAwait(false);
            // Without one that was named, the file would look whole.
            if (!isComplete)
                return;
            if (!await ConfirmedAsync(log, path, $"export {networks.Count} networks", force: false, token).ConfigureAwait(false))
                return;
            var export = new NetworkFileExport(plugin)
            {
                Progress = count => log.Progress(count, networks.Count),
            };
            IReadOnlyList<string> incomplete = await export.WriteAsync(path, NetworkFilePaths.ReadFormat(Format), [.. networks.Select(n => n.Id)], Force, token).ConfigureAwait(false);
            log.Verbose($"{networks.Count} networks were written to '{path}'.");
            if (NetworkFileExport.Warning(path, incomplete) is string warning)
                log.Warning(warning);
        });
    }
}
