using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Neutron;

/// <summary>What the server's answers say.</summary>
internal static class NeutronReplies
{
    /// <summary>The networks of a list.</summary>
    /// <exception cref="DhcpNetException"><c>NeutronReplyInvalid</c>: one can't be understood. A network left out would be taken for one to be served no more.</exception>
    public static IReadOnlyList<Network> ReadNetworks(JsonElement result) => [.. Items(result).Select(item => Read(item, NeutronJson.Default.Network))];

    /// <summary>A network; null where the answer is null.</summary>
    /// <inheritdoc cref="ReadNetworks"/>
    public static Network? ReadNetwork(JsonElement result) => result.ValueKind == JsonValueKind.Null ? null : Read(result, NeutronJson.Default.Network);

    /// <summary>The ports of a list.</summary>
    /// <exception cref="DhcpNetException"><c>NeutronReplyInvalid</c>.</exception>
    public static IReadOnlyList<Port> ReadPorts(JsonElement result) => [.. Items(result).Select(item => Read(item, NeutronJson.Default.Port))];

    /// <summary>A port; null where the answer is null.</summary>
    /// <exception cref="DhcpNetException"><c>NeutronReplyInvalid</c>.</exception>
    public static Port? ReadPort(JsonElement result) => result.ValueKind == JsonValueKind.Null ? null : Read(result, NeutronJson.Default.Port);

    /// <summary>The names of networks.</summary>
    /// <exception cref="DhcpNetException"><c>NeutronReplyInvalid</c>.</exception>
    public static IReadOnlyDictionary<Guid, string> ReadNames(JsonElement result)
    {
        Dictionary<Guid, string> names = [];
        foreach (JsonElement item in Items(result))
        {
            if (Guid.TryParse(Text(item, "id"), out Guid id))
                names[id] = Text(item, "name") ?? "";
        }
        return names;
    }

    /// <summary>How the agent stood; servers before Neutron 9 (Newton) say nothing of it.</summary>
    public static AgentStanding ReadStanding(JsonElement result) => (result.ValueKind == JsonValueKind.String ? result.GetString() : null) switch
    {
        "new" => AgentStanding.New,
        "revived" => AgentStanding.Revived,
        _ => AgentStanding.Alive,
    };

    private static JsonElement[] Items(JsonElement result) => result.ValueKind switch
    {
        JsonValueKind.Array => [.. result.EnumerateArray()],
        JsonValueKind.Null => [],
        _ => throw NeutronErrors.InvalidReply("it is no list", target: null, cause: null),
    };

    private static T Read<T>(JsonElement item, JsonTypeInfo<T> type)
        where T : class
    {
        string? id = Text(item, "id");
        try
        {
            return item.Deserialize(type) ?? throw NeutronErrors.InvalidReply("null stands in a list", target: null, cause: null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            string where = e is JsonException { Path: string path } ? $" at {path}" : "";
            throw NeutronErrors.InvalidReply($"{typeof(T).Name.ToLowerInvariant()} {id ?? "without an id"}{where}: {e.Message}", id, e);
        }
    }

    private static string? Text(JsonElement item, string name)
    {
        try
        {
            return item.GetText(name);
        }
        catch (InvalidOperationException e)
        {
            throw NeutronErrors.InvalidReply($"'{name}' is not UTF-8", target: null, e);
        }
    }
}
