using System.Globalization;

namespace DhcpNet.Linux;

/// <summary>What is used of <c>/proc/&lt;pid&gt;/stat</c>.</summary>
internal sealed record ProcessStat(string Name, char State, int ParentId, ulong StartTime)
{
    // Fields after the name, which is the second: the state is the third of proc(5), the start time the twenty-second.
    private const int StateField = 0;
    private const int ParentField = 1;
    private const int StartTimeField = 19;

    public bool IsZombie => State is 'Z' or 'X' or 'x';

    /// <summary>Reads the file's content; null if it is something else.</summary>
    public static ProcessStat? Parse(string text)
    {
        // A name may itself contain blanks and parentheses: it ends at the last one.
        int open = text.IndexOf('(', StringComparison.Ordinal);
        int close = text.LastIndexOf(')');
        if (open < 0 || close < open)
            return null;
        string[] fields = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= StartTimeField
            || !int.TryParse(fields[ParentField], NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
            || !ulong.TryParse(fields[StartTimeField].TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong startTime))
            return null;
        return new ProcessStat(text[(open + 1)..close], fields[StateField][0], parent, startTime);
    }
}
