using System.Text.RegularExpressions;
using DhcpNet.SystemTests.Module;

namespace DhcpNet.SystemTests.Examples;

/// <summary>A block of PowerShell of the documentation.</summary>
/// <param name="Page">The page's path in the repository.</param>
/// <param name="Number">Its number on the page, from 1.</param>
/// <param name="Title">The heading above it.</param>
/// <param name="Code">What is to be typed.</param>
internal sealed partial record Example(string Page, int Number, string Title, string Code)
{
    /// <summary>The cmdlet whose page it is on; the page's name elsewhere.</summary>
    public string Topic => Path.GetFileNameWithoutExtension(Page);

    /// <summary>All examples of the cmdlets' pages.</summary>
    public static IReadOnlyList<Example> OfCmdlets { get; } = [.. Pages("docs/cmdlets").SelectMany(Read)];

    /// <summary>The other pages that have PowerShell on them: README, guides and references.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Example>> OfGuides { get; } =
        new[] { "README.md" }.Concat(Pages("docs")).Concat(Pages("docs/guides")).Select(p => (Page: p, Examples: Read(p))).Where(p => p.Examples.Count > 0).ToDictionary(p => p.Page, p => p.Examples);

    /// <summary>A page's blocks of PowerShell, in their order.</summary>
    public static IReadOnlyList<Example> Read(string page)
    {
        List<Example> examples = [];
        string title = "";
        foreach (Match match in BlockPattern().Matches(File.ReadAllText(Path.Combine(ModulePath.Root, page))))
        {
            if (match.Groups["title"].Success)
                title = match.Groups["title"].Value;
            else if (match.Groups["language"].Value == "powershell")
                examples.Add(new Example(page, examples.Count + 1, title, match.Groups["code"].Value));
        }
        return examples;
    }

    public override string ToString() => $"{Page}, block {Number} ({Title})";

    private static IEnumerable<string> Pages(string directory) =>
        Directory.EnumerateFiles(Path.Combine(ModulePath.Root, directory), "*.md").Order(StringComparer.Ordinal).Select(p => Path.GetRelativePath(ModulePath.Root, p));

    // Whole blocks are matched, so that a comment in one is no heading.
    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$|^#+ (?:Example \d+: )?(?<title>[^\n]+)$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex BlockPattern();
}
