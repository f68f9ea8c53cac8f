namespace DhcpNet.Plugins;

/// <summary>Patterns of names: <c>*</c> stands for any characters, <c>?</c> for any one, all else for itself in either case.</summary>
public static class NamePattern
{
    private const string Wildcards = "*?";

    /// <summary>Whether a pattern may stand for more than one name.</summary>
    public static bool HasWildcards(ReadOnlySpan<char> pattern) => pattern.ContainsAny(Wildcards);

    /// <summary>Whether a pattern stands for a name.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starName = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(name[n])))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more.
                p = star + 1;
                n = ++starName;
            }
            else
                return false;
        }
        return pattern[p..].Trim('*').IsEmpty;
    }
}
