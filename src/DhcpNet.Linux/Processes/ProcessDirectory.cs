using System.Globalization;

namespace DhcpNet.Linux;

/// <summary>The paths of proc(5).</summary>
internal static class ProcessDirectory
{
    private const string Root = "/proc";

    public static string PathOf(int processId, string file) => string.Create(CultureInfo.InvariantCulture, $"{Root}/{processId}/{file}");

    public static string NamespacePathOf(int processId) => PathOf(processId, "ns/net");

    /// <summary>The numbers of all processes, ascending.</summary>
    public static IReadOnlyList<int> ListIds()
    {
        List<int> ids = [];
        foreach (string path in Directory.EnumerateDirectories(Root))
        {
            if (int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                ids.Add(id);
        }
        ids.Sort();
        return ids;
    }

    /// <summary>The value of a line of <c>/proc/&lt;pid&gt;/status</c>, or null if there is no such line.</summary>
    public static string? FindField(string status, string label)
    {
        foreach (ReadOnlySpan<char> line in status.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(label, StringComparison.Ordinal))
                return line[label.Length..].Trim().ToString();
        }
        return null;
    }
}
