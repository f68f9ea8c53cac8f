using System.Text.RegularExpressions;

namespace DhcpNet.Tests.Docs;

/// <summary>The pages of the documentation lead to each other.</summary>
public partial class PageTests
{
    private const string Index = "docs/README.md";

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(Repository.PathOf("."), "*.md").Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Select(p => Path.GetRelativePath(Repository.PathOf("."), p)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_pages_and_headings_that_there_are(string page)
    {
        Assert.All(Links(page), link =>
        {
            string target = Path.Combine(Path.GetDirectoryName(page)!, link.File.Length == 0 ? Path.GetFileName(page) : link.File);
            Assert.True(Path.Exists(Repository.PathOf(target)), $"There is no {link.File}.");
            Assert.True(link.Anchor.Length == 0 || Anchors(target).Contains(link.Anchor), $"{target} has no heading '{link.Anchor}'.");
        });
    }

    [Fact]
    public void The_index_lists_each_page_and_guide()
    {
        string[] listed = [.. Links(Index).Select(l => l.File)];

        Assert.All(
            Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Concat(Directory.EnumerateFiles(Repository.PathOf("docs/guides"), "*.md"))
                .Select(p => Path.GetRelativePath(Repository.PathOf("docs"), p)).Where(p => p != "README.md"),
            p => Assert.Contains(p, listed));
    }

    [Fact]
    public void Each_cmdlet_has_a_suite_that_reads_as_documentation() => Assert.Equal(
        ModuleCmdlet.All.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Repository.PathOf("tests/Pester"), "*.Tests.ps1").Select(p => Path.GetFileName(p).Replace(".Tests.ps1", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static IEnumerable<(string File, string Anchor)> Links(string page) =>
        LinkPattern().Matches(Repository.Read(page)).Select(m => m.Groups[1].Value).Where(t => !t.StartsWith("http", StringComparison.Ordinal))
            .Select(t => t.Split('#') is [string file, string anchor] ? (file, anchor) : (t, ""));

    // As GitHub makes them of headings.
    private static HashSet<string> Anchors(string page) =>
        [.. HeadingPattern().Matches(Repository.Read(page)).Select(m => MarkPattern().Replace(m.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex MarkPattern();
}
