using System.Net;

namespace DhcpNet.Dnsmasq;

/// <summary>The addresses that files have a line for, in Neutron's order (dhcp.py, _iter_hosts).</summary>
internal static class HostEntries
{
    // neutron-lib: DHCP_CONFIG_NOT_REQUIRED_OWNERS
    private static readonly HashSet<string> OwnersWithoutLine =
        new(StringComparer.Ordinal) { "network:router_ha_interface", "network:floatingip", DeviceOwners.Dhcp, "network:distributed" };

    /// <summary>The entries of all ports, each address one of its own.</summary>
    public static IEnumerable<HostEntry> Of(WritableNetwork network) => Of(network, mergesIpv6: false);

    /// <summary>The same, but a port's addresses on a stateful IPv6 subnet together, where the configuration wants that.</summary>
    public static IEnumerable<HostEntry> OfHostFile(WritableNetwork network) => Of(network, network.Configuration.EnableAddr6List);

    /// <summary>Whether the option is the client identifier, by name or number.</summary>
    public static bool IsClientId(ExtraDhcpOption option) => ExtraDhcpOption.IsClientId(option.OptName);

    private static IEnumerable<HostEntry> Of(WritableNetwork network, bool mergesIpv6)
    {
        Dictionary<Guid, Subnet> subnets = [];
        foreach (Subnet subnet in network.Subnets)
            subnets[subnet.Id] = subnet;

        foreach (Port port in network.Ports.Where(p => !OwnersWithoutLine.Contains(p.DeviceOwner ?? "")))
        {
            foreach (IReadOnlyList<FixedIp> group in Group(Sort(port.FixedIps, subnets), subnets, mergesIpv6))
            {
                (string hostName, string fqdn) = GetNames(port, group[0].IpAddress, network.Configuration.DnsDomain);
                yield return new HostEntry(port, subnets.GetValueOrDefault(group[0].SubnetId), group, hostName, fqdn);
            }
        }
    }

    /// <summary>
    /// Stateless IPv6 first, for dnsmasq reads host lines from the last to the first and, for an IPv4 client, would stop at a line
    /// without an address (Neutron's finding).
    /// </summary>
    private static IEnumerable<FixedIp> Sort(IReadOnlyList<FixedIp> fixedIps, Dictionary<Guid, Subnet> subnets) =>
        fixedIps.Count < 2 ? fixedIps : fixedIps.OrderBy(ip => GetMode(ip, subnets) is Ipv6Mode.Dhcpv6Stateless ? 0 : 1);

    private static IEnumerable<IReadOnlyList<FixedIp>> Group(IEnumerable<FixedIp> fixedIps, Dictionary<Guid, Subnet> subnets, bool mergesIpv6)
    {
        List<(Guid SubnetId, List<FixedIp> FixedIps)> merged = [];
        foreach (FixedIp fixedIp in fixedIps)
        {
            if (!mergesIpv6 || GetMode(fixedIp, subnets) is not Ipv6Mode.Dhcpv6Stateful)
                yield return [fixedIp];
            else if (merged.Find(m => m.SubnetId == fixedIp.SubnetId) is { FixedIps: not null } group)
                group.FixedIps.Add(fixedIp);
            else
                merged.Add((fixedIp.SubnetId, [fixedIp]));
        }
        foreach ((_, List<FixedIp> group) in merged)
            yield return group;
    }

    private static Ipv6Mode? GetMode(FixedIp fixedIp, Dictionary<Guid, Subnet> subnets) =>
        subnets.TryGetValue(fixedIp.SubnetId, out Subnet? subnet) && subnet.IpVersion == 6 ? subnet.Ipv6AddressMode : null;

    private static (string HostName, string Fqdn) GetNames(Port port, IPAddress address, string domain)
    {
        if ((port.DnsAssignment ?? []).LastOrDefault(a => a.IpAddress.Equals(address)) is DnsAssignment assignment)
            return (assignment.Hostname, assignment.Fqdn);
        string hostName = "host-" + AddressText.Format(address).Replace('.', '-').Replace(':', '-');
        return (hostName, domain.Length > 0 ? $"{hostName}.{domain}" : hostName);
    }
}
