using System.Text.Json;
using System.Text.RegularExpressions;

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

    [GeneratedRegex(@"^\| `-(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex ParameterPattern();

    [GeneratedRegex(@"^\| (?:`-\w+` \| )?`([a-z]\w+)` \| (?:`|\(none\))", RegexOptions.Multiline)]
    private static partial Regex KeyPattern();
}
