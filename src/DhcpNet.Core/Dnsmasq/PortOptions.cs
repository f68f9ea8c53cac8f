using System.Net.Sockets;

namespace DhcpNet.Dnsmasq;

/// <summary>What single clients are told, and DNS servers where several hosts serve a subnet (dhcp.py, _generate_opts_per_port).</summary>
internal static class PortOptions
{
    private static readonly int[] IpVersions = [4, 6];

    /// <summary>The lines of all ports, then those of the subnets that several DHCP servers serve.</summary>
    public static IEnumerable<string> Of(WritableNetwork network) => OfPorts(network).Concat(GetDnsServers(network));

    /// <summary>The lines of all ports.</summary>
    public static IEnumerable<string> OfPorts(WritableNetwork network) => network.Ports.SelectMany(Of);

    private static IEnumerable<string> Of(Port port) =>
        from option in port.ExtraDhcpOpts ?? []
        where !HostEntries.IsClientId(option) && port.FixedIps.Any(ip => GetVersion(ip) == option.IpVersion)
        select OptionLine.Format(option.IpVersion, DnsmasqTags.Of(port), option.OptName, option.OptValue);

    /// <summary>Where the plugin names no DNS server, each DHCP server names itself; where there are several, each names them all.</summary>
    private static IEnumerable<string> GetDnsServers(WritableNetwork network)
    {
        HashSet<Guid> subnetsWithoutServers =
            [.. network.Subnets.Where(s => SubnetOptions.HasOptions(s) && s.DnsNameservers.Count == 0).Select(s => s.Id)];
        IEnumerable<IGrouping<Guid, FixedIp>> servers = network.Ports
            .Where(p => p.DeviceOwner == DeviceOwners.Dhcp)
            .SelectMany(p => p.FixedIps)
            .Where(ip => subnetsWithoutServers.Contains(ip.SubnetId))
            .GroupBy(ip => ip.SubnetId);
        return
            from subnet in servers
            from version in IpVersions
            let addresses = subnet.Where(ip => GetVersion(ip) == version).Select(ip => ip.IpAddress).ToList()
            where addresses.Count > 1
            select OptionLine.FormatDnsServers(version, DnsmasqTags.Of(subnet.Key), addresses);
    }

    private static int GetVersion(FixedIp ip) => ip.IpAddress.AddressFamily == AddressFamily.InterNetwork ? 4 : 6;
}
