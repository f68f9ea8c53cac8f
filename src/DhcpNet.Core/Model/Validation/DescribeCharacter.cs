using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DhcpNet.Validation;

/// <summary>Puts characters that do not print into words, so that a message stays one line.</summary>
internal static class DescribeCharacter
{
    public static string Of(char c) => c switch
    {
        '\n' => "a line break",
        '\r' => "a carriage return",
        '\t' => "a tab",
        '\0' => "a NUL",
        ' ' => "a space",
        _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"the control character U+{(int)c:X4}"),
        _ => $"'{c}'",
    };

    /// <summary>
    /// A text with its control characters in words. Names come from whoever may give a network or a port one, and go to terminals and logs: a sequence
    /// that clears the one, or a line break that begins another line in the other, is not to get there.
    /// </summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Printable(string? text) =>
        text is not null && text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : c.ToString())) : text;

    /// <summary>The same for a text of several lines, which it stays.</summary>
    public static string PrintableLines(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Printable)) : Printable(text);

    /// <summary>The first control character, or null.</summary>
    public static char? FirstControl(string text)
    {
        foreach (char c in text)
        {
            if (char.IsControl(c))
                return c;
        }
        return null;
    }
}
