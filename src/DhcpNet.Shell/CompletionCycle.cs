namespace DhcpNet.Shell;

/// <summary>A line whose completions are being tried one after the other.</summary>
internal sealed class CompletionCycle(string text, int cursor, Completions completions)
{
    private int _index = -1;

    public string OriginalText => text;

    public int OriginalCursor => cursor;

    /// <summary>The line completed as far as all completions agree, if that is further than it was.</summary>
    public (string Text, int Cursor) CommonBeginning()
    {
        string common = completions.Texts.Aggregate(Common);
        return completions.Texts.Count == 1 || common.Length > completions.Length ? With(common) : (text, cursor);
    }

    /// <summary>The line with the next completion, or the one before.</summary>
    public (string Text, int Cursor) Next(bool backwards)
    {
        int count = completions.Texts.Count;
        _index = backwards ? (Math.Max(_index, 0) + count - 1) % count : (_index + 1) % count;
        return With(completions.Texts[_index]);
    }

    private (string Text, int Cursor) With(string replacement) =>
        (text.Remove(completions.Start, completions.Length).Insert(completions.Start, replacement), completions.Start + replacement.Length);

    private static string Common(string a, string b)
    {
        int length = 0;
        while (length < Math.Min(a.Length, b.Length) && char.ToUpperInvariant(a[length]) == char.ToUpperInvariant(b[length]))
            length++;
        return a[..length];
    }
}
