using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>Writes networks, with what is theirs and no host's, to a file from which <see cref="NetworkFileImport"/> makes them again.</summary>
public sealed class NetworkFileExport(IDhcpPlugin plugin)
{
    private const int MostNamed = 5;

    // Enough that reading them is quick, few enough to have in memory with all their ports.
    private const int ReadAtOnce = 100;

    /// <summary>Told how many networks were written.</summary>
    public Action<int> Progress { get; init; } = _ => { };

    /// <summary>Writes a file. Whoever reads it meanwhile sees the old one, and a failure leaves that.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How networks are to stand in it; null: as its name says.</param>
    /// <param name="networkIds">The networks, in the order in which they are to stand there. One that is removed meanwhile is left out.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="cancellationToken">Ends the work; the file is as it was then.</param>
    /// <returns>The names of the networks of which the format can't hold everything.</returns>
    /// <exception cref="DhcpNetException"><c>NetworkFileExists</c>, <c>NetworkFileNotWritable</c>, <c>NetworkFileFormatUnknown</c>, and those of the plugin.</exception>
    public async Task<IReadOnlyList<string>> WriteAsync(string path, NetworkFileFormat? format, IReadOnlyList<Guid> networkIds, bool overwrite, CancellationToken cancellationToken)
    {
        NetworkFileFormat chosen = format ?? NetworkFileNames.FormatOf(path);
        List<string> incomplete = [];
        await OutputFile.WriteAsync(path, overwrite, async stream =>
        {
            using INetworkWriter writer = chosen == NetworkFileFormat.Csv ? new CsvNetworkWriter(stream) : new JsonNetworkWriter(stream, NetworkFileNames.IsByLine(path));
            await WriteAsync(writer, networkIds, incomplete, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return incomplete;
    }

    /// <summary>Says that a file has not all of its networks; null where it has.</summary>
    /// <param name="path">The file.</param>
    /// <param name="incomplete">The names of the networks of which it has not all.</param>
    public static string? Warning(string path, IReadOnlyList<string> incomplete)
    {
        if (incomplete.Count == 0)
            return null;
        string more = incomplete.Count > MostNamed ? $" and {incomplete.Count - MostNamed} more" : "";
        return $"'{path}' has not all that there is: CSV has no place for reservations, for segments, or for two networks of one name. It leaves out some of "
            + $"{string.Join(", ", incomplete.Take(MostNamed))}{more}. JSON has all of it.";
    }

    private async Task WriteAsync(INetworkWriter writer, IReadOnlyList<Guid> networkIds, List<string> incomplete, CancellationToken cancellationToken)
    {
        int written = 0;
        foreach (Guid[] ids in networkIds.Chunk(ReadAtOnce))
        {
            foreach (Network network in await plugin.GetNetworksInfoAsync(ids, cancellationToken).ConfigureAwait(false))
            {
                if (!writer.Write(network with { Ports = [.. network.Ports.Where(port => !DeviceOwners.IsService(port.DeviceOwner))] }))
                    incomplete.Add(network.DisplayName);
                Progress(++written);
            }
        }
        writer.Complete();
    }
}
