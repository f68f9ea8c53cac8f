namespace DhcpNet.Agent;

/// <summary>Wakes the one who waits for there to be something to do. Being set many times before anybody looks is the same as once.</summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);
    private readonly object _gate = new();

    public void Set()
    {
        lock (_gate)
        {
            if (_set.CurrentCount == 0)
                _set.Release();
        }
    }

    /// <summary>Waits until it is set, and takes note of it; no longer than a time, where one is given.</summary>
    public Task WaitAsync(TimeSpan? most, CancellationToken cancellationToken) =>
        _set.WaitAsync(most is TimeSpan time ? (time > TimeSpan.Zero ? time : TimeSpan.Zero) : Timeout.InfiniteTimeSpan, cancellationToken);

    public void Dispose() => _set.Dispose();
}
