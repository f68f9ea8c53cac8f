using System.Text.Json;
using System.Text.Json.Nodes;

namespace DhcpNet.Neutron.Messaging;

/// <summary>A method call as it came from a client.</summary>
public sealed record RpcMessage
{
    private const string ContextPrefix = "_context_";

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The arguments by name; an object.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>The version of the API that the client needs; null: not said.</summary>
    public string? Version { get; init; }

    /// <summary>The API's namespace; null: none.</summary>
    public string? Namespace { get; init; }

    /// <summary>What tells the message from any other; null: nothing.</summary>
    public string? UniqueId { get; init; }

    /// <summary>Names the answer; null: none is waited for.</summary>
    public string? MessageId { get; init; }

    /// <summary>The queue that an answer is to go to.</summary>
    public string? ReplyQueue { get; init; }

    /// <summary>Reads a message.</summary>
    /// <exception cref="MalformedMessageException">It is not a method call.</exception>
    internal static RpcMessage Parse(ReadOnlySpan<byte> body)
    {
        JsonElement message = Envelope.Open(body);
        try
        {
            bool hasArguments = message.TryGetMember("args", out JsonElement arguments);
            if (hasArguments && arguments.ValueKind != JsonValueKind.Object)
                throw new MalformedMessageException("A message's arguments are no object.");
            return new RpcMessage
            {
                Method = message.GetText("method") ?? throw new MalformedMessageException("A message names no method."),
                Arguments = hasArguments ? arguments : JsonSerializer.SerializeToElement(new JsonObject()),
                Version = message.GetText("version"),
                Namespace = message.GetText("namespace"),
                UniqueId = message.GetText("_unique_id"),
                MessageId = message.GetText("_msg_id"),
                ReplyQueue = message.GetText("_reply_q"),
            };
        }
        catch (InvalidOperationException)
        {
            throw new MalformedMessageException("A message has a text that is not UTF-8.");
        }
    }

    /// <summary>Writes a call.</summary>
    internal static byte[] Write(RpcRequest request, string uniqueId, string messageId, string replyQueue) => Envelope.Seal(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("method", request.Method);
        writer.WritePropertyName("args");
        request.Arguments.WriteTo(writer);
        if (request.Namespace is string space)
            writer.WriteString("namespace", space);
        writer.WriteString("version", request.Version);
        writer.WriteString("_msg_id", messageId);
        writer.WriteString("_reply_q", replyQueue);
        // How often the server is to say that it is still at work; asked for by nobody here.
        writer.WriteNull("_timeout");
        writer.WriteString("_unique_id", uniqueId);
        foreach ((string key, JsonNode? value) in request.Context)
        {
            writer.WritePropertyName(ContextPrefix + key);
            if (value is null)
                writer.WriteNullValue();
            else
                value.WriteTo(writer);
        }
        writer.WriteEndObject();
    });
}
