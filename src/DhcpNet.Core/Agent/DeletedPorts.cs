namespace DhcpNet.Agent;

/// <summary>The ports that were deleted lately: what is told of one of them after that is old, since the plugin gives no id twice.</summary>
internal sealed class DeletedPorts(int most, TimeSpan age)
{
    private readonly Dictionary<Guid, TimeSpan> _times = [];
    private readonly Queue<(Guid Id, TimeSpan Time)> _order = new();

    /// <summary>Remembers one, and forgets those that are too old or too many.</summary>
    public void Add(Guid portId, TimeSpan now)
    {
        _times[portId] = now;
        _order.Enqueue((portId, now));
        while (_order.TryPeek(out (Guid Id, TimeSpan Time) oldest) && (_order.Count > most || now - oldest.Time > age))
        {
            _order.Dequeue();
            if (_times.GetValueOrDefault(oldest.Id) == oldest.Time)
                _times.Remove(oldest.Id);
        }
    }

    /// <summary>Whether it was deleted.</summary>
    public bool Contains(Guid portId) => _times.ContainsKey(portId);
}
