namespace DhcpNet.Tests.Docs;

/// <summary>What the cmdlet, its page and the help file must all say of a parameter.</summary>
internal sealed record HelpParameter(string Name, string Aliases, bool Required, string Position, string PipelineInput, bool Wildcards)
{
    public static string DescribePipelineInput(bool byValue, bool byPropertyName) => (byValue, byPropertyName) switch
    {
        (true, true) => "true (ByValue, ByPropertyName)",
        (true, false) => "true (ByValue)",
        (false, true) => "true (ByPropertyName)",
        _ => "false",
    };

    public static string DescribeAliases(IEnumerable<string> aliases) =>
        string.Join(", ", aliases.Order(StringComparer.Ordinal)) is { Length: > 0 } text ? text : "none";
}
