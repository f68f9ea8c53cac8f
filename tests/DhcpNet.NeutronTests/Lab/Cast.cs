using System.Text.Json.Nodes;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>A message that the server has sent to DHCP agents.</summary>
/// <param name="Method">What it tells, <c>port_update_end</c> for example.</param>
/// <param name="Payload">Of what.</param>
/// <param name="Body">The message as it was sent.</param>
internal sealed record Cast(string Method, JsonObject Payload, string Body)
{
    /// <summary>The network that it is about; null: none.</summary>
    public Guid? NetworkId =>
        (Payload["network_id"] ?? Payload["network"]?["id"] ?? Payload["subnet"]?["network_id"] ?? Payload["port"]?["network_id"])?.GetValue<string>() is string id ? Guid.Parse(id) : null;

    /// <summary>Reads a message's body.</summary>
    public static Cast Parse(string body)
    {
        JsonNode message = Open(body);
        return new Cast(message["method"]!.GetValue<string>(), message["args"]!["payload"]!.AsObject(), body);
    }

    /// <summary>The body with another message in its envelope.</summary>
    /// <param name="change">Changes the message.</param>
    public string With(Action<JsonNode> change)
    {
        JsonNode message = Open(Body);
        change(message);
        return new JsonObject { ["oslo.version"] = "2.0", ["oslo.message"] = message.ToJsonString() }.ToJsonString();
    }

    private static JsonNode Open(string body) => JsonNode.Parse(JsonNode.Parse(body)!["oslo.message"]!.GetValue<string>())!;
}
