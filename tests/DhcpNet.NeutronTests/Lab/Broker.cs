using System.Net;
using System.Net.Sockets;
using System.Text;
using RabbitMQ.Client;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>A RabbitMQ of the lab's own, on loopback alone.</summary>
internal sealed class Broker(string directory)
{
    public const int Port = 5672;

    /// <summary>Where it is, as agents have it in their configuration.</summary>
    public const string Url = "rabbit://guest:guest@127.0.0.1:5672/";

    private readonly LabProcess _process = new("rabbitmq", directory);

    private string Home => Path.Combine(directory, "rabbit");

    private Dictionary<string, string> Environment => new()
    {
        ["HOME"] = Home,
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_NODENAME"] = "dhcpnet@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = Home,
        ["RABBITMQ_LOG_BASE"] = Home,
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Home, "none"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Home, "none"),
        ["RABBITMQ_PID_FILE"] = Path.Combine(Home, "pid"),
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
    };

    /// <summary>Starts it; what it knew before, it knows again. Back when clients can come.</summary>
    public async Task StartAsync()
    {
        Directory.CreateDirectory(Home);
        _process.Start(Environment, "/usr/lib/rabbitmq/bin/rabbitmq-server");
        await _process.WaitForAsync($"port {Port}", CanConnectAsync);
    }

    /// <summary>Ends it as a crash would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Runs rabbitmqctl, such as <c>add_vhost other</c>.</summary>
    public string Control(params string[] arguments)
    {
        string[] settings = [.. Environment.Select(e => $"{e.Key}={e.Value}")];
        return Programs.Run("env", [.. settings, "/usr/lib/rabbitmq/bin/rabbitmqctl", "-q", .. arguments]);
    }

    /// <summary>Has it listen with TLS at one more port of loopback, until it ends.</summary>
    /// <param name="port">The port.</param>
    /// <param name="files">Certificate and key, and the authority of clients' certificates.</param>
    /// <param name="requiresClientCertificate">Whether a client without a certificate is turned away.</param>
    public void ListenWithTls(int port, TlsFiles files, bool requiresClientCertificate)
    {
        string verify = requiresClientCertificate ? "{verify, verify_peer}, {fail_if_no_peer_cert, true}" : "{verify, verify_none}";
        string options = $$"""[{cacertfile, "{{files.Authority}}"}, {certfile, "{{files.Certificate}}"}, {keyfile, "{{files.Key}}"}, {{verify}}]""";
        // In its configuration all listeners with TLS have one set of options.
        string result = Control("eval", $$"""application:ensure_all_started(ssl), rabbit_networking:start_ssl_listener({"127.0.0.1", {{port}}}, {{options}}, 2).""");
        Assert.Equal("ok", result.Trim());
    }

    /// <summary>Ends what <see cref="ListenWithTls"/> began.</summary>
    public void StopListening(int port) => Control("eval", $$"""rabbit_networking:stop_tcp_listener({"127.0.0.1", {{port}}}).""");

    /// <summary>Cuts the connections of DhcpNet alone.</summary>
    public void CutConnections()
    {
        string[] connections = [.. Control("list_connections", "pid", "client_properties").Split('\n').Where(line => line.Contains("\"dhcpnet:", StringComparison.Ordinal)).Select(line => line.Split('\t')[0])];
        Assert.NotEmpty(connections);
        foreach (string connection in connections)
            Control("close_connection", connection, "the lab cuts it");
    }

    /// <summary>A connection of the test's own.</summary>
    public static Task<IConnection> ConnectAsync() => new ConnectionFactory { HostName = "127.0.0.1", Port = Port }.CreateConnectionAsync();

    /// <summary>Publishes messages to a queue, whatever they are.</summary>
    public static async Task PublishAsync(string queue, IEnumerable<string> bodies)
    {
        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        foreach (string body in bodies)
            await channel.BasicPublishAsync("", queue, mandatory: true, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Deletes a queue, where there is one; whoever needs it declares it anew.</summary>
    public static async Task DeleteQueueAsync(string queue)
    {
        await using IConnection connection = await ConnectAsync();
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    private static async Task<bool> CanConnectAsync()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
