using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DhcpNet.Ovsdb;

namespace DhcpNet.Tests.Ovsdb;

/// <summary>A peer whose every byte the test decides.</summary>
internal sealed class FakeOvsdbServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MessageBuffer _received = new(1 << 20);
    private Socket? _socket;

    public FakeOvsdbServer() => _listener.Start();

    public OvsdbEndpoint Endpoint => OvsdbEndpoint.Parse($"tcp:127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A server, and a client that has connected to it.</summary>
    public static async Task<(FakeOvsdbServer Server, OvsdbClient Client)> StartAsync(OvsdbClientOptions? options = null)
    {
        FakeOvsdbServer server = new();
        Task<OvsdbClient> connecting = OvsdbClient.ConnectAsync(server.Endpoint, options, Cancel);
        await server.AcceptAsync();
        return (server, await connecting);
    }

    public async Task AcceptAsync(bool answer = true)
    {
        _socket?.Dispose();
        _socket = await _listener.AcceptSocketAsync(Cancel);
        if (answer)
            await AnswerAsync(await ReceiveAsync("list_dbs"), """["Open_vSwitch"]""");
    }

    public async Task<JsonNode> ReceiveAsync(string? method = null)
    {
        ReadOnlyMemory<byte> message;
        while (!_received.TryTake(out message))
        {
            int count = await _socket!.ReceiveAsync(_received.GetFreeSpace(), Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancel);
            Assert.NotEqual(0, count);
            _received.Advance(count);
        }
        JsonNode json = JsonNode.Parse(message.Span)!;
        if (method is not null)
            Assert.Equal(method, (string?)json["method"]);
        return json;
    }

    public Task AnswerAsync(JsonNode request, string result) => SendAsync($$"""{"id":{{request["id"]!.ToJsonString()}},"result":{{result}},"error":null}""");

    public Task RefuseAsync(JsonNode request, string error) => SendAsync($$"""{"id":{{request["id"]!.ToJsonString()}},"error":{{error}}}""");

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[(await _socket!.SendAsync(bytes, Cancel))..];
    }

    public void Drop() => _socket!.Dispose();

    public ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
