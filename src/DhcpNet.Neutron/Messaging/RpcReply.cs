using System.Text.Json;

namespace DhcpNet.Neutron.Messaging;

/// <summary>An answer to a call, or a part of one.</summary>
internal sealed record RpcReply
{
    /// <summary>The call that it answers.</summary>
    public required string MessageId { get; init; }

    /// <summary>What the method returned; JSON's null where nothing, or where the answer is in another part.</summary>
    public JsonElement Result { get; init; }

    /// <summary>What the method raised; null: nothing.</summary>
    public RemoteException? Failure { get; init; }

    /// <summary>Whether nothing more follows.</summary>
    public bool IsEnding { get; init; }

    /// <summary>What tells the message from any other.</summary>
    public string? UniqueId { get; init; }

    /// <summary>Reads a message.</summary>
    /// <exception cref="MalformedMessageException">It is not an answer.</exception>
    public static RpcReply Parse(ReadOnlySpan<byte> body)
    {
        JsonElement message = Envelope.Open(body);
        try
        {
            return new RpcReply
            {
                MessageId = message.GetText("_msg_id") ?? throw new MalformedMessageException("A reply does not say which call it answers."),
                Result = message.TryGetProperty("result", out JsonElement result) ? result : Null,
                Failure = message.TryGetMember("failure", out JsonElement failure) ? ReadFailure(failure) : null,
                IsEnding = message.TryGetMember("ending", out JsonElement ending) && ending.ValueKind == JsonValueKind.True,
                UniqueId = message.GetText("_unique_id"),
            };
        }
        catch (InvalidOperationException)
        {
            throw new MalformedMessageException("A reply has a text that is not UTF-8.");
        }
    }

    private static JsonElement Null { get; } = JsonSerializer.SerializeToElement<object?>(null);

    // A text of JSON inside the text of JSON; what is neither that nor an object is taken for the exception's words.
    private static RemoteException ReadFailure(JsonElement failure)
    {
        string? text = failure.ValueKind == JsonValueKind.String ? failure.GetString() : null;
        JsonElement details = text is null ? failure : TryParse(text) ?? failure;
        IEnumerable<string> traceback = details.TryGetMember("tb", out JsonElement lines) && lines.ValueKind == JsonValueKind.Array
            ? lines.EnumerateArray().Where(l => l.ValueKind == JsonValueKind.String).Select(l => l.GetString()!)
            : [];
        return new RemoteException(
            details.GetText("class") ?? "an exception", details.GetText("module") ?? "", details.GetText("message") ?? text ?? "it says nothing of it", [.. traceback]);
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
