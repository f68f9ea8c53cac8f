using System.Net;
using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>Whose leases are: which port of a network, as the plugin knows it, a lease belongs to.</summary>
/// <remarks>
/// IPv4: the port that has the address and the lease's MAC address, or has been given the lease's client identifier; dnsmasq serves a host line to whoever
/// has the one or the other. IPv6: the port that has the address, for a DUID need not tell a MAC address, and where it does it may be another card's.
/// </remarks>
public sealed class LeaseOwners
{
    private readonly ILookup<IPAddress, Port> _ports;

    /// <summary>Takes note of a network's ports.</summary>
    public LeaseOwners(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _ports = network.Ports.SelectMany(p => p.FixedIps.Select(ip => (ip.IpAddress, Port: p))).ToLookup(p => p.IpAddress, p => p.Port);
    }

    /// <summary>The port that the lease belongs to; null: it is stale.</summary>
    public Port? Find(DnsmasqLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return _ports[lease.Address].FirstOrDefault(port => lease.IsIPv6 || port.MacAddress == lease.MacAddress || HasClientId(port, lease));
    }

    /// <summary>
    /// The leases of nobody: their clients' ports are gone, or have other addresses now (Neutron: _release_unused_leases).
    /// </summary>
    /// <param name="leases">The leases.</param>
    /// <param name="formerHosts">
    /// What the <c>host</c> file held until now, where that is known: an IPv6 address that went from one port to another is told by it alone.
    /// </param>
    public IReadOnlyList<DnsmasqLease> FindStale(IEnumerable<DnsmasqLease> leases, string formerHosts = "")
    {
        ArgumentNullException.ThrowIfNull(leases);
        IReadOnlyDictionary<IPAddress, MacAddress> former = HostFile.ReadOwners(formerHosts);
        return [.. leases.Where(lease => Find(lease) is not Port owner || HasChangedHands(lease, owner))];

        bool HasChangedHands(DnsmasqLease lease, Port owner) =>
            lease.IsIPv6 && former.TryGetValue(lease.Address, out MacAddress before) && before != owner.MacAddress;
    }

    private static bool HasClientId(Port port, DnsmasqLease lease)
    {
        if (lease.ClientId is null || (port.ExtraDhcpOpts ?? []).FirstOrDefault(HostEntries.IsClientId)?.OptValue is not { Length: > 0 } id)
            return false;
        byte[] octets = HexOctets.Parse(id) ?? Encoding.UTF8.GetBytes(id);
        // Clients put a type of 0 before a text, and dnsmasq looks past it (RFC 2132, section 9.14).
        return lease.ClientId == HexOctets.Format(octets) || lease.ClientId == HexOctets.Format([0, .. octets]);
    }
}
