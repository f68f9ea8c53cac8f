using System.Text;

namespace DhcpNet.Shell;

/// <summary>Lays completions out in columns.</summary>
internal static class CompletionList
{
    private const int Most = 200;
    private const int Gap = 2;

    public static IEnumerable<string> Lines(IReadOnlyList<string> labels, int width)
    {
        string[] shown = [.. labels.Take(Most)];
        int columnWidth = shown.Max(CellWidth.Of) + Gap;
        int columns = Math.Max(width / columnWidth, 1);
        int rows = (shown.Length + columns - 1) / columns;
        for (int row = 0; row < rows; row++)
        {
            var line = new StringBuilder();
            for (int i = row; i < shown.Length; i += rows)
                line.Append(shown[i]).Append(' ', columnWidth - CellWidth.Of(shown[i]));
            yield return line.ToString().TrimEnd();
        }
        if (labels.Count > Most)
            yield return $"… and {labels.Count - Most} more";
    }
}
