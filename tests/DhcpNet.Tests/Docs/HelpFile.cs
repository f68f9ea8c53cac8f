using System.Xml.Linq;

namespace DhcpNet.Tests.Docs;

/// <summary>A cmdlet's part of en-US/DhcpNet.dll-Help.xml, what Get-Help reads.</summary>
internal sealed class HelpFile
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _command;

    private HelpFile(XElement command) => _command = command;

    public static string Text { get; } = Repository.Read("en-US/DhcpNet.dll-Help.xml");

    public static IReadOnlyDictionary<string, HelpFile> All { get; } = XDocument.Parse(Text, LoadOptions.PreserveWhitespace).Root!
        .Elements(Command + "command").ToDictionary(c => c.Element(Command + "details")!.Element(Command + "name")!.Value, c => new HelpFile(c));

    public string Synopsis => Plain(_command.Element(Command + "details")!.Element(Maml + "description"));

    public string Description => Plain(_command.Element(Maml + "description"));

    public string Notes => Plain(_command.Element(Maml + "alertSet"));

    public IReadOnlyList<string> Outputs =>
        [.. _command.Element(Command + "returnValues")!.Descendants(Dev + "type").Select(t => t.Element(Maml + "name")!.Value).Where(n => n != "None")];

    public IReadOnlyList<string> Links => [.. _command.Descendants(Maml + "linkText").Select(l => l.Value)];

    public IReadOnlyList<string> Syntaxes =>
        [.. _command.Descendants(Command + "syntaxItem").Select(s => ModuleCmdlet.DescribeSyntax(s.Elements(Command + "parameter").Select(NameOf)))];

    public IReadOnlyList<HelpExample> Examples =>
    [
        .. _command.Descendants(Command + "example").Select(e => new HelpExample(
            e.Element(Maml + "title")!.Value.Trim('-', ' '), Plain(e.Element(Maml + "introduction")), e.Element(Dev + "code")!.Value)),
    ];

    public IReadOnlyDictionary<string, string> ParameterTexts => ParameterElements.ToDictionary(NameOf, p => Plain(p.Element(Maml + "description")));

    public IReadOnlyDictionary<string, string> Defaults => ParameterElements.ToDictionary(NameOf, p => p.Element(Dev + "defaultValue")?.Value ?? "");

    public IReadOnlyList<HelpParameter> Parameters =>
    [
        .. ParameterElements.Select(p => new HelpParameter(
            NameOf(p),
            (string)p.Attribute("aliases")!,
            (bool)p.Attribute("required")!,
            (string)p.Attribute("position")!,
            (string)p.Attribute("pipelineInput")!,
            (bool)p.Attribute("globbing")!)).OrderBy(p => p.Name, StringComparer.Ordinal),
    ];

    private IEnumerable<XElement> ParameterElements => _command.Element(Command + "parameters")?.Elements(Command + "parameter") ?? [];

    private static string NameOf(XElement parameter) => parameter.Element(Maml + "name")!.Value;

    private static string Plain(XElement? element) => CmdletPage.Plain(string.Join(' ', element?.Descendants(Maml + "para").Select(p => p.Value) ?? []));
}
