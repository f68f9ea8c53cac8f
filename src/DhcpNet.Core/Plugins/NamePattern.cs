namespace DhcpNet.Plugins;

/// <summary>
/// Patterns of names, as PowerShell has them: <c>*</c> stands for any characters, <c>?</c> for any one, <c>[ab]</c> and <c>[a-c]</c> for one
/// of those, all else for itself in either case.
/// </summary>
public static class NamePattern
{
    private const string Wildcards = "*?[";

    /// <summary>Whether a pattern may stand for more than one name.</summary>
    public static bool HasWildcards(ReadOnlySpan<char> pattern) => pattern.ContainsAny(Wildcards);

    /// <summary>Whether a pattern stands for a name. A name that is the pattern, letter for letter, is one of them, though it have brackets.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.Equals(name, StringComparison.OrdinalIgnoreCase))
            return true;
        int p = 0, n = 0, star = -1, starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starName = n;
            }
            else if (p < pattern.Length && Takes(pattern[p..], name[n]) is > 0 and int taken)
            {
                p += taken;
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

    // How much of the pattern stands for the character; 0 where it begins with something else.
    private static int Takes(ReadOnlySpan<char> pattern, char character)
    {
        // A bracket right after the opening one is in the set, and one that nothing closes stands for itself.
        int close = pattern is ['[', _, ..] ? pattern[2..].IndexOf(']') : -1;
        if (close >= 0)
            return IsIn(pattern[1..(close + 2)], char.ToUpperInvariant(character)) ? close + 3 : 0;
        return pattern[0] == '?' || char.ToUpperInvariant(pattern[0]) == char.ToUpperInvariant(character) ? 1 : 0;
    }

    private static bool IsIn(ReadOnlySpan<char> set, char character)
    {
        for (int i = 0; i < set.Length; i++)
        {
            char first = char.ToUpperInvariant(set[i]);
            // A hyphen at either end is one of the characters.
            bool isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange)
                i += 2;
            if (character >= first && character <= char.ToUpperInvariant(set[i]))
                return true;
        }
        return false;
    }
}
