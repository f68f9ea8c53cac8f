using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace DhcpNet.Tests.Neutron;

/// <summary>Listens where a broker should, and is none.</summary>
internal sealed class FakeBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    /// <param name="behave">What it does with a connection; then it closes it.</param>
    public FakeBroker(Func<Stream, CancellationToken, Task> behave)
    {
        _listener.Start();
        _serving = ServeAsync(behave);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>One that says nothing.</summary>
    public static FakeBroker Silent() => new((_, token) => Task.Delay(Timeout.Infinite, token));

    /// <summary>One that answers whatever it is told with a text.</summary>
    public static FakeBroker Saying(string text) => new(async (stream, token) =>
    {
        await stream.ReadExactlyAsync(new byte[8], token);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), token);
    });

    /// <summary>One that hangs up when it is spoken to; closed before all is read, a connection is reset.</summary>
    public static FakeBroker HangingUp() => new(async (stream, token) => await stream.ReadExactlyAsync(new byte[1], token));

    /// <summary>One that speaks TLS, and nothing behind that.</summary>
    public static FakeBroker WithTls(X509Certificate2 certificate) => new(async (stream, token) =>
    {
        using SslStream tls = new(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, token);
        await Task.Delay(Timeout.Infinite, token);
    });

    /// <summary>A port that nothing listens on.</summary>
    public static int UnusedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ServeAsync(Func<Stream, CancellationToken, Task> behave)
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(HandleAsync(await _listener.AcceptTcpClientAsync(_end.Token), behave));
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HandleAsync(TcpClient client, Func<Stream, CancellationToken, Task> behave)
    {
        using (client)
            await behave(client.GetStream(), _end.Token);
    }
}
