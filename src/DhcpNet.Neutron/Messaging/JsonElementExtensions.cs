using System.Text.Json;

namespace DhcpNet.Neutron.Messaging;

/// <summary>Reads members that may be missing or of another kind.</summary>
internal static class JsonElementExtensions
{
    /// <summary>A member that is a text; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is not UTF-8, or has half of a surrogate pair.</exception>
    public static string? GetText(this JsonElement element, string name) =>
        element.TryGetMember(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A member of an object, where there is one that is not null.</summary>
    public static bool TryGetMember(this JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}
