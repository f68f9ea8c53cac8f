namespace DhcpNet.Agent;

/// <summary>
/// The ports that the plugin is to be told DHCP answers for, each once for each time that it was made or changed. Those that somebody waits
/// for, because they were made or changed just now, come before those that a sync has found.
/// </summary>
/// <remarks>Safe to use from many threads.</remarks>
internal sealed class ReadyPorts
{
    private readonly object _gate = new();
    private readonly HashSet<Guid> _told = [];
    private readonly HashSet<Guid> _expected = [];
    private readonly HashSet<Guid> _beingTold = [];
    private readonly Dictionary<Guid, bool> _waiting = [];
    private readonly Queue<Guid> _urgent = new();
    private readonly Queue<Guid> _others = new();

    /// <summary>How many the plugin is still to be told of.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Says that a port was made or changed: somebody waits to hear of it, even where the plugin was told of it before.</summary>
    public void Expect(Guid portId)
    {
        lock (_gate)
        {
            _told.Remove(portId);
            _expected.Add(portId);
        }
    }

    /// <summary>Says that DHCP answers for ports.</summary>
    /// <returns>Whether the plugin is to be told of any.</returns>
    public bool Add(IEnumerable<Guid> portIds)
    {
        lock (_gate)
        {
            bool isNew = false;
            foreach (Guid id in portIds.Where(id => !_told.Contains(id)))
                isNew |= Enqueue(id, _expected.Remove(id));
            return isNew;
        }
    }

    /// <summary>Says that a port is gone, or not served any more.</summary>
    public void Drop(Guid portId)
    {
        lock (_gate)
        {
            // Its place in a queue is passed over later.
            _waiting.Remove(portId);
            _expected.Remove(portId);
            _beingTold.Remove(portId);
            _told.Remove(portId);
        }
    }

    /// <summary>Has the plugin told of all ports once more, as they are found.</summary>
    public void Forget()
    {
        lock (_gate)
            _told.Clear();
    }

    /// <summary>Takes ports to tell of; <see cref="Told"/> or <see cref="Return"/> is to say how that went.</summary>
    public IReadOnlyList<Guid> Take(int most)
    {
        lock (_gate)
        {
            List<Guid> taken = [];
            while (taken.Count < most && (_urgent.TryDequeue(out Guid id) || _others.TryDequeue(out id)))
            {
                if (!_waiting.Remove(id))
                    continue;
                _told.Add(id);
                _beingTold.Add(id);
                taken.Add(id);
            }
            return taken;
        }
    }

    /// <summary>Says that the plugin was told of ports.</summary>
    public void Told(IReadOnlyList<Guid> portIds)
    {
        lock (_gate)
            _beingTold.ExceptWith(portIds);
    }

    /// <summary>Gives back what the plugin could not be told of.</summary>
    public void Return(IReadOnlyList<Guid> portIds)
    {
        lock (_gate)
        {
            // Ahead of the others, as before. One that is gone meanwhile is told no more.
            foreach (Guid id in portIds.Where(_beingTold.Remove))
            {
                _told.Remove(id);
                Enqueue(id, isUrgent: true);
            }
        }
    }

    private bool Enqueue(Guid id, bool isUrgent)
    {
        if (_waiting.TryGetValue(id, out bool wasUrgent) && (wasUrgent || !isUrgent))
            return false;
        _waiting[id] = isUrgent;
        (isUrgent ? _urgent : _others).Enqueue(id);
        return true;
    }
}
