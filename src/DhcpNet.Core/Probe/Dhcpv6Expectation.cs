using System.Net;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>What a server is to tell a client of an IPv6 subnet.</summary>
internal static class Dhcpv6Expectation
{
    /// <param name="client">Who asked.</param>
    /// <param name="server">Who answered.</param>
    /// <param name="told">The DNS servers that it told: where the plugin names none, any address of the server's own is right.</param>
    public static ExpectedOptions Of(Dhcpv6Client client, ProbeServer server, string? told)
    {
        string domain = OptionText.OfName(server.Told.Configuration.DnsDomain);
        return new ExpectedOptions(OptionDefinitions.Dhcpv6, 6)
            .Add(Dhcpv6OptionCode.DnsServer, GetDnsServers(client.Subnet, server, told))
            .Add(Dhcpv6OptionCode.DomainSearch, domain.Length > 0 ? domain : null)
            .Add(client.Entry?.Port.ExtraDhcpOpts ?? []);
    }

    private static string? GetDnsServers(Subnet subnet, ProbeServer server, string? told)
    {
        if (subnet.DnsNameservers.Count > 0)
            return SubnetOptions(subnet);
        IPAddress[] servers = [.. server.Told.Ports.Where(p => p.DeviceOwner == DeviceOwners.Dhcp).SelectMany(p => p.FixedIps).Where(ip => ip.SubnetId == subnet.Id).Select(ip => ip.IpAddress)];
        return servers.Length <= 1 && told is not null && IPAddress.TryParse(told, out IPAddress? address) && server.Has(address) ? told : OptionText.Of(servers);
    }

    private static string? SubnetOptions(Subnet subnet) => Dnsmasq.SubnetOptions.AnnouncesNoDns(subnet) ? null : OptionText.Of(subnet.DnsNameservers);
}
