using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>Makes the networks of a file: all of them or none, or all that have no errors.</summary>
public sealed class NetworkFileImport(INetworkStore store)
{
    /// <summary>How many errors are told of a file of which nothing is kept; it is not read much further than that.</summary>
    public const int MostErrors = 100;

    private const int MostSubnetsNamed = 3;

    /// <summary>Whether networks with errors are passed over, rather than nothing being kept.</summary>
    public bool SkipErrors { get; init; }

    /// <summary>Whether everything is tried and nothing kept.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Told how many networks were read, and which part of the file (from 0 to 1; null: not known).</summary>
    public Action<int, double?> Progress { get; init; } = (_, _) => { };

    /// <summary>Imports a file in one transaction.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How networks stand in it; null: as its name says.</param>
    /// <param name="cancellationToken">Ends the work; nothing of it stays then.</param>
    /// <exception cref="DhcpNetException">
    /// <c>NetworkFileNotFound</c>, <c>NetworkFileNotReadable</c>, <c>NetworkFileFormatUnknown</c>, and those of a store that can't be written. What is
    /// wrong in the file is in the result.
    /// </exception>
    public async Task<NetworkImportResult> ReadAsync(string path, NetworkFileFormat? format, CancellationToken cancellationToken)
    {
        using FileStream stream = Open(path);
        List<(long Line, ImportedNetwork Network)> networks = [];
        List<(long Line, DhcpNetException Error)> errors = [];
        List<string> warnings = [];
        INetworkReader reader = (format ?? NetworkFileNames.FormatOf(path)) switch
        {
            NetworkFileFormat.Csv => new CsvNetworkReader(path),
            _ => new JsonNetworkReader(path, warnings.Add),
        };
        bool IsKept() => SkipErrors || errors.Count == 0;
        await store.DefineNetworksAsync(
            ReadUntilFatal(path, stream, reader, errors),
            result =>
            {
                errors.AddRange(result.Faults.Select(fault => (fault.Place!.Line, NetworkFileErrors.At(fault.Place, fault.Error))));
                if (result.NetworkId is Guid id)
                    networks.Add((result.Definition.Network.Place!.Line, new ImportedNetwork(id, result.Definition.Network.Name, Describe(result.Definition), result.Created)));
                Progress(networks.Count, Fraction(stream));
            },
            () => !IsTrial && IsKept(),
            cancellationToken).ConfigureAwait(false);
        // A network of several rows is made when the last of them was read.
        DhcpNetException[] inOrder = [.. errors.OrderBy(error => error.Line).Select(error => error.Error).Take(SkipErrors ? errors.Count : MostErrors)];
        if (IsKept())
            return new NetworkImportResult([.. networks.OrderBy(network => network.Line).Select(network => network.Network)], inOrder, warnings);
        if (errors.Count >= MostErrors)
            warnings.Add($"{path}: these are its first {MostErrors} errors; there may be more.");
        if (networks.Count > 0)
            warnings.Add($"{path}: nothing of it {(IsTrial ? "would be" : "was")} imported, because of its errors. -SkipErrors imports the networks that have none.");
        return new NetworkImportResult([], inOrder, warnings);
    }

    private IEnumerable<NetworkDefinition> ReadUntilFatal(string path, Stream stream, INetworkReader reader, List<(long, DhcpNetException)> errors)
    {
        using IEnumerator<NetworkDefinition> definitions = reader.Read(stream).GetEnumerator();
        while ((SkipErrors || errors.Count < MostErrors) && TryMove(path, definitions, errors))
            yield return definitions.Current;
    }

    // What can't be read any further ends the file, and what was read of it so far stands.
    private static bool TryMove(string path, IEnumerator<NetworkDefinition> definitions, List<(long, DhcpNetException)> errors)
    {
        try
        {
            return definitions.MoveNext();
        }
        catch (DhcpNetException error)
        {
            errors.Add((long.MaxValue, error));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add((long.MaxValue, NetworkFileErrors.NotReadable(path, error)));
        }
        return false;
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NetworkFileErrors.NotReadable(path, error);
        }
    }

    private static double? Fraction(FileStream stream) => stream.CanSeek && stream.Length > 0 ? Math.Min(1, (double)stream.Position / stream.Length) : null;

    private static string Describe(NetworkDefinition definition)
    {
        IReadOnlyList<SubnetSpec> subnets = definition.Network.Subnets;
        IEnumerable<string> parts = subnets.Take(MostSubnetsNamed).Select(subnet => subnet.Cidr.ToString());
        if (subnets.Count > MostSubnetsNamed)
            parts = parts.Append($"{subnets.Count - MostSubnetsNamed} more subnets");
        if (definition.Reservations is { Count: > 0 } reservations)
            parts = parts.Append($"{reservations.Count} {(reservations.Count == 1 ? "reservation" : "reservations")}");
        return string.Join(", ", parts);
    }
}
