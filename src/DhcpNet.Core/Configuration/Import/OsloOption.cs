namespace DhcpNet.Configuration.Import;

/// <summary>An option as a file of oslo.config's syntax has it.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Section">The section, as it is written.</param>
/// <param name="Name">The option's name.</param>
/// <param name="Value">The value: quotation marks around it taken away, continuation lines joined by newlines, references not resolved.</param>
internal sealed record OsloOption(string File, int Line, string Section, string Name, string Value)
{
    /// <summary>The section whose options need not be named after it.</summary>
    public const string DefaultSection = "DEFAULT";

    /// <summary>The section by which options are found: all but DEFAULT are the same in capitals.</summary>
    public string Group => Normalize(Section);

    /// <summary>The name by which options of all sections are told apart.</summary>
    public string Key => KeyOf(Group, Name);

    public static string Normalize(string section) => section == DefaultSection ? section : section.ToLowerInvariant();

    public static string KeyOf(string group, string name) => $"{group}/{name}";
}
