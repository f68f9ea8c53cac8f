using System.Net;

namespace DhcpNet.Agent;

/// <summary>What is known of one network.</summary>
internal sealed class KnownNetwork(Guid id)
{
    // In the plugin's order, new ones last: what dnsmasq is to know more can then be added at the end.
    private List<Port> _ports = [];
    private Network? _network;
    private bool _areOthers;

    public Guid Id { get; } = id;

    /// <summary>How good it is.</summary>
    public KnownState State { get; set; } = KnownState.Stale;

    /// <summary>How many changes of this host's own DHCP port are on their way to the plugin and back.</summary>
    public int OwnChanges { get; set; }

    /// <summary>The network as it was last known; null: it never was.</summary>
    public Network? Network
    {
        get
        {
            if (_areOthers)
                _network = _network! with { Ports = [.. _ports] };
            _areOthers = false;
            return _network;
        }
        set
        {
            _network = value;
            _ports = [.. value?.Ports ?? []];
            _areOthers = false;
        }
    }

    public IReadOnlyList<Port> Ports => _ports;

    public IEnumerable<Subnet> Subnets => _network is null ? [] : _network.Subnets.Concat(_network.NonLocalSubnets);

    public bool IsKnown => _network is not null;

    public Port? Find(Guid portId) => _ports.Find(p => p.Id == portId);

    /// <summary>Another port that has one of a port's addresses.</summary>
    public Port? FindRival(Port port)
    {
        HashSet<IPAddress> addresses = [.. port.FixedIps.Select(ip => ip.IpAddress)];
        return _ports.Find(p => p.Id != port.Id && p.FixedIps.Any(ip => addresses.Contains(ip.IpAddress)));
    }

    public void Put(Port port)
    {
        // What it was looked up with is not the port's own.
        Port bare = port with { Network = null, Change = StepChange.None };
        int index = _ports.FindIndex(p => p.Id == port.Id);
        if (index < 0)
            _ports.Add(bare);
        else
            _ports[index] = bare;
        _areOthers = true;
    }

    public bool Remove(Guid portId)
    {
        bool isRemoved = _ports.RemoveAll(p => p.Id == portId) > 0;
        _areOthers |= isRemoved;
        return isRemoved;
    }
}
