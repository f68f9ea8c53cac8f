using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DhcpNet.Topologies;

/// <summary>A topology as a drawing, from left to right: a column a depth, a row a leaf.</summary>
internal sealed class TopologySvg
{
    // In pixels. The width of a character is that of the widest usual monospaced font.
    private const double CharacterWidth = 7.3;
    private const int BoxHeight = 40;
    private const int RowHeight = 48;
    private const int ColumnGap = 36;
    private const int Padding = 10;
    private const int Margin = 16;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly List<double> _columnWidths = [];
    private readonly XElement _connections = new(Svg + "g", new XAttribute("fill", "none"), new XAttribute("stroke", TopologyColors.Connection));
    private readonly XElement _boxes = new(Svg + "g");
    private int _rows;

    private TopologySvg(TopologyNode root) => Measure(root, depth: 0);

    public static string Render(TopologyNode root) => new TopologySvg(root).Draw(root);

    private string Draw(TopologyNode root)
    {
        Place(root, depth: 0);
        double width = Left(_columnWidths.Count) - ColumnGap + Margin;
        double height = (_rows * RowHeight) - (RowHeight - BoxHeight) + (2 * Margin);
        XElement svg = new(Svg + "svg",
            new XAttribute("width", Number(width)), new XAttribute("height", Number(height)), new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("font-family", "ui-monospace, DejaVu Sans Mono, monospace"), new XAttribute("font-size", "12"), new XAttribute("fill", TopologyColors.Text),
            new XElement(Svg + "title", Clean(root.Name)),
            new XElement(Svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#ffffff")),
            _connections, _boxes);
        return svg + "\n";
    }

    private void Measure(TopologyNode node, int depth)
    {
        double width = (Math.Max(node.Name.Length, node.Detail.Length) * CharacterWidth) + (2 * Padding);
        if (depth == _columnWidths.Count)
            _columnWidths.Add(width);
        else
            _columnWidths[depth] = Math.Max(_columnWidths[depth], width);
        foreach (TopologyNode child in node.Children)
            Measure(child, depth + 1);
    }

    // Beside the middle of what belongs to it; returns where its own middle is.
    private double Place(TopologyNode node, int depth)
    {
        double left = Left(depth);
        double right = left + _columnWidths[depth];
        double[] children = [.. node.Children.Select(c => Place(c, depth + 1))];
        double middle = children.Length == 0 ? Margin + (_rows++ * RowHeight) + (BoxHeight / 2) : (children[0] + children[^1]) / 2;
        foreach (double child in children)
        {
            double half = right + (ColumnGap / 2);
            _connections.Add(new XElement(Svg + "path", new XAttribute("d", $"M{Number(right)} {Number(middle)}H{Number(half)}V{Number(child)}H{Number(right + ColumnGap)}")));
        }
        _boxes.Add(Box(node, left, middle, _columnWidths[depth]));
        return middle;
    }

    private static XElement Box(TopologyNode node, double left, double middle, double width)
    {
        XElement box = new(Svg + "g",
            new XElement(Svg + "rect",
                new XAttribute("x", Number(left)), new XAttribute("y", Number(middle - (BoxHeight / 2))), new XAttribute("width", Number(width)), new XAttribute("height", BoxHeight),
                new XAttribute("rx", "4"), new XAttribute("fill", TopologyColors.Fill(node.State)), new XAttribute("stroke", TopologyColors.Line(node.State))),
            Text(node.Name, node.Detail.Length == 0 ? middle + 4 : middle - 4, "bold"));
        if (node.Detail.Length > 0)
            box.Add(Text(node.Detail, middle + 13, "normal"));
        return box;

        XElement Text(string text, double y, string weight) =>
            new(Svg + "text", new XAttribute("x", Number(left + Padding)), new XAttribute("y", Number(y)), new XAttribute("font-weight", weight), Clean(text));
    }

    private double Left(int depth) => Margin + _columnWidths.Take(depth).Sum(w => w + ColumnGap);

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    // XML has no place for most control characters, nor for half a pair of surrogates.
    private static string Clean(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? Rune.ReplacementChar : r));
}
