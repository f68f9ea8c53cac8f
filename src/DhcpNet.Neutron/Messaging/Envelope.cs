using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// What messages are wrapped in: an object that names its version, and the message as a text of JSON (oslo.messaging: serialize_msg,
/// deserialize_msg).
/// </summary>
internal static class Envelope
{
    // Depth is limited by the reader's own default of 64, which no message of OpenStack comes near.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Wraps a message.</summary>
    public static byte[] Seal(Action<Utf8JsonWriter> writeMessage)
    {
        using MemoryStream message = new();
        using (Utf8JsonWriter writer = new(message, WriterOptions))
            writeMessage(writer);
        using MemoryStream envelope = new();
        using (Utf8JsonWriter writer = new(envelope, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("oslo.version"u8, "2.0"u8);
            writer.WriteString("oslo.message"u8, message.GetBuffer().AsSpan(0, (int)message.Length));
            writer.WriteEndObject();
        }
        return envelope.ToArray();
    }

    /// <summary>Takes a message out of its envelope; one without is taken as it is (version 1.0).</summary>
    /// <exception cref="MalformedMessageException">It is not JSON, no object, or in an envelope of another version.</exception>
    public static JsonElement Open(ReadOnlySpan<byte> body)
    {
        try
        {
            JsonElement message = Unwrap(body) is byte[] content ? Parse(content) : Parse(body);
            return message.ValueKind == JsonValueKind.Object
                ? message
                : throw new MalformedMessageException($"A message is no JSON object but {Describe(message.ValueKind)}.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The words of a JsonException quote what it met, which may be anything: only the place is told.
            string where = e is JsonException { BytePositionInLine: long position } ? $" at byte {position}" : "";
            throw new MalformedMessageException($"A message is not JSON{where}, or too deep.");
        }
    }

    private static byte[]? Unwrap(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body);
        string? version = null;
        byte[]? content = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isVersion = reader.ValueTextEquals("oslo.version"u8), isMessage = reader.ValueTextEquals("oslo.message"u8);
            reader.Read();
            if (isVersion)
                version = reader.TokenType == JsonTokenType.String ? reader.GetString() : "";
            else if (isMessage)
                content = reader.TokenType == JsonTokenType.String ? Unescape(ref reader) : throw new MalformedMessageException("The message in an envelope is not a text.");
            else
                reader.Skip();
        }
        // Fails where anything but space follows.
        reader.Read();
        if (version is null || content is null)
            return null;
        return IsKnown(version) ? content : throw new MalformedMessageException("A message is in an envelope of another version than 2.");
    }

    private static bool IsKnown(string version) => version == "2" || (version.StartsWith("2.", StringComparison.Ordinal) && uint.TryParse(version.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        byte[] text = new byte[reader.ValueSpan.Length];
        return text[..reader.CopyString(text)];
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        JsonElement value = JsonElement.ParseValue(ref reader);
        reader.Read();
        return value;
    }

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
