using DhcpNet.Linux;
using DhcpNet.NetworkFiles;

namespace DhcpNet.Topologies;

/// <summary>Writes a topology to a file: as a drawing, or as a flowchart of Mermaid.</summary>
public static class TopologyFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Makes sure that a topology can be written there, by the file's name, before there is one.</summary>
    /// <exception cref="DhcpNetException"><c>TopologyFormatUnknown</c>, <c>NetworkFileExists</c>.</exception>
    public static void Require(string path, bool overwrite)
    {
        _ = RendererFor(path);
        if (!overwrite && File.Exists(path))
            throw NetworkFileErrors.Exists(path);
    }

    /// <summary>Writes it. Whoever reads the file meanwhile sees the old one.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileNotWritable</c>, and those of <see cref="Require"/>.</exception>
    public static void Write(string path, TopologyNode root, bool overwrite)
    {
        Require(path, overwrite);
        try
        {
            AtomicFile.Write(path, RendererFor(path)(root), Mode);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NetworkFileErrors.NotWritable(path, error);
        }
    }

    private static Func<TopologyNode, string> RendererFor(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".svg" => TopologySvg.Render,
        ".mmd" or ".mermaid" => TopologyMermaid.Render,
        ".md" => root => $"```mermaid\n{TopologyMermaid.Render(root)}```\n",
        _ => throw new DhcpNetException("TopologyFormatUnknown", DhcpNetErrorKind.InvalidInput,
            $"The name of '{path}' does not say how the topology is to be drawn: it ends in none of .svg (a drawing), .mmd, .mermaid and .md (Mermaid). Choose a name that does.", path),
    };
}
