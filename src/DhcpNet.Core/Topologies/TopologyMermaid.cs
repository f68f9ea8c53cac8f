using System.Globalization;
using System.Text;

namespace DhcpNet.Topologies;

/// <summary>A topology as a flowchart of Mermaid, which GitHub, GitLab and many editors draw.</summary>
internal static class TopologyMermaid
{
    public static string Render(TopologyNode root)
    {
        StringBuilder text = new("flowchart LR\n");
        int count = 0;
        Add(root);
        foreach ((TopologyState state, string style) in Styles)
            text.Append(CultureInfo.InvariantCulture, $"  classDef {ClassOf(state)} {style}\n");
        return text.ToString();

        int Add(TopologyNode node)
        {
            int number = count++;
            string label = node.Detail.Length == 0 ? Escape(node.Name) : $"{Escape(node.Name)}<br>{Escape(node.Detail)}";
            text.Append(CultureInfo.InvariantCulture, $"  n{number}[\"{label}\"]");
            if (node.State != TopologyState.None)
                text.Append(CultureInfo.InvariantCulture, $":::{ClassOf(node.State)}");
            text.Append('\n');
            foreach (TopologyNode child in node.Children)
            {
                int below = Add(child);
                text.Append(CultureInfo.InvariantCulture, $"  n{number} --- n{below}\n");
            }
            return number;
        }
    }

    private static (TopologyState, string)[] Styles =>
        [.. new[] { TopologyState.Good, TopologyState.Idle, TopologyState.Bad }.Select(s => (s, $"fill:{TopologyColors.Fill(s)},stroke:{TopologyColors.Line(s)},color:{TopologyColors.Text}"))];

    private static string ClassOf(TopologyState state) => state.ToString().ToLowerInvariant();

    // Everything that could end the label, or be taken for markup in it, as Mermaid's own entities: #35; is a number sign.
    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (rune.IsAscii && " .,:-/()".Contains((char)rune.Value, StringComparison.Ordinal)))
                escaped.Append(rune);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }
        return escaped.ToString();
    }
}
