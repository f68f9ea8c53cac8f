using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>What a server is to tell a client of an IPv4 subnet.</summary>
internal static class Dhcpv4Expectation
{
    public static ExpectedOptions Of(HostEntry client, ProbeServer server)
    {
        Subnet subnet = client.Subnet!;
        DhcpConfiguration configuration = server.Told.Configuration;
        IReadOnlyList<HostRoute> routes = SubnetOptions.GetRoutes(server.Told, subnet);
        string? routesText = routes.Count > 0 ? OptionText.Of(routes) : null;
        string[] name = OptionText.OfName(client.Fqdn).Split('.', 2);
        ExpectedOptions expected = new ExpectedOptions(OptionDefinitions.Dhcpv4, 4)
            .Add(Dhcpv4OptionCode.SubnetMask, AddressText.FormatMask(subnet.Cidr.PrefixLength))
            .Add(Dhcpv4OptionCode.Router, SubnetOptions.GetGateway(subnet)?.ToString())
            .Add(Dhcpv4OptionCode.DnsServer, GetDnsServers(subnet, server))
            .Add(Dhcpv4OptionCode.HostName, name[0])
            .Add(Dhcpv4OptionCode.DomainName, name.Length > 1 ? name[1] : OptionText.OfName(configuration.DnsDomain) is { Length: > 0 } domain ? domain : null)
            .Add(Dhcpv4OptionCode.LeaseTime, OptionText.Of(configuration.LeaseDuration))
            .Add(Dhcpv4OptionCode.ClasslessRoutes, routesText)
            .Add(Dhcpv4OptionCode.MicrosoftRoutes, routesText);
        if (server.Told.Network.Mtu > 0)
            expected.Add(Dhcpv4OptionCode.Mtu, OptionText.Of(server.Told.Network.Mtu));
        if (configuration.RenewalTime > TimeSpan.Zero)
            expected.Add(Dhcpv4OptionCode.RenewalTime, OptionText.Of(configuration.RenewalTime));
        if (configuration.RebindingTime > TimeSpan.Zero)
            expected.Add(Dhcpv4OptionCode.RebindingTime, OptionText.Of(configuration.RebindingTime));
        return expected.Add(client.Port.ExtraDhcpOpts);
    }

    // Where the plugin names none, a server names itself; where there are several servers, all of them.
    private static string? GetDnsServers(Subnet subnet, ProbeServer server)
    {
        if (subnet.DnsNameservers.Count > 0)
            return SubnetOptions.AnnouncesNoDns(subnet) ? null : OptionText.Of(subnet.DnsNameservers);
        IPAddress[] servers = [.. server.Told.Ports.Where(p => p.DeviceOwner == DeviceOwners.Dhcp).SelectMany(p => p.FixedIps).Where(ip => ip.SubnetId == subnet.Id).Select(ip => ip.IpAddress)];
        return OptionText.Of(servers);
    }
}
