using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Module;

/// <summary>Stands in for Neutron's metadata agent: answers every request that comes to its Unix socket, and keeps what it was asked.</summary>
internal sealed class MetadataAgent : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    private MetadataAgent(string path)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _work = ServeAsync();
    }

    /// <summary>What was asked, the first line of it and the headers.</summary>
    public ConcurrentQueue<IReadOnlyList<string>> Requests { get; } = [];

    public static MetadataAgent Start(string path) => new(path);

    /// <summary>What a client of a network is answered; empty where nobody answers.</summary>
    /// <param name="client">The client.</param>
    /// <param name="path">What it asks for.</param>
    /// <param name="address">Whom; of a link-local address with its device, as in <c>fe80::1%eth0</c>.</param>
    /// <param name="headers">What it says besides.</param>
    public static string Ask(DhcpClient client, string path = "/", string address = "169.254.169.254", params string[] headers) => NetworkNamespace.Run(client.Name, () =>
    {
        IPEndPoint server = new(IPAddress.Parse(address), 80);
        using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        try
        {
            socket.Connect(server);
            socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: metadata\r\n{string.Concat(headers.Select(h => h + "\r\n"))}Connection: close\r\n\r\n"));
            using NetworkStream stream = new(socket);
            using StreamReader reader = new(stream, Encoding.ASCII);
            return reader.ReadToEnd().Split("\r\n\r\n", 2)[^1];
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "";
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using Socket client = await _listener.AcceptAsync(_end.Token);
                await using NetworkStream stream = new(client);
                Requests.Enqueue(await ReadHeadAsync(stream));
                string body = "i-am-vm1";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}")), _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<IReadOnlyList<string>> ReadHeadAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        List<string> lines = [];
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
            lines.Add(line);
        return lines;
    }
}
