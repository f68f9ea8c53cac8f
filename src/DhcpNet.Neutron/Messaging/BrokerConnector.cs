using System.Globalization;
using RabbitMQ.Client;

namespace DhcpNet.Neutron.Messaging;

/// <summary>Connects to the brokers of a URL.</summary>
internal sealed class BrokerConnector : IDisposable
{
    // RabbitMQ's own upper limit. A message that is larger than the library lets through costs the connection, and comes again with the
    // next one; what is too large is dropped one step later, where it can be acknowledged.
    private const uint MaxBodyBytes = 512 * 1024 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AbandonTimeout = CloseTimeout + TimeSpan.FromSeconds(2);

    private readonly TransportUrl _url;
    private readonly RabbitOptions _options;
    private readonly TlsMaterial? _tls;

    /// <exception cref="BrokerException">A file for TLS can't be read.</exception>
    public BrokerConnector(TransportUrl url, RabbitOptions options)
    {
        _url = url;
        _options = options;
        _tls = options.Tls is RabbitTlsOptions tls ? TlsMaterial.Load(tls) : url.UseTls == true ? TlsMaterial.Load(new RabbitTlsOptions()) : null;
    }

    /// <summary>The brokers.</summary>
    public IReadOnlyList<TransportHost> Hosts => _url.Hosts;

    /// <summary>Connects, and readies the connection.</summary>
    /// <param name="host">The broker.</param>
    /// <param name="begin">Readies a connection; it is closed where that fails.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BrokerException">One of the two failed, or both together took too long.</exception>
    public async Task<T> OpenAsync<T>(TransportHost host, Func<IConnection, CancellationToken, Task<T>> begin, CancellationToken cancellationToken)
    {
        string? certificateProblem = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.ConnectTimeout);
        IConnection? connection = null;
        try
        {
            connection = await ConnectAsync(host, problem => certificateProblem = problem, limit.Token).ConfigureAwait(false);
            return await begin(connection, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BrokerException || BrokerErrors.IsBrokerTrouble(e))
        {
            if (connection is not null)
                await CloseAsync(connection).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw e as BrokerException ?? BrokerErrors.Opening(e, host, _url, _tls is not null, certificateProblem);
        }
    }

    /// <summary>Closes a connection; one that does not close is abandoned after some seconds.</summary>
    public static async Task CloseAsync(IConnection connection)
    {
        // The library may wait for ever for a connection that is reset while it is being closed.
        var closing = Task.Run(() => CloseOrderlyAsync(connection));
        try
        {
            await closing.WaitAsync(AbandonTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Its socket is gone, and nobody uses it.
        }
    }

    public void Dispose() => _tls?.Dispose();

    private static async Task CloseOrderlyAsync(IConnection connection)
    {
        try
        {
            await connection.CloseAsync(Constants.ReplySuccess, "Goodbye", CloseTimeout, abort: true).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (BrokerErrors.IsBrokerTrouble(e))
        {
            // It was closed already: all that was wanted.
        }
    }

    private async Task<IConnection> ConnectAsync(TransportHost host, Action<string> onCertificateRefused, CancellationToken cancellationToken)
    {
        ConnectionFactory factory = new()
        {
            // What is lost is made anew here, where it is known what was declared and who waits.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            UserName = host.UserName ?? "",
            Password = host.Password ?? "",
            VirtualHost = _url.VirtualHost,
            RequestedHeartbeat = _options.Heartbeat,
            // Less than all of it, so that a host that swallows packets is told from a broker that says nothing.
            RequestedConnectionTimeout = _options.ConnectTimeout / 2,
            HandshakeContinuationTimeout = _options.ConnectTimeout,
            ContinuationTimeout = _options.ConnectTimeout,
        };
        AmqpTcpEndpoint endpoint = new(host.HostName, host.Port, _tls?.ForHost(host.HostName, onCertificateRefused) ?? new SslOption(), MaxBodyBytes);
        string name = string.Create(CultureInfo.InvariantCulture, $"{_options.ProgramName}:{Environment.ProcessId}:{Guid.NewGuid()}");
        Task<IConnection> connecting = factory.CreateConnectionAsync([endpoint], name, cancellationToken);
        try
        {
            // The library closes what it could not open, and may wait for ever then.
            return await connecting.WaitAsync(_options.ConnectTimeout + AbandonTimeout, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!connecting.IsCompleted)
        {
            _ = connecting.ContinueWith(static t => t.IsCompletedSuccessfully ? CloseAsync(t.Result) : Task.FromResult(t.Exception), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }
}
