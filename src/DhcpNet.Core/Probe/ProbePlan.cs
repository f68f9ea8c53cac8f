using DhcpNet.Dnsmasq;

namespace DhcpNet.Probe;

/// <summary>What is asked of a network: the servers that are to answer, and for each subnet the clients in whose name.</summary>
internal sealed class ProbePlan
{
    private readonly HostEntry[] _entries;
    private readonly IReadOnlyCollection<Guid>? _reservations;

    /// <param name="network">The network as it is now.</param>
    /// <param name="reservations">The ports in whose name is asked; null for one a subnet that is found fit.</param>
    /// <param name="configuration">What all networks have in common.</param>
    public ProbePlan(Network network, IReadOnlyCollection<Guid>? reservations, DhcpConfiguration configuration)
    {
        Network = network;
        Configuration = configuration;
        Servers = [.. network.Ports.Where(p => p.DeviceOwner == DeviceOwners.Dhcp && p.DeviceId != DhcpDeviceId.Reserved).Select(p => new ProbeServer(network, p, configuration))];
        _entries = Servers is [ProbeServer any, ..] ? [.. HostEntries.Of(any.Told)] : [];
        _reservations = reservations;
    }

    public Network Network { get; }

    public DhcpConfiguration Configuration { get; }

    public IReadOnlyList<ProbeServer> Servers { get; }

    /// <summary>The subnets whose clients are given addresses, or at least options, by a protocol.</summary>
    public IEnumerable<Subnet> SubnetsOf(int ipVersion) => Network.Subnets.Where(s => s.IpVersion == ipVersion && DnsmasqCommandLine.HasRange(s));

    /// <summary>The servers that are to answer on a subnet.</summary>
    public IReadOnlyList<ProbeServer> ServersOn(Subnet subnet) => [.. Servers.Where(s => s.AddressOn(subnet) is not null)];

    /// <summary>The addresses on a subnet in whose name is asked: those of the ports that were named, else that of the port that is fittest.</summary>
    public IReadOnlyList<HostEntry> ClientsOn(Subnet subnet)
    {
        IEnumerable<HostEntry> entries = _entries.Where(e => e.Subnet?.Id == subnet.Id).DistinctBy(e => e.Port.Id);
        return _reservations is null
            ? [.. entries.OrderBy(Unfitness).Take(1)]
            : [.. entries.Where(e => _reservations.Contains(e.Port.Id))];
    }

    /// <summary>The entry of a port's address, or null.</summary>
    public HostEntry? EntryOf(Port port, System.Net.IPAddress address) => _entries.FirstOrDefault(e => e.Port.Id == port.Id && e.FixedIp.IpAddress.Equals(address));

    /// <summary>The entries that DNS is asked for: those of the clients in whose name is asked, whatever their subnets.</summary>
    public IReadOnlyList<HostEntry> Named()
    {
        if (_reservations is not null)
            return [.. _entries.Where(e => _reservations.Contains(e.Port.Id))];
        return [.. Network.Subnets.SelectMany(ClientsOn)];
    }

    // A client that can get but one address is told which; one with options of its own has a tag on its host line, and dnsmasq 2.90 of Debian does
    // not survive the next reload after it has met such a one.
    private int Unfitness(HostEntry entry)
    {
        bool isService = DeviceOwners.IsService(entry.Port.DeviceOwner);
        bool hasTag = entry.Port.ExtraDhcpOpts.Any(o => !HostEntries.IsClientId(o));
        bool hasMore = entry.Port.FixedIps.Count(ip => ip.IpAddress.AddressFamily == entry.FixedIp.IpAddress.AddressFamily) > 1;
        return (isService ? 4 : 0) + (hasTag ? 2 : 0) + (hasMore ? 1 : 0);
    }
}
