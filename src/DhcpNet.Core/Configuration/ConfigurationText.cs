using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using DhcpNet.Validation;

namespace DhcpNet.Configuration;

/// <summary>The configuration as the text of its file: the properties of <see cref="DhcpConfiguration"/> that differ from the defaults.</summary>
internal static class ConfigurationText
{
    // What goes along with the state path unless it is set.
    private static readonly string[] KeysBelowStatePath = ["confsPath", "metadataProxySocket"];

    private static readonly JsonReaderOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The text's values over the defaults.</summary>
    /// <exception cref="FormatException">Says everything that is wrong, with its lines.</exception>
    public static DhcpConfiguration Parse(ReadOnlySpan<byte> text)
    {
        IReadOnlyList<ConfigurationEntry> entries = Entries(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        ThrowIfAny(Faults(entries));
        DhcpConfiguration configuration = OverDefaults(entries);
        ThrowIfAny(ConfigurationRules.Violations(configuration).Select(v => Describe(v, entries)));
        return configuration;
    }

    /// <summary>The text that says what differs from the defaults.</summary>
    public static string Format(DhcpConfiguration configuration)
    {
        // What is where it is by default is not written, so that it goes along with the state path.
        DhcpConfiguration usual = new()
        {
            ConfsPath = DhcpConfiguration.ConfsPathBelow(configuration.StatePath),
            MetadataProxySocket = DhcpConfiguration.MetadataProxySocketBelow(configuration.StatePath),
        };
        JsonElement defaults = JsonSerializer.SerializeToElement(usual, ConfigurationJson.Default.DhcpConfiguration);
        JsonElement values = JsonSerializer.SerializeToElement(configuration, ConfigurationJson.Default.DhcpConfiguration);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in values.EnumerateObject())
            {
                if (property.Value.GetRawText() != defaults.GetProperty(property.Name).GetRawText())
                    property.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static List<ConfigurationEntry> Entries(ReadOnlySpan<byte> text)
    {
        List<ConfigurationEntry> entries = [];
        try
        {
            var reader = new Utf8JsonReader(text, Reading);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new FormatException("It is to hold one object, { … }.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string key = reader.GetString()!;
                int line = 1 + text[..(int)reader.TokenStartIndex].Count((byte)'\n');
                reader.Read();
                entries.Add(new ConfigurationEntry(key, line, JsonElement.ParseValue(ref reader)));
            }
            // Nothing may follow the object.
            reader.Read();
            return entries;
        }
        catch (JsonException e)
        {
            throw new FormatException($"Line {e.LineNumber + 1}, at character {e.BytePositionInLine + 1}: this is not JSON. See whether a quotation mark, comma or bracket is missing or too much here or just before.", e);
        }
    }

    private static IEnumerable<string> Faults(IReadOnlyList<ConfigurationEntry> entries)
    {
        IReadOnlyList<string> keys = [.. Properties().Select(p => p.Name)];
        for (int i = 0; i < entries.Count; i++)
        {
            ConfigurationEntry entry = entries[i];
            ConfigurationEntry? earlier = entries.Take(i).FirstOrDefault(e => IsSame(e.Key, entry.Key));
            if (earlier is not null)
                yield return $"Line {entry.Line}: '{entry.Key}' is on line {earlier.Line} already; remove one of them.";
            else if (Find(entry.Key) is not JsonPropertyInfo property)
                yield return $"Line {entry.Line}: there is no setting '{DescribeCharacter.Printable(entry.Key)}'. There are {string.Join(", ", keys)}.";
            else if (!Fits(entry.Value, property.PropertyType))
                yield return $"Line {entry.Line}: {property.Name} can't be {DescribeCharacter.Printable(entry.Value.GetRawText())}: give {Allowed(property.PropertyType)}.";
        }
    }

    private static bool Fits(JsonElement value, Type type)
    {
        if (type == typeof(string))
            return value.ValueKind == JsonValueKind.String;
        if (type == typeof(bool))
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False;
        if (type == typeof(int))
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
        if (type == typeof(TimeSpan))
            return SecondsConverter.IsTime(value);
        return value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(a => a.ValueKind == JsonValueKind.String && IPAddressText.TryParse(a.GetString(), out IPAddress? _));
    }

    private static string Allowed(Type type)
    {
        if (type == typeof(string))
            return "a text in quotation marks";
        if (type == typeof(bool))
            return "true or false, without quotation marks";
        if (type == typeof(int))
            return "a whole number, without quotation marks";
        return type == typeof(TimeSpan)
            ? "a number of seconds, or \"infinite\""
            : "a list of addresses, such as [\"10.0.0.5\", \"fd00::5\"]";
    }

    // What the text does not name keeps its default. The generated deserializer alone would set it to null or zero.
    private static DhcpConfiguration OverDefaults(IEnumerable<ConfigurationEntry> entries)
    {
        JsonObject values = JsonSerializer.SerializeToNode(new DhcpConfiguration(), ConfigurationJson.Default.DhcpConfiguration)!.AsObject();
        foreach (string key in KeysBelowStatePath)
            values[key] = "";
        foreach (ConfigurationEntry entry in entries)
            values[Find(entry.Key)!.Name] = JsonNode.Parse(entry.Value.GetRawText());
        return values.Deserialize(ConfigurationJson.Default.DhcpConfiguration)!;
    }

    private static string Describe(ConfigurationViolation violation, IEnumerable<ConfigurationEntry> entries)
    {
        string key = JsonNamingPolicy.CamelCase.ConvertName(violation.Property);
        ConfigurationEntry? entry = entries.FirstOrDefault(e => IsSame(e.Key, key));
        return entry is null ? violation.Describe(key) : $"Line {entry.Line}: {violation.Describe(key)}";
    }

    private static void ThrowIfAny(IEnumerable<string> faults)
    {
        string all = string.Join(' ', faults);
        if (all.Length > 0)
            throw new FormatException(all);
    }

    private static JsonPropertyInfo? Find(string key) => Properties().FirstOrDefault(p => IsSame(p.Name, key));

    private static IEnumerable<JsonPropertyInfo> Properties() => ConfigurationJson.Default.DhcpConfiguration.Properties.Where(p => p.Set is not null);

    private static bool IsSame(string key, string other) => key.Equals(other, StringComparison.OrdinalIgnoreCase);
}
