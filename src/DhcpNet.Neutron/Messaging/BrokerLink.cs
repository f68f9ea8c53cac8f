using RabbitMQ.Client;

namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// Keeps a session with one of the brokers: when it is over, the next one is begun, with the next broker first, as often as it takes.
/// </summary>
internal sealed class BrokerLink<TSession> : IAsyncDisposable
    where TSession : BrokerSession
{
    private readonly BrokerConnector _connector;
    private readonly Func<IConnection, TransportHost, CancellationToken, Task<TSession>> _begin;
    private readonly Action<string> _log;
    private readonly CancellationTokenSource _disposing = new();
    private readonly ReconnectDelay _delay = new();
    private readonly object _lock = new();
    private int _nextHost;
    private TaskCompletionSource<TSession> _current = NewSource();
    private Task _keeping = Task.CompletedTask;
    private volatile BrokerException? _lastError;
    private volatile BrokerException? _lastLoss;

    private BrokerLink(BrokerConnector connector, Func<IConnection, TransportHost, CancellationToken, Task<TSession>> begin, Action<string> log)
    {
        _connector = connector;
        _begin = begin;
        _log = log;
        // Clients that are started together spread over the brokers.
        _nextHost = Random.Shared.Next(connector.Hosts.Count);
    }

    /// <summary>Whether there is a session.</summary>
    public bool IsConnected => Current is { Closed.IsCompleted: false };

    /// <summary>The session, if there is one now.</summary>
    public TSession? Current => Source.Task is { IsCompletedSuccessfully: true } task ? task.Result : null;

    /// <summary>What was wrong last; null: nothing yet.</summary>
    public BrokerException? LastError => _lastError;

    /// <summary>Why the session before this one was over; null: this is the first.</summary>
    public BrokerException? LastLoss => _lastLoss;

    private TaskCompletionSource<TSession> Source
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>Begins the first session; each broker is tried once, so that a mistake is told at once.</summary>
    /// <param name="connector">Connects to the brokers; the link disposes of it.</param>
    /// <param name="begin">Makes a session of a connection.</param>
    /// <param name="log">Told of what is lost and found again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BrokerException">None of the brokers can be used.</exception>
    public static async Task<BrokerLink<TSession>> OpenAsync(
        BrokerConnector connector, Func<IConnection, TransportHost, CancellationToken, Task<TSession>> begin, Action<string> log, CancellationToken cancellationToken)
    {
        BrokerLink<TSession> link = new(connector, begin, log);
        try
        {
            (TSession? session, List<BrokerException> failures) = await link.TryEachAsync(cancellationToken).ConfigureAwait(false);
            link._current.SetResult(session ?? throw Combine(failures));
            link._keeping = Task.Run(() => link.KeepAsync(session), CancellationToken.None);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The session; the next one where there is none.</summary>
    public Task<TSession> GetAsync(CancellationToken cancellationToken) => Source.Task.WaitAsync(cancellationToken);

    /// <summary>Says that a session is of no use any more; whoever asks from now on gets the next one.</summary>
    public void Abandon(TSession session, BrokerException reason)
    {
        lock (_lock)
        {
            if (_current.Task is { IsCompletedSuccessfully: true } task && ReferenceEquals(task.Result, session))
                _current = NewSource();
        }
        session.Abandon(reason);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
        Source.TrySetCanceled(CancellationToken.None);
        _connector.Dispose();
    }

    private static TaskCompletionSource<TSession> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static BrokerException Combine(List<BrokerException> failures) => failures.Count == 1
        ? failures[0]
        : new BrokerException(failures[0].Failure, $"None of the {failures.Count} brokers can be used. {string.Join(" ", failures.Select(f => f.Message))}", failures[0]);

    private async Task<(TSession? Session, List<BrokerException> Failures)> TryEachAsync(CancellationToken cancellationToken)
    {
        List<BrokerException> failures = [];
        for (int i = 0; i < _connector.Hosts.Count; i++)
        {
            TransportHost host = _connector.Hosts[_nextHost];
            try
            {
                return (await _connector.OpenAsync(host, (connection, token) => _begin(connection, host, token), cancellationToken).ConfigureAwait(false), failures);
            }
            catch (BrokerException e)
            {
                _lastError = e;
                _nextHost = (_nextHost + 1) % _connector.Hosts.Count;
                failures.Add(e);
            }
        }
        return (null, failures);
    }

    private async Task KeepAsync(TSession session)
    {
        try
        {
            while (true)
            {
                long began = Environment.TickCount64;
                BrokerException lost;
                try
                {
                    lost = await session.Closed.WaitAsync(_disposing.Token).ConfigureAwait(false);
                    Abandon(session, lost);
                }
                finally
                {
                    // A new one is not begun before the old one is gone: it might still hold what is to be declared.
                    await session.DisposeAsync().ConfigureAwait(false);
                }
                _lastError = _lastLoss = lost;
                _log($"{lost.Message} It will be made anew.");
                if (Environment.TickCount64 - began >= ReconnectDelay.Max.TotalMilliseconds)
                    _delay.Reset();
                _nextHost = (_nextHost + 1) % _connector.Hosts.Count;
                session = await ReopenAsync().ConfigureAwait(false);
                _log($"Connected to the broker at {session.Host} again.");
            }
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
        {
            // That is how it ends.
        }
    }

    private async Task<TSession> ReopenAsync()
    {
        while (true)
        {
            await Task.Delay(_delay.Next(), _disposing.Token).ConfigureAwait(false);
            (TSession? session, List<BrokerException> failures) = await TryEachAsync(_disposing.Token).ConfigureAwait(false);
            if (session is not null)
            {
                Source.TrySetResult(session);
                return session;
            }
            foreach (BrokerException failure in failures)
                _log(failure.Message);
        }
    }
}
