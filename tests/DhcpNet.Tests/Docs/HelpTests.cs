using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace DhcpNet.Tests.Docs;

/// <summary>The cmdlets, their pages in docs/cmdlets and the help file made of those say the same. After a change: docs/build-help.ps1.</summary>
public partial class HelpTests
{
    /// <summary>How an example is used: its title ends with it, in brackets.</summary>
    private static readonly string[] KindsOfExamples = ["interactive", "in bulk", "automation"];

    public static TheoryData<string> Cmdlets => [.. ModuleCmdlet.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Each_exported_cmdlet_has_a_page_and_help_and_nothing_else_has()
    {
        string[] cmdlets = [.. ModuleCmdlet.All.Keys.Order(StringComparer.Ordinal)];

        Assert.Equal(cmdlets, ExportPattern().Matches(Repository.Read("DhcpNet.psd1").Split("CmdletsToExport")[1].Split("PrivateData")[0]).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Equal(cmdlets, CmdletPage.All.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(cmdlets, HelpFile.All.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_modules_page_lists_each_cmdlet_with_its_synopsis()
    {
        var listed = ModulePagePattern().Matches(Repository.Read("docs/cmdlets/DhcpNet.md")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

        Assert.Equal(CmdletPage.All.ToDictionary(p => p.Key, p => p.Value.Synopsis), listed);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_page_has_the_parameters_of_its_cmdlet(string name)
    {
        Assert.Equal(ModuleCmdlet.All[name].Parameters, CmdletPage.All[name].Parameters);
        Assert.Equal(ModuleCmdlet.All[name].ParameterTypes, CmdletPage.All[name].ParameterTypes);
        Assert.Equal(ModuleCmdlet.All[name].Syntaxes.Order(StringComparer.Ordinal), CmdletPage.All[name].Syntaxes.Order(StringComparer.Ordinal));
        Assert.Equal(ModuleCmdlet.All[name].Outputs, CmdletPage.All[name].Outputs);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_help_file_has_the_parameters_of_the_cmdlet(string name)
    {
        Assert.Equal(ModuleCmdlet.All[name].Parameters, HelpFile.All[name].Parameters);
        Assert.Equal(ModuleCmdlet.All[name].Syntaxes.Order(StringComparer.Ordinal), HelpFile.All[name].Syntaxes.Order(StringComparer.Ordinal));
        Assert.Equal(ModuleCmdlet.All[name].Outputs, HelpFile.All[name].Outputs);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_help_file_says_what_the_page_says(string name)
    {
        CmdletPage page = CmdletPage.All[name];
        HelpFile help = HelpFile.All[name];

        Assert.Equal(page.Synopsis, help.Synopsis);
        Assert.Equal(page.Description, help.Description);
        Assert.Equal(page.Notes, help.Notes);
        Assert.Equal(page.ParameterTexts, help.ParameterTexts);
        Assert.Equal(page.Defaults, help.Defaults);
        Assert.Equal(page.Examples, help.Examples);
        Assert.Equal(page.Links, help.Links);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Everything_on_a_page_is_written(string name)
    {
        CmdletPage page = CmdletPage.All[name];

        Assert.DoesNotContain("{{", page.Text, StringComparison.Ordinal);
        Assert.All([page.Synopsis, page.Description, page.Notes, .. page.ParameterTexts.Values, .. page.Examples.Select(e => e.Text)], Assert.NotEmpty);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Examples_say_how_they_are_used_and_there_is_one_of_each_kind(string name)
    {
        string[] kinds = [.. CmdletPage.All[name].Examples.Select(e => KindPattern().Match(e.Title).Groups[1].Value)];

        Assert.All(kinds, kind => Assert.Contains(kind, KindsOfExamples));
        Assert.All(KindsOfExamples, kind => Assert.Contains(kind, kinds));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Automation_minds_errors(string name)
    {
        // It ends with the first one, or looks at them.
        foreach (HelpExample example in CmdletPage.All[name].Examples.Where(e => e.Title.EndsWith("(automation)", StringComparison.Ordinal)))
            Assert.Matches("-ErrorAction Stop|^\\$ErrorActionPreference = 'Stop'|-ErrorVariable", example.Code);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Examples_are_PowerShell_and_use_parameters_that_there_are(string name)
    {
        foreach (HelpExample example in CmdletPage.All[name].Examples)
        {
            Ast script = Parser.ParseInput(example.Code, out _, out ParseError[] errors);
            Assert.True(errors.Length == 0, $"{name}, {example.Title}: {string.Join(' ', errors.Select(e => e.Message))}");
            foreach (CommandAst command in script.FindAll(a => a is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
                Assert.Empty(UnknownIn(command).Select(p => $"{example.Title}: {p}"));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Links_lead_to_files_that_there_are(string name) =>
        Assert.All(CmdletPage.All[name].LinkTargets, target => Assert.True(File.Exists(Repository.PathOf($"docs/cmdlets/{target}")), $"There is no {target}."));

    [Fact]
    public void The_about_topic_fits_a_terminal_and_names_only_what_there_is()
    {
        string about = Repository.Read("en-US/about_DhcpNet.help.txt");

        Assert.DoesNotContain(about.Split('\n'), line => line.Length > 75);
        Assert.All(CmdletNamePattern().Matches(about).Select(m => m.Value).Distinct().Where(n => n != "Where-Object"), n => Assert.Contains(n, ModuleCmdlet.All.Keys));
    }

    // Names of this module's nouns that are no cmdlet's, and parameters that the cmdlet does not have.
    private static IEnumerable<string> UnknownIn(CommandAst command)
    {
        string name = command.GetCommandName() ?? "";
        if (!ModuleCmdlet.All.TryGetValue(name, out ModuleCmdlet? cmdlet))
            return OwnNounPattern().IsMatch(name) ? [name] : [];
        return command.CommandElements.OfType<CommandParameterAst>().Select(p => p.ParameterName)
            .Except(cmdlet.Parameters.Select(p => p.Name).Concat(Cmdlet.CommonParameters)).Select(p => $"{name} -{p}");
    }

    [GeneratedRegex(@"^Example \d+: .+ \(([a-z ]+)\)$")]
    private static partial Regex KindPattern();

    [GeneratedRegex(@"'(\w+-\w+)'")]
    private static partial Regex ExportPattern();

    [GeneratedRegex(@"^### \[([\w-]+)\]\(\1\.md\)\n\n(.+)$", RegexOptions.Multiline)]
    private static partial Regex ModulePagePattern();

    [GeneratedRegex(@"\b[A-Z][a-z]+-[A-Z]\w+")]
    private static partial Regex CmdletNamePattern();

    [GeneratedRegex("-(Dhcp|Ovs|NetNamespace|TapAddress|Dnsmasq|NetworkDhcp)", RegexOptions.IgnoreCase)]
    private static partial Regex OwnNounPattern();
}
