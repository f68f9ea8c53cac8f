using System.Net;

namespace DhcpNet.Dnsmasq;

/// <summary>What clients of a subnet are told: DNS servers, search domain, routes (dhcp.py, _generate_opts_per_subnet).</summary>
internal static class SubnetOptions
{
    // Microsoft's classless static routes, from before RFC 3442 gave them number 121.
    private const string MicrosoftRoutes = "249";
    private static readonly IPNetwork MetadataPrefix = IPNetwork.Parse("169.254.169.254/32");
    private static readonly IPNetwork DefaultPrefix = IPNetwork.Parse("0.0.0.0/0");

    /// <summary>Whether the subnet's clients ask for options.</summary>
    public static bool HasOptions(Subnet subnet) => subnet.EnableDhcp && !(subnet.IpVersion == 6 && subnet.Ipv6AddressMode is Ipv6Mode.Slaac);

    /// <summary>The lines of all subnets.</summary>
    public static IEnumerable<string> Of(WritableNetwork network)
    {
        HashSet<Guid> routed = SubnetIsolation.GetRouted(network.Subnets, network.Ports);
        return network.Subnets.Where(HasOptions).SelectMany(subnet => Of(network, subnet, isIsolated: !routed.Contains(subnet.Id)));
    }

    /// <summary>The router that clients of an IPv4 subnet are told, or null.</summary>
    public static IPAddress? GetGateway(Subnet subnet) => subnet.GatewayIp ?? subnet.HostRoutes.FirstOrDefault(r => IsDefault(r.Destination))?.Nexthop;

    /// <summary>The routes that clients of an IPv4 subnet are told; none where they need but the router.</summary>
    public static IReadOnlyList<HostRoute> GetRoutes(WritableNetwork network, Subnet subnet) =>
        GetRoutes(network, subnet, isIsolated: !SubnetIsolation.GetRouted(network.Subnets, network.Ports).Contains(subnet.Id));

    /// <summary>Whether clients are to be told of no DNS server at all: one server of 0.0.0.0 or :: stands for that.</summary>
    public static bool AnnouncesNoDns(Subnet subnet) =>
        subnet.DnsNameservers is [IPAddress only] && only.Equals(subnet.IpVersion == 4 ? IPAddress.Any : IPAddress.IPv6Any);

    private static IEnumerable<string> Of(WritableNetwork network, Subnet subnet, bool isIsolated)
    {
        string tag = DnsmasqTags.Of(subnet);
        if (subnet.DnsNameservers.Count > 0)
            yield return FormatDnsServers(subnet);
        if (subnet.IpVersion == 6)
        {
            if (network.Configuration.DnsDomain.Length > 0)
                yield return OptionLine.Format(6, tag, "domain-search", network.Configuration.DnsDomain);
            yield break;
        }

        IPAddress? gateway = GetGateway(subnet);
        List<HostRoute> routes = GetRoutes(network, subnet, isIsolated);
        if (routes.Count > 0)
        {
            string value = string.Join(',', routes.Select(r => $"{AddressText.Format(r.Destination)},{AddressText.Format(r.Nexthop)}"));
            yield return OptionLine.Format(4, tag, "classless-static-route", value);
            yield return OptionLine.Format(4, tag, MicrosoftRoutes, value);
        }
        yield return OptionLine.Format(4, tag, "router", gateway is null ? null : AddressText.Format(gateway));
    }

    private static string FormatDnsServers(Subnet subnet) =>
        AnnouncesNoDns(subnet)
            ? OptionLine.Format(subnet.IpVersion, DnsmasqTags.Of(subnet), "dns-server", null)
            : OptionLine.FormatDnsServers(subnet.IpVersion, DnsmasqTags.Of(subnet), subnet.DnsNameservers);

    /// <summary>To the network's other subnets on the same segment, the subnet's own, to metadata; and if there are any, the default one.</summary>
    private static List<HostRoute> GetRoutes(WritableNetwork network, Subnet subnet, bool isIsolated)
    {
        IPAddress? gateway = GetGateway(subnet);
        List<HostRoute> routes =
        [
            // The last comes first, each having been put before the others.
            .. network.Subnets.Where(other => IsNeighbour(other, subnet)).Reverse().Select(other => new HostRoute(other.Cidr, IPAddress.Any)),
            .. subnet.HostRoutes.Where(r => !IsDefault(r.Destination)),
        ];
        if (GetMetadataHop(network, subnet, gateway, isIsolated) is IPAddress hop)
            routes.Add(new HostRoute(MetadataPrefix, hop));
        // A client that takes these ignores the router option (RFC 3442): the default route must be among them.
        if (routes.Count > 0 && gateway is not null)
            routes.Add(new HostRoute(DefaultPrefix, gateway));
        return routes;
    }

    private static bool IsNeighbour(Subnet other, Subnet subnet) =>
        other.IpVersion == 4 && !other.Cidr.Equals(subnet.Cidr) && other.SegmentId == subnet.SegmentId;

    /// <summary>
    /// Who passes requests on to the metadata service: OVN's port where there is one, then this host where it does, else the subnet's
    /// router.
    /// </summary>
    private static IPAddress? GetMetadataHop(WritableNetwork network, Subnet subnet, IPAddress? gateway, bool isIsolated)
    {
        if (GetOvnMetadataAddress(network, subnet) is IPAddress address)
            return address;
        if (network.Configuration.ForceMetadata || (isIsolated && network.Configuration.EnableIsolatedMetadata))
            return GetInterfaceAddress(network, subnet);
        return isIsolated ? null : gateway;
    }

    /// <summary>The subnet's address of the port that OVN's metadata agent answers from.</summary>
    private static IPAddress? GetOvnMetadataAddress(WritableNetwork network, Subnet subnet) =>
        OvnMetadataPort.Find(network.Network.Id, network.Ports)?.FixedIps.FirstOrDefault(ip => ip.SubnetId == subnet.Id)?.IpAddress;

    /// <summary>The tap's address on a subnet of this host's; where there are several, of several subnets with one prefix even, the last.</summary>
    private static IPAddress? GetInterfaceAddress(WritableNetwork network, Subnet subnet) =>
        network.Network.Subnets.LastOrDefault(s => s.Cidr.Equals(subnet.Cidr))?.Id == subnet.Id
            ? network.InterfaceAddresses.Where(a => a.IsOn(subnet.Cidr)).Select(a => a.Address).LastOrDefault()
            : null;

    private static bool IsDefault(IPNetwork prefix) => prefix.PrefixLength == 0 && prefix.BaseAddress.Equals(IPAddress.Any);
}
