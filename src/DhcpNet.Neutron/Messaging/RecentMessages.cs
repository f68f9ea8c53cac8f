namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// The messages that came last: a broker delivers one twice whose acknowledgement it has lost (oslo.messaging: _MsgIdCache).
/// </summary>
internal sealed class RecentMessages
{
    private const int Size = 16;

    private readonly Queue<string> _ids = new(Size);
    private readonly object _lock = new();

    /// <summary>Takes note of a message.</summary>
    /// <returns>Whether it is new; one without an id always is.</returns>
    public bool Add(string? uniqueId)
    {
        if (uniqueId is null)
            return true;
        lock (_lock)
        {
            if (_ids.Contains(uniqueId))
                return false;
            if (_ids.Count == Size)
                _ids.Dequeue();
            _ids.Enqueue(uniqueId);
            return true;
        }
    }
}
