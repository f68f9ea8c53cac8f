using System.Text;
using System.Text.RegularExpressions;
using DhcpNet.NetworkFiles;

namespace DhcpNet.Tests.Docs;

/// <summary>docs/file-formats.md has the columns and properties that are read.</summary>
public partial class FileFormatsPageTests
{
    private static readonly string Page = Repository.Read("docs/file-formats.md");

    [Fact]
    public void The_page_has_each_column_with_its_other_names() =>
        Assert.Equal(
            CsvColumn.All.Select(c => string.Join(' ', c.Others.Prepend(c.Name))),
            ColumnPattern().Matches(Page).Select(m => string.Join(' ', Names(m.Groups["name"].Value + m.Groups["others"].Value))));

    [Theory]
    [InlineData("network")]
    [InlineData("subnet")]
    [InlineData("port")]
    public void The_page_has_each_property(string what)
    {
        JsonNames names = new[] { JsonNames.Network, JsonNames.Subnet, JsonNames.Port }.Single(n => n.What == what);
        Match row = Assert.Single(Regex.Matches(Page, $@"^\| a {what} \| (.+) \|$", RegexOptions.Multiline));

        // Within brackets are those of the objects in a list.
        Assert.Equal(names.Read.Order(StringComparer.Ordinal), Names(BracketPattern().Replace(row.Groups[1].Value, "")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_examples_of_the_page_can_be_imported()
    {
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(Fence("")));
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(Fence("json")));

        Assert.All(new CsvNetworkReader("page").Read(csv).Concat(new JsonNetworkReader("page", Assert.Fail).Read(json)), d => Assert.Empty(d.Faults));
    }

    private static string Fence(string language) =>
        Assert.Single(FencePattern().Matches(Page), m => m.Groups["language"].Value == language).Groups["text"].Value;

    private static IEnumerable<string> Names(string text) => CodePattern().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\| (?<name>`\w+`) \| (?<others>(?:`\w+`(?:, )?)*) ?\| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex ColumnPattern();

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencePattern();

    [GeneratedRegex(@" \([^)]*\)")]
    private static partial Regex BracketPattern();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodePattern();
}
