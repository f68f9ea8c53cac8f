namespace DhcpNet.NetworkFiles;

/// <summary>One network's part of a JSON file.</summary>
/// <param name="Item">The value.</param>
/// <param name="Path">How the file leads to it, such as <c>networks[3]</c>; empty: it stands by itself.</param>
/// <param name="Problems">What of it can't be read, and where.</param>
internal sealed record JsonElementOfFile(JsonItem Item, string Path, IReadOnlyList<(long Line, string Problem)> Problems);
