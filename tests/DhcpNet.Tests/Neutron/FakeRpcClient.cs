using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using DhcpNet.Neutron.Messaging;

namespace DhcpNet.Tests.Neutron;

/// <summary>A server that answers as it is told to, and remembers what it was asked.</summary>
internal sealed class FakeRpcClient : IRpcClient
{
    private readonly ConcurrentQueue<RpcRequest> _requests = new();

    /// <summary>The answers by method; a method that has none is one that the server does not know.</summary>
    public Dictionary<string, Func<RpcRequest, CancellationToken, Task<JsonNode?>>> Methods { get; } = [];

    public IReadOnlyList<RpcRequest> Requests => [.. _requests];

    public IEnumerable<string> Called => Requests.Select(r => r.Method);

    public Func<JsonObject, JsonNode?> this[string method]
    {
        set => Methods[method] = (request, _) => Task.FromResult(value(request.Arguments));
    }

    public static RemoteException Exception(string className) => new(className, "neutron_lib.exceptions", $"words of {className}", []);

    public async Task<JsonElement> CallAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        cancellationToken.ThrowIfCancellationRequested();
        JsonNode? answer = Methods.TryGetValue(request.Method, out var method)
            ? await method(request, cancellationToken)
            : throw new RemoteException("NoSuchMethod", "oslo_messaging.rpc.dispatcher", $"Endpoint does not support RPC method {request.Method}", []);
        return JsonSerializer.SerializeToElement(answer);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
