using System.Text.RegularExpressions;

namespace DhcpNet.Shell;

/// <summary>Text without a terminal's control sequences.</summary>
internal static partial class PlainText
{
    public static string Of(string text) => text.Contains('\u001b') ? ControlSequence().Replace(text, "") : text;

    // ECMA-48 control sequences, and the operating system commands that set a title or a link.
    [GeneratedRegex(@"\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))")]
    private static partial Regex ControlSequence();
}
