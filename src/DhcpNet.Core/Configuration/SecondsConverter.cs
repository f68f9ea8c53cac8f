using System.Text.Json;
using System.Text.Json.Serialization;

namespace DhcpNet.Configuration;

/// <summary>A time as a number of seconds, or <c>"infinite"</c>; Neutron's -1 is read as that too.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    private const string Infinite = "infinite";

    /// <summary>Whether the value can be read.</summary>
    public static bool IsTime(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() == Infinite,
        JsonValueKind.Number => value.TryGetDouble(out double seconds) && Math.Abs(seconds) <= int.MaxValue,
        _ => false,
    };

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.GetString() == Infinite)
            return Timeout.InfiniteTimeSpan;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out double seconds) || Math.Abs(seconds) > int.MaxValue)
            throw new JsonException("A time is a number of seconds, or \"infinite\".");
        return seconds == -1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        if (value == Timeout.InfiniteTimeSpan)
            writer.WriteStringValue(Infinite);
        else
            writer.WriteNumberValue(value.TotalSeconds);
    }
}
