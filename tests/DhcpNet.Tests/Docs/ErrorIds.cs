using System.Text.RegularExpressions;

namespace DhcpNet.Tests.Docs;

/// <summary>The error ids that the source gives to users.</summary>
internal static partial class ErrorIds
{
    private static readonly string[] Projects = ["DhcpNet", "DhcpNet.Core", "DhcpNet.Linux", "DhcpNet.Metrics", "DhcpNet.Neutron", "DhcpNet.Ovsdb"];

    public static IReadOnlySet<string> InSource()
    {
        string[] sources = [.. Projects.SelectMany(Repository.Sources)];
        HashSet<string> ids = [.. sources.SelectMany(s => LiteralPattern().Matches(s)).Select(m => m.Groups["id"].Value)];
        foreach (string source in sources.Where(s => s.Contains("new ErrorRecord(", StringComparison.Ordinal)))
            ids.UnionWith(RecordPattern().Matches(source).SelectMany(m => IdPattern().Matches(m.Value)).Select(m => m.Groups[1].Value));
        foreach (string method in sources.SelectMany(MethodsThatTakeAnId).Distinct())
        {
            var call = new Regex($@"\b{method}\((?<arguments>(?:[^()""]|""[^""]*""|\((?:[^()]|\([^()]*\))*\))*)");
            ids.UnionWith(sources.SelectMany(s => call.Matches(s)).SelectMany(m => IdPattern().Matches(m.Groups["arguments"].Value)).Select(m => m.Groups[1].Value));
        }
        return ids;
    }

    // Where an id is not a literal it is a parameter, and the literal is with the callers.
    private static IEnumerable<string> MethodsThatTakeAnId(string source)
    {
        foreach (string variable in VariablePattern().Matches(source).Select(m => m.Groups["name"].Value).Distinct())
        {
            foreach (Match method in Regex.Matches(source, $@"\b(?<method>\w+)(?:<\w+>)?\((?:[^()]*,\s*)?string {variable}\b"))
                yield return method.Groups["method"].Value;
        }
    }

    [GeneratedRegex(@"(?:""(?<id>[A-Z]\w+)"",\s*DhcpNetErrorKind\.)|(?:Invalid\.Input\(\s*""(?<id>[A-Z]\w+)"")")]
    private static partial Regex LiteralPattern();

    [GeneratedRegex(@"(?:DhcpNetException|\bnew|Invalid\.Input)\(\s*(?<name>[a-z]\w*),\s*(?:DhcpNetErrorKind\.|\r?\n|\$"")")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"new ErrorRecord\(.*")]
    private static partial Regex RecordPattern();

    // Two words at least: an id, and not a property or a category.
    [GeneratedRegex(@"""([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+|Unexpected|[A-Z][a-z]+\.)(?:""|\{)")]
    private static partial Regex IdPattern();
}
