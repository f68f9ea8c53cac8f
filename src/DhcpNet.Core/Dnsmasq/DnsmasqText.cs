using System.Buffers;
using System.Net;
using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// What can stand in dnsmasq's files and mean what it says. dnsmasq takes lines apart at commas; takes quotation marks away and what is
/// between them literally; takes <c>#</c> after a space for a comment; and reads no more than 1024 bytes at a time, the rest being another line
/// (option.c, read_file).
/// </summary>
internal static class DnsmasqText
{
    /// <summary>The longest line that dnsmasq reads as one, in bytes, the newline not counted.</summary>
    public const int MaxLineBytes = 1023;

    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> LetterOrDigit =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private static readonly SearchValues<char> LabelCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly SearchValues<char> EscapedCharacters = SearchValues.Create("\"\\tnebr");

    private static readonly SearchValues<char> OctetCharacters = SearchValues.Create("0123456789abcdefABCDEF:-");

    // nis+-server
    private static readonly SearchValues<char> OptionNameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+");

    private static readonly SearchValues<char> TagCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    // What may stand between a tag and the option itself (dnsmasq(8), --dhcp-option).
    private static readonly string[] SelectorPrefixes = ["tag:", "vendor:", "encap:", "vi-encap:"];

    /// <summary>Whether dnsmasq takes the line for one.</summary>
    public static bool IsLine(string line) => line.Length * 3 <= MaxLineBytes || Encoding.UTF8.GetByteCount(line) <= MaxLineBytes;

    /// <summary>Whether the text is a domain's or host's name, one dot at its end allowed.</summary>
    public static bool IsName(string name)
    {
        ReadOnlySpan<char> rest = name.AsSpan();
        if (rest is [.., '.'])
            rest = rest[..^1];
        if (rest.Length is 0 or > MaxNameLength)
            return false;
        while (true)
        {
            int dot = rest.IndexOf('.');
            if (!IsLabel(dot < 0 ? rest : rest[..dot]))
                return false;
            if (dot < 0)
                return true;
            rest = rest[(dot + 1)..];
        }
    }

    /// <summary>Whether the text is the name of a DNS record; service names begin with an underscore (RFC 2782).</summary>
    public static bool IsRecordName(string name) => IsName(name) || (name.StartsWith('_') && IsName(name.Replace("_", "", StringComparison.Ordinal)));

    /// <summary>
    /// Whether the name, as a field of a host line, is taken for one. dnsmasq tells the fields of these lines apart by their looks:
    /// <c>ignore</c> would shut the client out, <c>12h</c> be its lease time, <c>10.0.0.1</c> its address.
    /// </summary>
    public static bool IsHostLineName(string name) =>
        IsName(name) && name is not ("ignore" or "infinite") && !IsDuration(name) && !IPAddress.TryParse(name, out _);

    /// <summary>Whether the text is an option as a plugin names it: a name or a number, before it tags that the client must have.</summary>
    public static bool IsOptionName(string name)
    {
        string[] parts = name.Split(',');
        ReadOnlySpan<char> option = parts[^1];
        if (option.IsEmpty || option.ContainsAnyExcept(OptionNameCharacters))
            return false;
        return parts.Length == 1 || (parts[0].StartsWith("tag:", StringComparison.Ordinal) && parts[..^1].All(IsSelector));
    }

    /// <summary>Whether the text can be the rest of a line. Commas are welcome: they part an option's values.</summary>
    public static bool IsOptionValue(string value) => !HasControl(value) && FindQuotingFault(value) is null;

    /// <summary>Why dnsmasq would not read a value to its end, or read it as what it does not say; null where it does.</summary>
    /// <remarks>
    /// As it reads (option.c, read_file): what is behind a closing quotation mark opens no other string, and a string does not end the blanks
    /// before it, behind which <c>#</c> is a comment.
    /// </remarks>
    public static string? FindQuotingFault(string value)
    {
        bool isBehindBlank = false;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '"')
            {
                i = FindClosingQuote(value, i) + 1;
                if (i == 0)
                    return "a double quote is not closed, or opens right behind one that closes";
                if (i == value.Length)
                    return null;
            }
            if (isBehindBlank && value[i] == '#')
                return "dnsmasq takes '#' behind a space for a comment. Put the value in double quotes";
            isBehindBlank = value[i] == ' ';
        }
        return null;
    }

    /// <summary>Where the string ends that opens at an index; -1 where it does not.</summary>
    public static int FindClosingQuote(string value, int opening)
    {
        for (int i = opening + 1; i < value.Length; i++)
        {
            if (value[i] == '"')
                return i;
            if (value[i] == '\\' && i + 1 < value.Length && EscapedCharacters.Contains(value[i + 1]))
                i++;
        }
        return -1;
    }

    /// <summary>Whether the text can be a client's identifier in a host line.</summary>
    /// <remarks>With a colon in it, it is octets; dnsmasq leaves out the whole line where they are none (option.c, parse_hex).</remarks>
    public static bool IsClientId(string id) =>
        !HasControl(id) && !id.AsSpan().ContainsAny(',', '"') && !HasComment(id) && (!id.Contains(':', StringComparison.Ordinal) || !id.AsSpan().ContainsAnyExcept(OctetCharacters));

    private static bool IsLabel(ReadOnlySpan<char> label) =>
        label.Length is > 0 and <= MaxLabelLength && LetterOrDigit.Contains(label[0]) && !label.ContainsAnyExcept(LabelCharacters);

    private static bool IsDuration(string text)
    {
        ReadOnlySpan<char> digits = text[^1] is 's' or 'S' or 'm' or 'M' or 'h' or 'H' or 'd' or 'D' or 'w' or 'W' ? text.AsSpan(0, text.Length - 1) : text;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsSelector(string part)
    {
        foreach (string prefix in SelectorPrefixes)
        {
            if (!part.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            ReadOnlySpan<char> value = part.AsSpan(prefix.Length);
            if (value is ['!', ..])
                value = value[1..];
            return value.Length > 0 && !value.ContainsAnyExcept(TagCharacters);
        }
        return false;
    }

    private static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAnyInRange('\u007f', '\u009f');

    private static bool HasComment(string text) => text.Contains(" #", StringComparison.Ordinal);
}
