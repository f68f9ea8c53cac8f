using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>
/// What the agent knows of its networks: answers of the plugin, kept up by what it tells. A network that something was told of which can't
/// be put in by itself is stale until the plugin is asked anew.
/// </summary>
/// <remarks>Safe to use from many threads.</remarks>
/// <param name="hostName">This host, whose own DHCP ports are watched more closely.</param>
/// <param name="clock">The time, for what is to be forgotten.</param>
internal sealed class NetworkCache(string hostName, Func<TimeSpan> clock)
{
    private const int MostDeletedPorts = 100_000;
    private static readonly TimeSpan DeletedPortAge = TimeSpan.FromDays(1);

    // The agent's own port is changed or deleted while a subnet or network is: what that was is told a moment later, and asking or giving
    // it a new one meanwhile would be in the server's way (Neutron schedules a resync for the same reason).
    private static readonly TimeSpan OwnPortDelay = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Dictionary<Guid, KnownNetwork> _networks = [];
    private readonly Dictionary<Guid, Guid> _networkOfPort = [];
    private readonly DeletedPorts _deleted = new(MostDeletedPorts, DeletedPortAge);
    private readonly List<PluginQuestion> _questions = [];

    /// <summary>How many networks are known, with their subnets and ports.</summary>
    public (int Networks, int Subnets, int Ports) Count()
    {
        lock (_gate)
        {
            KnownNetwork[] known = [.. _networks.Values.Where(n => n.IsKnown && n.State != KnownState.Gone)];
            return (known.Length, known.Sum(n => n.Subnets.Count()), known.Sum(n => n.Ports.Count));
        }
    }

    /// <summary>Takes in what the plugin tells.</summary>
    /// <returns>What that makes necessary; null: nothing.</returns>
    public NetworkNeed? Hear(DhcpNotification notification)
    {
        lock (_gate)
        {
            Guid? networkId = FindNetwork(notification);
            if (notification is { Kind: DhcpNotificationKind.PortDelete, PortId: Guid deleted })
                _deleted.Add(deleted, clock());
            if (networkId is not Guid id)
                return null;
            foreach (PluginQuestion question in _questions.Where(q => q.IsAbout(id)))
                question.Heard.Add((id, notification));
            return Take(id, notification);
        }
    }

    /// <summary>The networks among some that the plugin has to be asked for.</summary>
    public IReadOnlyList<Guid> FindUnknown(IEnumerable<Guid> networkIds)
    {
        lock (_gate)
            return [.. networkIds.Where(id => !_networks.TryGetValue(id, out KnownNetwork? known) || known.State == KnownState.Stale)];
    }

    /// <summary>Networks as they were last known, in the order of the ids; those that are gone or never were known are left out.</summary>
    public IReadOnlyList<Network> Get(IEnumerable<Guid> networkIds)
    {
        lock (_gate)
            return [.. networkIds.Select(id => _networks.GetValueOrDefault(id)).Where(n => n is { State: not KnownState.Gone }).Select(n => n!.Network).OfType<Network>()];
    }

    /// <summary>A network as it was last known, even where it is gone; no more than its id where it never was.</summary>
    public Network GetLast(Guid networkId)
    {
        lock (_gate)
            return _networks.GetValueOrDefault(networkId)?.Network ?? new Network { Id = networkId };
    }

    /// <summary>Whether a network is known to be gone, or not this host's to serve.</summary>
    public bool IsGone(Guid networkId)
    {
        lock (_gate)
            return _networks.TryGetValue(networkId, out KnownNetwork? known) && known.State == KnownState.Gone;
    }

    /// <summary>Notes that the plugin is being asked: what is told from now on is held against its answer.</summary>
    /// <param name="networkIds">For which networks; null: for all that are this host's to serve.</param>
    public PluginQuestion Ask(IReadOnlyCollection<Guid>? networkIds)
    {
        var question = new PluginQuestion(networkIds);
        lock (_gate)
            _questions.Add(question);
        return question;
    }

    /// <summary>Ends a question that was not answered.</summary>
    public void GiveUp(PluginQuestion question)
    {
        lock (_gate)
            _questions.Remove(question);
    }

    /// <summary>Takes in the answer of a question. Of the networks that it was about, those that the answer lacks are gone.</summary>
    /// <param name="question">The question.</param>
    /// <param name="networks">The answer.</param>
    /// <param name="others">Of a question for all: networks that it was about too, though they were not known.</param>
    /// <returns>The networks that are as they were known to be.</returns>
    public IReadOnlySet<Guid> Answer(PluginQuestion question, IReadOnlyList<Network> networks, IEnumerable<Guid>? others = null)
    {
        lock (_gate)
        {
            _questions.Remove(question);
            foreach (Guid gone in (question.NetworkIds ?? [.. _networks.Keys, .. others ?? []]).Except(networks.Select(n => n.Id)))
                Leave(Entry(gone));
            HashSet<Guid> alike = [.. networks.Where(IsAsKnown).Select(n => n.Id)];
            foreach (Network network in networks.Where(n => !alike.Contains(n.Id)))
                Put(network);
            foreach ((Guid id, DhcpNotification notification) in question.Heard)
            {
                Take(id, notification);
                alike.Remove(id);
            }
            return alike;
        }
    }

    /// <summary>Has the plugin asked for a network the next time.</summary>
    public void Distrust(Guid networkId)
    {
        lock (_gate)
        {
            if (_networks.TryGetValue(networkId, out KnownNetwork? known) && known.State == KnownState.Fresh)
                known.State = KnownState.Stale;
        }
    }

    /// <summary>Forgets a network that is gone, when nothing of it is here any more.</summary>
    public void Forget(Guid networkId)
    {
        lock (_gate)
        {
            if (_networks.TryGetValue(networkId, out KnownNetwork? known) && known.State == KnownState.Gone)
                Drop(known);
        }
    }

    /// <summary>Forgets a network that the agent is not to touch.</summary>
    public void Drop(Guid networkId)
    {
        lock (_gate)
        {
            if (_networks.TryGetValue(networkId, out KnownNetwork? known))
                Drop(known);
        }
    }

    /// <summary>Notes that this host is asking for a DHCP port, or giving one back: what the plugin tells of that meanwhile is no news.</summary>
    public void BeginOwn(IEnumerable<Guid> networkIds) => CountOwn(networkIds, 1);

    /// <summary>Ends what <see cref="BeginOwn"/> began.</summary>
    public void EndOwn(IEnumerable<Guid> networkIds) => CountOwn(networkIds, -1);

    /// <summary>Takes in a DHCP port that this host was given, so that being told of it says nothing new.</summary>
    public void PutOwn(Port port)
    {
        lock (_gate)
        {
            if (_networks.TryGetValue(port.NetworkId, out KnownNetwork? known) && known.IsKnown)
                Put(known, port);
        }
    }

    /// <summary>Takes in that this host has given a DHCP port back.</summary>
    public void RemoveOwn(Guid networkId, string deviceId)
    {
        lock (_gate)
        {
            if (_networks.TryGetValue(networkId, out KnownNetwork? known) && known.Ports.FirstOrDefault(p => p.DeviceId == deviceId) is Port port)
                Remove(known, port.Id);
        }
    }

    /// <summary>Takes in ports that were added to a network, where it is known.</summary>
    public void Extend(Network added)
    {
        lock (_gate)
        {
            if (!_networks.TryGetValue(added.Id, out KnownNetwork? known) || !known.IsKnown)
                return;
            foreach (Port port in added.Ports)
                Put(known, port);
        }
    }

    private NetworkNeed? Take(Guid id, DhcpNotification notification) => notification.Kind switch
    {
        DhcpNotificationKind.NetworkCreate => Distrusted(Entry(id), "network added"),
        DhcpNotificationKind.NetworkUpdate => Distrusted(Entry(id), "network changed"),
        DhcpNotificationKind.NetworkDelete => Left(id),
        DhcpNotificationKind.SubnetCreate => Distrusted(Entry(id), "subnet added"),
        DhcpNotificationKind.SubnetUpdate => Distrusted(Entry(id), "subnet changed"),
        DhcpNotificationKind.SubnetDelete => _networks.TryGetValue(id, out KnownNetwork? known) ? Distrusted(known, "subnet deleted") : null,
        DhcpNotificationKind.PortCreate => TakePort(id, notification.Port, "port added"),
        DhcpNotificationKind.PortUpdate => TakePort(id, notification.Port, "port changed"),
        DhcpNotificationKind.PortDelete => notification.PortId is Guid port ? TakeAway(id, port) : null,
        _ => null,
    };

    private static NetworkNeed Distrusted(KnownNetwork network, string reason, TimeSpan delay = default)
    {
        network.State = KnownState.Stale;
        return new NetworkNeed(network.Id, reason) { Delay = delay };
    }

    private NetworkNeed Left(Guid id)
    {
        Leave(Entry(id));
        return new NetworkNeed(id, "network deleted, or not this host's any more");
    }

    private NetworkNeed? TakePort(Guid networkId, Port? port, string reason)
    {
        // The ports of a network that is not this host's to serve are told to others; of one that is being asked for, the answer has them.
        if (!_networks.TryGetValue(networkId, out KnownNetwork? network) || !network.IsKnown || network.State == KnownState.Gone)
            return null;
        if (port is null)
            return Distrusted(network, reason);
        if (_deleted.Contains(port.Id))
            return null;
        Port? known = network.Find(port.Id);
        // The plugin counts a port's changes: what it tells now was overtaken by what it has answered.
        if (known is { RevisionNumber: long revision } && port.RevisionNumber < revision)
            return null;
        if (known is not null && PortComparison.AreAlike(known, port))
            return new NetworkNeed(networkId, reason) { IsReady = true, PortId = port.Id };
        if (network.FindRival(port) is Port rival)
            return Distrusted(network, $"port {port.Id} has an address that port {rival.Id} was known to have") with { PortId = port.Id };
        bool isOwn = IsOwn(port) || (known is not null && IsOwn(known));
        if (isOwn && network.OwnChanges > 0)
        {
            Put(network, port);
            return null;
        }
        bool isMoved = isOwn && (known is null || !IsOwn(port) || !PortComparison.HaveSameSubnets(known, port));
        Put(network, port);
        return isMoved
            ? Distrusted(network, "this host's DHCP port was changed", OwnPortDelay)
            : new NetworkNeed(networkId, reason) { PortId = port.Id };
    }

    private NetworkNeed? TakeAway(Guid networkId, Guid portId)
    {
        if (!_networks.TryGetValue(networkId, out KnownNetwork? network) || network.Find(portId) is not Port port)
            return null;
        Remove(network, portId);
        if (network.State == KnownState.Gone || (IsOwn(port) && network.OwnChanges > 0))
            return null;
        return IsOwn(port)
            ? Distrusted(network, "this host's DHCP port was deleted", OwnPortDelay)
            : new NetworkNeed(networkId, "port deleted");
    }

    private void CountOwn(IEnumerable<Guid> networkIds, int change)
    {
        lock (_gate)
        {
            foreach (Guid id in networkIds)
            {
                if (_networks.TryGetValue(id, out KnownNetwork? known))
                    known.OwnChanges += change;
            }
        }
    }

    private bool IsOwn(Port port) => port.DeviceOwner == DeviceOwners.Dhcp && DhcpDeviceId.IsOf(hostName, port.NetworkId, port.DeviceId);

    private Guid? FindNetwork(DhcpNotification notification)
    {
        if ((notification.NetworkId ?? notification.Port?.NetworkId) is Guid told)
            return told;
        if (notification.PortId is Guid port && _networkOfPort.TryGetValue(port, out Guid ofPort))
            return ofPort;
        return notification.SubnetId is Guid subnet ? _networks.Values.FirstOrDefault(n => n.Subnets.Any(s => s.Id == subnet))?.Id : null;
    }

    private bool IsAsKnown(Network network) =>
        _networks.TryGetValue(network.Id, out KnownNetwork? known) && known is { State: KnownState.Fresh, Network: Network last } && NetworkLikeness.AreAlike(last, network);

    private KnownNetwork Entry(Guid id)
    {
        if (!_networks.TryGetValue(id, out KnownNetwork? known))
            _networks[id] = known = new KnownNetwork(id);
        return known;
    }

    private void Put(Network network)
    {
        KnownNetwork known = Entry(network.Id);
        foreach (Port port in known.Ports)
            _networkOfPort.Remove(port.Id);
        known.Network = network.Ports.Any(p => _deleted.Contains(p.Id)) ? network with { Ports = [.. network.Ports.Where(p => !_deleted.Contains(p.Id))] } : network;
        known.State = KnownState.Fresh;
        foreach (Port port in known.Ports)
            _networkOfPort[port.Id] = network.Id;
    }

    private void Put(KnownNetwork network, Port port)
    {
        network.Put(port);
        _networkOfPort[port.Id] = network.Id;
    }

    private void Remove(KnownNetwork network, Guid portId)
    {
        network.Remove(portId);
        _networkOfPort.Remove(portId);
    }

    // What was known of it stays until nothing of it is here any more: that is found by it.
    private static void Leave(KnownNetwork network) => network.State = KnownState.Gone;

    private void Drop(KnownNetwork network)
    {
        foreach (Port port in network.Ports)
            _networkOfPort.Remove(port.Id);
        _networks.Remove(network.Id);
    }
}
