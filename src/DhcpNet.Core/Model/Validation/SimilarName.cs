namespace DhcpNet.Validation;

/// <summary>Finds the name that was probably meant.</summary>
internal static class SimilarName
{
    private const int MostSlips = 3;

    /// <summary>The nearest of the names, or null where all are far off.</summary>
    public static string? Of(string name, IEnumerable<string> names) =>
        names.Select(n => (Name: n, Slips: Slips(name, n))).Where(n => n.Slips <= Math.Min(MostSlips, n.Name.Length / 2)).OrderBy(n => n.Slips).Select(n => n.Name).FirstOrDefault();

    // Levenshtein's distance: characters to put in, leave out or exchange.
    private static int Slips(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int exchanged = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
