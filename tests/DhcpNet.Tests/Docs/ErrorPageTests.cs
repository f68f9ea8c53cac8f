using System.Management.Automation;
using System.Text.RegularExpressions;

namespace DhcpNet.Tests.Docs;

/// <summary>docs/errors.md and the source have the same error ids.</summary>
public partial class ErrorPageTests
{
    private static readonly string Page = Repository.Read("docs/errors.md");

    private static IReadOnlyList<Match> Rows => [.. RowPattern().Matches(Page).Cast<Match>()];

    [Fact]
    public void Each_error_id_of_the_source_is_on_the_page_and_no_other()
    {
        Assert.Equal(ErrorIds.InSource().Order(StringComparer.Ordinal), Rows.Select(r => r.Groups["id"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_category_is_one_of_PowerShells()
    {
        Assert.All(Rows.SelectMany(r => r.Groups["category"].Value.Split(", ")).Where(c => c != "by the number"), c => Assert.True(Enum.TryParse(c, out ErrorCategory _), c));
    }

    [Fact]
    public void Pages_of_cmdlets_name_only_error_ids_that_there_are()
    {
        var ids = Rows.Select(r => r.Groups["id"].Value).ToHashSet();
        foreach (CmdletPage page in CmdletPage.All.Values)
            Assert.All(MentionPattern().Matches(page.Text).Select(m => m.Groups["id"].Value), id => Assert.True(ids.Contains(id), $"{page.Name} names the error '{id}'."));
    }

    [GeneratedRegex(@"^\| `(?<id>\w+\.?)(?:<errno>)?` \| (?<category>[^|]+) \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"(?:\(`|error (?:is )?`|with `)(?<id>[A-Z][a-z0-9]+[A-Z]\w*)`")]
    private static partial Regex MentionPattern();
}
