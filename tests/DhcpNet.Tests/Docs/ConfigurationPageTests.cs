using System.Text.Json;
using System.Text.RegularExpressions;
using DhcpNet.Configuration.Import;

namespace DhcpNet.Tests.Docs;

/// <summary>docs/configuration.md, Set-DhcpConfiguration and the configuration have the same values.</summary>
public partial class ConfigurationPageTests
{
    private static readonly string Page = Repository.Read("docs/configuration.md");

    [Fact]
    public void Each_parameter_of_Set_DhcpConfiguration_is_on_the_page()
    {
        IEnumerable<string> parameters = ModuleCmdlet.All["Set-DhcpConfiguration"].Parameters.Select(p => p.Name).Except(["WhatIf", "Confirm", "Persist"]);

        Assert.Equal(parameters, ParameterPattern().Matches(Page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_value_of_the_configuration_is_on_the_page_by_its_key()
    {
        IEnumerable<string> keys = typeof(DhcpConfiguration).GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

        Assert.Equal(keys.Order(StringComparer.Ordinal), KeyPattern().Matches(Page).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_parameter_is_a_value_of_the_configuration_and_the_key_its_name()
    {
        foreach (Match row in RowPattern().Matches(Page))
        {
            string property = ParameterProperty(row.Groups["parameter"].Value);
            Assert.NotNull(typeof(DhcpConfiguration).GetProperty(property));
            Assert.Equal(JsonNamingPolicy.CamelCase.ConvertName(property), row.Groups["key"].Value);
        }
    }

    [Fact]
    public void Each_option_of_Neutrons_stands_beside_the_parameter_that_an_import_sets()
    {
        IEnumerable<string> imported = NeutronOptions.Used.Where(o => !o.IsFormer).Select(o => $"{o.Parameter}: [{o.Section}] {o.Name}");

        Assert.Equal(imported.Order(StringComparer.Ordinal), RowPattern().Matches(Page).Where(m => m.Groups["option"].Success).Select(m => $"{m.Groups["parameter"].Value}: {m.Groups["option"].Value}").Order(StringComparer.Ordinal));
        Assert.All(NeutronOptions.Used, o => Assert.Equal(o.Property, ParameterProperty(o.Parameter)));
        Assert.All(NeutronOptions.Used.Where(o => o.IsFormer), o => Assert.Contains($"`[{o.Section}] {o.Name}`", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_option_that_is_not_used_is_on_the_page_with_the_reason()
    {
        Assert.Equal(
            NeutronOptions.Unused.Select(o => $"| `[{o.Section}] {o.Name}` | {o.Reason} |").Order(StringComparer.Ordinal),
            UnusedPattern().Matches(Page).Select(m => m.Value).Order(StringComparer.Ordinal));
    }

    private static string ParameterProperty(string parameter) => parameter == "DnsServer" ? nameof(DhcpConfiguration.DnsServers) : parameter;

    [GeneratedRegex(@"^\| `-(?<parameter>\w+)` \| `(?<key>\w+)` \| (?:`(?<option>[^`]+)`|\(none\))", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"^\| `\[\w+\] \w+` \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex UnusedPattern();

    [GeneratedRegex(@"^\| `-(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex ParameterPattern();

    [GeneratedRegex(@"^\| (?:`-\w+` \| )?`([a-z]\w+)` \| (?:`|\(none\))", RegexOptions.Multiline)]
    private static partial Regex KeyPattern();
}
