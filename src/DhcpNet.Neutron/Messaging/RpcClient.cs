using System.Text.Json;

namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// Calls methods of servers the way oslo.messaging does, over RabbitMQ. Safe for use by many threads at once. A connection that is lost
/// is made anew; calls that wait then go on waiting, since their answers go to a queue that outlives the connection.
/// </summary>
public sealed class RpcClient : IRpcClient
{
    private static readonly TimeSpan ServerPause = TimeSpan.FromMilliseconds(250);

    private readonly RabbitOptions _options;
    private readonly ExchangeDeclaration _exchange;
    private readonly QueueDeclaration _replyQueue;
    private readonly MethodTimeouts _timeouts;
    private readonly Action<string> _log;
    private readonly PendingCalls _calls = new();
    private readonly RecentMessages _recent = new();
    private readonly CancellationTokenSource _disposing = new();
    private BrokerLink<RpcSession>? _link;

    private RpcClient(RabbitOptions options, string exchange, TimeSpan timeout, Action<string> log)
    {
        _options = options;
        _exchange = Topology.ControlExchange(options, exchange);
        _replyQueue = Topology.TransientQueue(options, $"reply_{Guid.NewGuid():N}");
        _timeouts = new MethodTimeouts(timeout);
        _log = log;
    }

    private BrokerLink<RpcSession> Link => _link ?? throw new InvalidOperationException("The client is not connected yet.");

    /// <summary>Connects to one of the brokers; each is tried once.</summary>
    /// <param name="url">The brokers; it has to have credentials.</param>
    /// <param name="options">How queues are declared, and limits.</param>
    /// <param name="exchange">Where the servers' queues are bound (oslo.messaging: control_exchange), <c>neutron</c> for example.</param>
    /// <param name="timeout">How long answers are waited for (rpc_response_timeout); after a call that had none, twice as long for its method, and so on to ten times.</param>
    /// <param name="log">Told of what is lost, found again, and dropped; null: nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BrokerException">None of the brokers can be used.</exception>
    public static async Task<RpcClient> ConnectAsync(
        TransportUrl url, RabbitOptions options, string exchange, TimeSpan timeout, Action<string>? log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(options);
        RpcClient client = new(options, exchange, timeout, log ?? (static _ => { }));
        client._link = await BrokerLink<RpcSession>.OpenAsync(new BrokerConnector(url, options), client.BeginAsync, client._log, cancellationToken).ConfigureAwait(false);
        return client;
    }

    /// <inheritdoc/>
    public async Task<JsonElement> CallAsync(RpcRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        TimeSpan timeout = request.Timeout ?? _timeouts.Of(request.Method);
        string messageId = NewId();
        using PendingCalls.PendingCall call = _calls.Add(messageId);
        bool isSent = false, isHeard = true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        limit.CancelAfter(timeout);
        try
        {
            do
            {
                isSent = false;
                // Whoever has it already takes one with the same ids for the same call, and does not answer it again.
                byte[] message = RpcMessage.Write(request, NewId(), messageId, _replyQueue.Name);
                (RpcSession? session, isHeard) = await PublishAsync(request, message, timeout, call.Answer, limit.Token).ConfigureAwait(false);
                isSent = isHeard;
                // After a broker's end its clients come back one by one, and the server may be among the last.
                if (!isHeard)
                    await Task.Delay(ServerPause, limit.Token).ConfigureAwait(false);
                else if (request.IsRead && session is not null)
                    await Task.WhenAny(call.Answer, session.Closed).WaitAsync(limit.Token).ConfigureAwait(false);
                else
                    await call.Answer.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            while (!call.Answer.IsCompleted);
            return await call.Answer.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, this);
            if (!isSent && Obstacle is BrokerException reason)
                throw new BrokerException(reason.Failure, $"'{request.Method}' could not be sent within {timeout.TotalSeconds:0.###} s. {reason.Message}", reason);
            if (request.Timeout is null && isHeard)
                _timeouts.Expired(request.Method, timeout);
            throw new RpcTimeoutException(request.Method, request.Topic, timeout, isHeard, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        if (_link is not null)
            await _link.DisposeAsync().ConfigureAwait(false);
    }

    // What keeps messages from being sent.
    private BrokerException? Obstacle =>
        !Link.IsConnected ? Link.LastError
        : Link.Current?.Obstacle is string told ? new BrokerException(BrokerFailure.NoAnswer, told)
        : null;

    private static string NewId() => Guid.NewGuid().ToString("N");

    private Task<RpcSession> BeginAsync(RabbitMQ.Client.IConnection connection, TransportHost host, CancellationToken cancellationToken) =>
        RpcSession.BeginAsync(connection, host, _exchange, _replyQueue, _options.Prefetch, OnReply, _log, cancellationToken);

    // Without a session where the answer was there before the broker had told that it has the message: it tells as much. Not heard is what no
    // server has a queue for.
    private async Task<(RpcSession? Session, bool IsHeard)> PublishAsync(RpcRequest request, byte[] message, TimeSpan expiration, Task answer, CancellationToken cancellationToken)
    {
        while (!answer.IsCompleted)
        {
            RpcSession session = await Link.GetAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return (session, await session.PublishAsync(_exchange.Name, request.Topic, message, expiration, cancellationToken).ConfigureAwait(false));
            }
            catch (BrokerException e)
            {
                // Perhaps the broker had it already: then it comes twice, under the same ids.
                Link.Abandon(session, e);
            }
        }
        return (null, true);
    }

    private void OnReply(ReadOnlyMemory<byte> body)
    {
        if (body.Length > _options.MaxMessageBytes)
        {
            _log($"A reply of {body.Length} bytes was dropped; {_options.MaxMessageBytes} are read at most.");
            return;
        }
        try
        {
            RpcReply reply = RpcReply.Parse(body.Span);
            if (_recent.Add(reply.UniqueId) && !_calls.Answer(reply))
                _log("A reply that nobody waits for was dropped.");
        }
        catch (MalformedMessageException e)
        {
            _log($"A reply was dropped. {e.Message}");
        }
    }
}
