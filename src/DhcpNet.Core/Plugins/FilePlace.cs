namespace DhcpNet.Plugins;

/// <summary>Where in a file something was read.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Item">Which of the line's things it is: a column, or a path such as <c>networks[3].subnets[0]</c>; empty where the line says it all.</param>
public sealed record FilePlace(string File, long Line, string Item = "")
{
    /// <summary>File and line, as compilers name them, and the item.</summary>
    public override string ToString() => Item.Length == 0 ? $"{File}:{Line}" : $"{File}:{Line} ({Item})";
}
