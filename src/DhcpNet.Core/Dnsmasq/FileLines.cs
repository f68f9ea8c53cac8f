namespace DhcpNet.Dnsmasq;

/// <summary>Compares what dnsmasq has read with what it is to have read, line by line.</summary>
internal static class FileLines
{
    /// <summary>The lines that stand in the second text and not in the first; null where it is more than lines added.</summary>
    public static IReadOnlyList<string>? Added(string before, string after)
    {
        string[] old = Split(before);
        List<string> added = [];
        int next = 0;
        foreach (string line in Split(after))
        {
            if (next < old.Length && old[next] == line)
                next++;
            else
                added.Add(line);
        }
        return next == old.Length ? added : null;
    }

    /// <summary>The lines, without what ends them.</summary>
    public static string[] Split(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A text of lines.</summary>
    public static string Join(IReadOnlyList<string> lines) => lines.Count == 0 ? "" : string.Join('\n', lines) + '\n';
}
