namespace DhcpNet.Agent;

/// <summary>
/// The networks that something is to be done about, each once however often it was said, and those that are being worked on, which nobody
/// gets a second time until they are done. That keeps each network's changes in order, and lets them come together under load.
/// </summary>
/// <remarks>Times are those of one clock of the caller's. Safe to use from many threads.</remarks>
internal sealed class DirtyNetworks
{
    private readonly object _gate = new();
    private readonly Dictionary<Guid, Entry> _dirty = [];
    private readonly HashSet<Guid> _inWork = [];
    private long _marks;
    private long _held;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _dirty.Count;
        }
    }

    /// <summary>How many are being worked on.</summary>
    public int InWork
    {
        get
        {
            lock (_gate)
                return _inWork.Count;
        }
    }

    /// <summary>Says that something is to be done, from a time on. What is due sooner stays due then.</summary>
    public void Mark(DirtyNetwork network, TimeSpan due)
    {
        lock (_gate)
        {
            _dirty[network.Id] = _dirty.TryGetValue(network.Id, out Entry? known)
                ? new Entry(known.Network.And(network), known.Due < due ? known.Due : due, ++_marks)
                : new Entry(network, due, ++_marks);
        }
    }

    /// <summary>Takes those that are due and not being worked on, the most urgent first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="below">Only those of a lower priority number than this.</param>
    public IReadOnlyList<DirtyNetwork> Take(TimeSpan now, int most, int below = int.MaxValue)
    {
        lock (_gate)
        {
            DirtyNetwork[] taken =
            [
                .. _dirty.Values.Where(e => e.Due <= now && e.Mark > _held && e.Network.Priority < below && !_inWork.Contains(e.Network.Id))
                    .Select(e => e.Network).OrderBy(n => n.Priority).ThenBy(n => n.Since).Take(most),
            ];
            foreach (DirtyNetwork network in taken)
            {
                _dirty.Remove(network.Id);
                _inWork.Add(network.Id);
            }
            return taken;
        }
    }

    /// <summary>Says that nobody works on a network any more.</summary>
    public void Done(Guid networkId)
    {
        lock (_gate)
            _inWork.Remove(networkId);
    }

    /// <summary>Whether something is still to be done about a network, or is being done.</summary>
    public bool IsPending(Guid networkId)
    {
        lock (_gate)
            return _dirty.ContainsKey(networkId) || _inWork.Contains(networkId);
    }

    /// <summary>Has what was said so far wait until <see cref="Resume"/>: a question is being asked that answers it.</summary>
    public void Hold()
    {
        lock (_gate)
            _held = _marks;
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    public void Resume()
    {
        lock (_gate)
            _held = 0;
    }

    /// <summary>When the next is due that is not due yet; null: none is.</summary>
    public TimeSpan? NextDue(TimeSpan now)
    {
        lock (_gate)
            return _dirty.Values.Where(e => e.Due > now).Select(e => (TimeSpan?)e.Due).Min();
    }

    private sealed record Entry(DirtyNetwork Network, TimeSpan Due, long Mark);
}
