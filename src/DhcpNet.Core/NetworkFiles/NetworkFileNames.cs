namespace DhcpNet.NetworkFiles;

/// <summary>What the name of a file says about what is in it.</summary>
internal static class NetworkFileNames
{
    /// <summary>The format of a file whose name ends in <c>.json</c>, <c>.jsonl</c>, <c>.ndjson</c> or <c>.csv</c>.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileFormatUnknown</c>: it ends otherwise.</exception>
    public static NetworkFileFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => NetworkFileFormat.Csv,
        ".json" or ".jsonl" or ".ndjson" => NetworkFileFormat.Json,
        _ => throw new DhcpNetException("NetworkFileFormatUnknown", DhcpNetErrorKind.InvalidInput,
            $"The name of '{path}' does not say what is in it: it ends in none of .json, .jsonl, .ndjson and .csv. Say it with -Format.", path),
    };

    /// <summary>Whether a file has a network a line.</summary>
    public static bool IsByLine(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    /// <summary>The name of a network that bears none, as Neutron allows.</summary>
    public static string NameOf(Guid networkId) => $"network-{networkId}";
}
