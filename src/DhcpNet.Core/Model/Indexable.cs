namespace DhcpNet;

/// <summary>Lists of which PowerShell finds single elements, as in <c>$network.Subnets[0]</c>.</summary>
/// <remarks>
/// PowerShell uses the indexer that a list's own type shows, not those of its interfaces. The types that the C# compiler makes for collection
/// expressions show none: of such a list, <c>[0]</c> is the whole list, and <c>[1]</c> is nothing.
/// </remarks>
internal static class Indexable
{
    /// <summary>The list as an array; an empty one in the place of null.</summary>
    public static IReadOnlyList<T> List<T>(IReadOnlyList<T>? list) => list as T[] ?? (T[])[.. list ?? []];
}
