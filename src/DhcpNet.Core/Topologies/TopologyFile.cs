using System.Text;
using DhcpNet.NetworkFiles;

namespace DhcpNet.Topologies;

/// <summary>Writes a topology to a file: as a drawing, or as a flowchart of Mermaid.</summary>
public static class TopologyFile
{
    /// <summary>Makes sure that a topology can be written there, by the file's name, before there is one.</summary>
    /// <exception cref="DhcpNetException"><c>TopologyFormatUnknown</c>, <c>NetworkFileExists</c>.</exception>
    public static void Require(string path, bool overwrite)
    {
        _ = RendererFor(path);
        OutputFile.Require(path, overwrite);
    }

    /// <summary>Writes it. Whoever reads the file meanwhile sees the old one.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileNotWritable</c>, and those of <see cref="Require"/>.</exception>
    public static Task WriteAsync(string path, TopologyNode root, bool overwrite, CancellationToken cancellationToken)
    {
        byte[] content = Encoding.UTF8.GetBytes(RendererFor(path)(root));
        return OutputFile.WriteAsync(path, overwrite, async stream => await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false));
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
