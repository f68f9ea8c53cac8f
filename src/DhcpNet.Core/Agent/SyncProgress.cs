namespace DhcpNet.Agent;

/// <summary>How far a sync of all networks is. A network is done when it was worked on once, however that went.</summary>
internal sealed class SyncProgress
{
    private readonly object _gate = new();
    private readonly HashSet<Guid> _left;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins.</summary>
    /// <param name="networks">How many networks it is about.</param>
    /// <param name="networkIds">Those that are to be worked on.</param>
    public SyncProgress(int networks, IEnumerable<Guid> networkIds)
    {
        Networks = networks;
        _left = [.. networkIds];
        if (_left.Count == 0)
            _done.SetResult();
    }

    /// <summary>How many networks it is about.</summary>
    public int Networks { get; }

    /// <summary>How many of them were changed.</summary>
    public int Changed { get; private set; }

    /// <summary>How many of them failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Completes when all are done.</summary>
    public Task Done => _done.Task;

    /// <summary>Says that a network is done.</summary>
    public void Settle(Guid networkId, bool isChanged, bool isFailed)
    {
        lock (_gate)
        {
            if (!_left.Remove(networkId))
                return;
            Changed += isChanged ? 1 : 0;
            Failed += isFailed ? 1 : 0;
            if (_left.Count == 0)
                _done.TrySetResult();
        }
    }
}
