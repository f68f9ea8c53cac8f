using System.Text.RegularExpressions;

namespace DhcpNet.Tests.Docs;

/// <summary>A page of docs/cmdlets, in PlatyPS's markdown.</summary>
internal sealed partial class CmdletPage
{
    private readonly Dictionary<string, string> _sections;

    private CmdletPage(string name, string text)
    {
        Name = name;
        Text = text;
        _sections = Split(text, "## ");
    }

    public static IReadOnlyDictionary<string, CmdletPage> All { get; } = Directory.EnumerateFiles(Repository.PathOf("docs/cmdlets"), "*-*.md")
        .Select(path => new CmdletPage(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))
        .ToDictionary(page => page.Name);

    public string Name { get; }

    public string Text { get; }

    public string Synopsis => Plain(_sections["SYNOPSIS"]);

    public string Description => Plain(_sections["DESCRIPTION"]);

    public string Notes => Plain(_sections["NOTES"]);

    public IReadOnlyList<string> Outputs => [.. Split(_sections["OUTPUTS"], "### ").Keys.Where(k => k != "None")];

    public IReadOnlyList<string> Links => [.. LinkPattern().Matches(_sections["RELATED LINKS"]).Select(m => m.Groups[1].Value)];

    /// <summary>Where the page's links lead, from the page.</summary>
    public IReadOnlyList<string> LinkTargets => [.. LinkPattern().Matches(Text).Select(m => m.Groups[2].Value).Where(t => !t.StartsWith("http", StringComparison.Ordinal))];

    public IReadOnlyList<string> Syntaxes =>
        [.. FencePattern().Matches(_sections["SYNTAX"]).Select(m => ModuleCmdlet.DescribeSyntax(ParameterPattern().Matches(m.Groups[2].Value).Select(p => p.Groups[1].Value)))];

    public IReadOnlyList<HelpExample> Examples => [.. Split(_sections["EXAMPLES"], "### ").Select(e => ReadExample(e.Key, e.Value))];

    public IReadOnlyDictionary<string, string> ParameterTexts => ParameterSections.ToDictionary(p => p.Key, p => Plain(p.Value.Split("```yaml")[0]));

    public IReadOnlyDictionary<string, string> ParameterTypes => ParameterSections.ToDictionary(p => p.Key, p => Value(p.Value, "Type"));

    public IReadOnlyDictionary<string, string> Defaults => ParameterSections.ToDictionary(p => p.Key, p => Value(p.Value, "DefaultValue"));

    public IReadOnlyList<HelpParameter> Parameters =>
        [.. ParameterSections.Select(p => ReadParameter(p.Key, p.Value)).OrderBy(p => p.Name, StringComparer.Ordinal)];

    private IEnumerable<KeyValuePair<string, string>> ParameterSections =>
        Split(_sections["PARAMETERS"], "### ").Where(p => p.Key.StartsWith('-')).Select(p => KeyValuePair.Create(p.Key[1..], p.Value));

    /// <summary>Text without markdown's marks, and with single blanks: what docs/build-help.ps1 makes of it for a terminal.</summary>
    public static string Plain(string markdown) =>
        BlankPattern().Replace(CodePattern().Replace(BoldPattern().Replace(LinkPattern().Replace(markdown, "$1"), "$1"), "$1"), " ").Trim();

    private static HelpExample ReadExample(string title, string text)
    {
        Match fence = Assert.Single(FencePattern().Matches(text));
        Assert.True(fence.Groups[1].Value == "powershell", $"'{title}' shows something else than PowerShell.");
        return new HelpExample(title, Plain(text[..fence.Index]), fence.Groups[2].Value.TrimEnd('\n'));
    }

    private static HelpParameter ReadParameter(string name, string text)
    {
        string aliases = text.Split("Aliases:")[1].Split("ParameterSets:")[0];
        return new HelpParameter(
            name,
            HelpParameter.DescribeAliases(ItemPattern().Matches(aliases).Select(m => m.Groups[1].Value)),
            Value(text, "  IsRequired") == "true",
            Value(text, "  Position"),
            HelpParameter.DescribePipelineInput(Value(text, "  ValueFromPipeline") == "true", Value(text, "  ValueFromPipelineByPropertyName") == "true"),
            Value(text, "SupportsWildcards") == "true");
    }

    private static string Value(string yaml, string key)
    {
        string line = Assert.Single(yaml.Split('\n').Where(l => l.StartsWith(key + ":", StringComparison.Ordinal)).Distinct());
        string value = line[(key.Length + 1)..].Trim();
        return value switch
        {
            ['\'', .., '\''] => value[1..^1].Replace("''", "'", StringComparison.Ordinal),
            ['"', .., '"'] => value[1..^1],
            _ => value,
        };
    }

    // A heading in a block of code is none.
    private static Dictionary<string, string> Split(string text, string mark)
    {
        Dictionary<string, string> sections = [];
        string? heading = null;
        bool isCode = false;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            if (!isCode && line.StartsWith(mark, StringComparison.Ordinal))
                sections.Add(heading = line[mark.Length..].Trim(), "");
            else if (heading is not null)
                sections[heading] += line + "\n";
        }
        return sections;
    }

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"(?<=[\s\[])-(\w+)")]
    private static partial Regex ParameterPattern();

    [GeneratedRegex(@"^- (.+)$", RegexOptions.Multiline)]
    private static partial Regex ItemPattern();

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex BoldPattern();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex BlankPattern();
}
