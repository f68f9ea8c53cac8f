using System.Text.Json.Nodes;

namespace DhcpNet.Neutron.Messaging;

/// <summary>A method to be called on a server of a topic.</summary>
public sealed record RpcRequest
{
    /// <summary>Which servers it is for; any of them answers.</summary>
    public required string Topic { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The version of the API that the method is needed in.</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>The API's namespace; null: none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The arguments by name.</summary>
    public JsonObject Arguments { get; init; } = [];

    /// <summary>Who asks, as the server's context class takes it, without the prefix <c>_context_</c>.</summary>
    public JsonObject Context { get; init; } = [];

    /// <summary>How long an answer is waited for; null: as long as the client does, and longer after a call of the method had none in time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether it changes nothing, so that it may be made again where the connection was lost before the answer: a broker that dies takes calls and answers with it.</summary>
    public bool IsRead { get; init; }
}
