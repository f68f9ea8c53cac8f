namespace DhcpNet.Agent;

/// <summary>What the agent tells, and counts.</summary>
/// <remarks>Safe to use from many threads.</remarks>
internal sealed class AgentJournal(Action<DhcpAgentEvent, Exception?> tell)
{
    private readonly object _gate = new();
    private DhcpAgentCounts _counts = new();
    private DhcpAgentEvent? _lastError;
    private DhcpAgentEvent? _lastSync;

    /// <summary>Is told that something has changed.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>How often things have happened.</summary>
    public DhcpAgentCounts Counts
    {
        get
        {
            lock (_gate)
                return _counts;
        }
    }

    /// <summary>The last event of a failure.</summary>
    public DhcpAgentEvent? LastError
    {
        get
        {
            lock (_gate)
                return _lastError;
        }
    }

    /// <summary>The last event of a sync that is done.</summary>
    public DhcpAgentEvent? LastSync
    {
        get
        {
            lock (_gate)
                return _lastSync;
        }
    }

    /// <summary>Counts something.</summary>
    public void Count(Func<DhcpAgentCounts, DhcpAgentCounts> count)
    {
        lock (_gate)
            _counts = count(_counts);
        Changed();
    }

    /// <summary>Tells of something.</summary>
    public void Tell(DhcpAgentEventKind kind, string? reason = null, TimeSpan? duration = null) =>
        Tell(new DhcpAgentEvent { Time = DateTimeOffset.Now, Kind = kind, Reason = reason, Duration = duration });

    /// <summary>Tells of something that was done to a network.</summary>
    public void Tell(DhcpAgentEventKind kind, NetworkDhcp result, string? reason, TimeSpan duration)
    {
        Tell(new DhcpAgentEvent
        {
            Time = DateTimeOffset.Now,
            Kind = kind,
            NetworkId = result.Id,
            Network = result.Network.DisplayName,
            Done = result.Steps,
            Reason = reason,
            Duration = duration,
        });
    }

    /// <summary>Tells of a failure.</summary>
    public void Fail(Exception error, string? reason, Network? network = null, string? step = null)
    {
        Tell(new DhcpAgentEvent
        {
            Time = DateTimeOffset.Now,
            Kind = DhcpAgentEventKind.Failed,
            NetworkId = network?.Id,
            Network = network?.DisplayName,
            Reason = reason,
            Error = step is null ? error.Message : $"step {step}: {error.Message}",
            ErrorId = (error as DhcpNetException)?.ErrorId,
        }, error);
    }

    private void Tell(DhcpAgentEvent said, Exception? error = null)
    {
        lock (_gate)
        {
            _lastError = said.Kind == DhcpAgentEventKind.Failed ? said : _lastError;
            _lastSync = said.Kind == DhcpAgentEventKind.Synced ? said : _lastSync;
        }
        tell(said, error);
        Changed();
    }
}
