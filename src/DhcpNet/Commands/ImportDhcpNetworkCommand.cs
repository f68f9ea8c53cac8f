using System.Management.Automation;
using DhcpNet.NetworkFiles;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Makes networks, with subnets and reservations, as files define them; each file all or nothing.</summary>
[Cmdlet(VerbsData.Import, "DhcpNetwork", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
public sealed class ImportDhcpNetworkCommand : DhcpCmdlet
{
    private const int ReadAtOnce = 100;

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, whose names stand for themselves even where they look like patterns.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>How networks stand in the files; by the end of their names unless given.</summary>
    [Parameter]
    [ValidateSet(nameof(NetworkFileFormat.Json), nameof(NetworkFileFormat.Csv))]
    public string? Format { get; set; }

    /// <summary>Imports the networks of a file that have no errors, rather than none of them.</summary>
    [Parameter]
    public SwitchParameter SkipErrors { get; set; }

    /// <summary>Puts out all networks of the files, also those that were there already just so.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (LiteralPath.Length > 0)
        {
            foreach (string path in LiteralPath)
                Import(path, () => [NetworkFilePaths.Literal(this, path)]);
        }
        else
        {
            foreach (string path in Path)
                Import(path, () => NetworkFilePaths.Resolve(this, path));
        }
    }

    private void Import(string given, Func<IReadOnlyList<string>> resolve)
    {
        try
        {
            foreach (string path in resolve())
                Import(path, isTrial: IsWhatIf);
        }
        catch (DhcpNetException error)
        {
            WriteError(Errors.ToRecord(error, given));
        }
    }

    private void Import(string path, bool isTrial)
    {
        Try(path, async (log, token) =>
        {
            INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
            // What -WhatIf tells are the networks: those come out of the trial.
            if (!isTrial && !await ConfirmedAsync(log, path, "import networks", force: false, token).ConfigureAwait(false))
                return;
            NetworkImportResult result = await ReadAsync(store, path, isTrial, log, token).ConfigureAwait(false);
            if (isTrial)
                Tell(log, result);
            else
                await WriteAsync(log, store, path, result, token).ConfigureAwait(false);
            foreach (string warning in result.Warnings)
                log.Warning(warning);
            foreach (DhcpNetException error in result.Errors)
                log.Error(Errors.ToRecord(error, path));
        });
    }

    private async Task<NetworkImportResult> ReadAsync(INetworkStore store, string path, bool isTrial, PipelineLog log, CancellationToken cancellationToken)
    {
        var import = new NetworkFileImport(store)
        {
            SkipErrors = SkipErrors,
            IsTrial = isTrial,
            Progress = (count, fraction) => log.Progress(new ProgressReport($"{path}, {count} networks", fraction)),
        };
        return await import.ReadAsync(path, NetworkFilePaths.ReadFormat(Format), cancellationToken).ConfigureAwait(false);
    }

    private void Tell(PipelineLog log, NetworkImportResult result)
    {
        foreach (ImportedNetwork network in result.Networks.Where(network => network.Created))
            log.Add(_ => Confirmed(network.Content.Length > 0 ? $"network {network.Name} with {network.Content}" : $"network {network.Name}", "create"));
    }

    private async Task WriteAsync(PipelineLog log, INetworkStore store, string path, NetworkImportResult result, CancellationToken cancellationToken)
    {
        foreach (ImportedNetwork network in result.Networks)
            log.Verbose(network.Created ? $"Network '{network.Name}' was created with id {network.Id}." : $"Network '{network.Name}' was there already as '{path}' has it.");
        foreach (ImportedNetwork[] networks in result.Networks.Where(network => network.Created || PassThru).Chunk(ReadAtOnce))
        {
            foreach (Network network in await store.GetNetworksInfoAsync([.. networks.Select(network => network.Id)], cancellationToken).ConfigureAwait(false))
                log.Output(network);
        }
    }
}
