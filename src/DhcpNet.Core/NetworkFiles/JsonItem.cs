using System.Text.Json;

namespace DhcpNet.NetworkFiles;

/// <summary>A value of a JSON file, and the line that it begins on.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The line, from 1.</param>
internal sealed record JsonItem(JsonValueKind Kind, long Line)
{
    /// <summary>The text of a string, the digits of a number.</summary>
    public string Text { get; init; } = "";

    /// <summary>The properties of an object.</summary>
    public IReadOnlyDictionary<string, JsonItem> Properties { get; init; } = new Dictionary<string, JsonItem>();

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<JsonItem> Items { get; init; } = [];

    /// <summary>What the value is, for a person.</summary>
    public string Description => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => $"{Kind}".ToLowerInvariant(),
        _ => "null",
    };
}
