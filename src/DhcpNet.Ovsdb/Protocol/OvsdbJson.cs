using System.Globalization;
using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>The JSON notation of values, rows and conditions (RFC 7047, section 5.1).</summary>
internal static class OvsdbJson
{
    public static void WriteValue(Utf8JsonWriter writer, OvsdbValue value)
    {
        if (value.IsMap)
        {
            StartTagged(writer, "map");
            foreach ((object key, object element) in value.Pairs)
            {
                writer.WriteStartArray();
                WriteAtom(writer, key);
                WriteAtom(writer, element);
                writer.WriteEndArray();
            }
            EndTagged(writer);
        }
        else if (value.Count == 1)
        {
            WriteAtom(writer, value.Atoms[0]);
        }
        else
        {
            StartTagged(writer, "set");
            foreach (object atom in value.Atoms)
                WriteAtom(writer, atom);
            EndTagged(writer);
        }
    }

    public static void WriteRow(Utf8JsonWriter writer, string? property, IEnumerable<KeyValuePair<string, OvsdbValue>> columns)
    {
        if (property is not null)
            writer.WritePropertyName(property);
        writer.WriteStartObject();
        foreach ((string column, OvsdbValue value) in columns)
        {
            writer.WritePropertyName(column);
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
    }

    public static void WriteConditions(Utf8JsonWriter writer, IReadOnlyList<OvsdbCondition> conditions)
    {
        writer.WriteStartArray("where");
        foreach (OvsdbCondition condition in conditions)
            WriteTriple(writer, condition.Column, condition.Function, condition.Value);
        writer.WriteEndArray();
    }

    public static void WriteMutations(Utf8JsonWriter writer, IReadOnlyList<OvsdbMutation> mutations)
    {
        writer.WriteStartArray("mutations");
        foreach (OvsdbMutation mutation in mutations)
            WriteTriple(writer, mutation.Column, mutation.Mutator, mutation.Value);
        writer.WriteEndArray();
    }

    public static void WriteStrings(Utf8JsonWriter writer, string property, IEnumerable<string> values)
    {
        writer.WriteStartArray(property);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <exception cref="FormatException">It is no row.</exception>
    public static OvsdbRow ReadRow(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Unexpected("a row", json);
        Dictionary<string, OvsdbValue> columns = new(StringComparer.Ordinal);
        foreach (JsonProperty column in json.EnumerateObject())
            columns[column.Name] = ReadValue(column.Value);
        return new OvsdbRow(columns);
    }

    /// <exception cref="FormatException">It is no value.</exception>
    public static OvsdbValue ReadValue(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return OvsdbValue.OfAtoms([ReadAtom(json)]);
        if (json.GetArrayLength() != 2 || json[0].ValueKind != JsonValueKind.String)
            throw Unexpected("a value", json);
        if (json[0].ValueEquals("set"))
            return OvsdbValue.OfAtoms([.. Elements(json[1]).Select(ReadAtom)]);
        return json[0].ValueEquals("map") ? ReadMap(json[1]) : OvsdbValue.OfAtoms([ReadAtom(json)]);
    }

    /// <exception cref="FormatException">It is no identity of a row.</exception>
    public static Guid ReadUuid(string text)
        => Guid.TryParseExact(text, "D", out Guid uuid) ? uuid : throw new FormatException($"'{Shorten(text)}' is not a row's uuid.");

    private static OvsdbValue ReadMap(JsonElement json)
    {
        Dictionary<object, object> pairs = [];
        foreach (JsonElement pair in Elements(json))
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                throw Unexpected("a pair of a map", pair);
            pairs[ReadAtom(pair[0])] = ReadAtom(pair[1]);
        }
        return OvsdbValue.OfPairs(pairs);
    }

    private static object ReadAtom(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return json.GetString()!;
            case JsonValueKind.Number:
                return json.TryGetInt64(out long integer) ? (object)integer : json.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Array when json.GetArrayLength() == 2 && json[0].ValueKind == JsonValueKind.String && json[1].ValueKind == JsonValueKind.String:
                if (json[0].ValueEquals("uuid"))
                    return ReadUuid(json[1].GetString()!);
                if (json[0].ValueEquals("named-uuid"))
                    return new OvsdbNamedUuid(json[1].GetString()!);
                break;
        }
        throw Unexpected("a value", json);
    }

    private static void WriteAtom(Utf8JsonWriter writer, object atom)
    {
        switch (atom)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case long integer:
                writer.WriteNumberValue(integer);
                break;
            case double real:
                writer.WriteNumberValue(real);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case Guid uuid:
                WritePair(writer, "uuid", uuid.ToString("D", CultureInfo.InvariantCulture));
                break;
            case OvsdbNamedUuid named:
                WritePair(writer, "named-uuid", named.Name);
                break;
        }
    }

    private static void WriteTriple(Utf8JsonWriter writer, string column, string function, OvsdbValue value)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(column);
        writer.WriteStringValue(function);
        WriteValue(writer, value);
        writer.WriteEndArray();
    }

    private static void WritePair(Utf8JsonWriter writer, string tag, string value)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(tag);
        writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void StartTagged(Utf8JsonWriter writer, string tag)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(tag);
        writer.WriteStartArray();
    }

    private static void EndTagged(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement json)
        => json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : throw Unexpected("a list", json);

    private static FormatException Unexpected(string expected, JsonElement json) => new($"Expected {expected}, found {Shorten(json.GetRawText())}.");

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
