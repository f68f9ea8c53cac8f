using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;
using DhcpNet.Metadata;

namespace DhcpNet.Setup;

/// <summary>Sets a tap's addresses and default routes (Neutron: LinuxInterfaceDriver.init_l3, DeviceManager._set_default_route).</summary>
public sealed class TapAddressStep(DhcpConfiguration configuration)
{
    // neutron-lib: IPV6_PD_POOL_ID
    private const string PrefixDelegationPool = "prefix_delegation";
    private const int MaxIpv6PrefixLength = 126;
    private const int AutoAddressPrefixLength = 64;

    /// <summary>Makes sure that the tap has the port's addresses and no other (the kernel's link-local one stays), and the default routes.</summary>
    /// <exception cref="DhcpNetException">The tap is not in the namespace.</exception>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public TapAddress Ensure(Network network, Port port)
    {
        using Rtnetlink inside = OpenNamespace(network);
        NetworkLink link = FindTap(inside, network, port);
        IReadOnlyList<LinkAddress> addresses = inside.GetAddresses(link.Index);
        bool changed = SetAddresses(inside, link, addresses, WantedAddresses(network, port));
        if (changed)
            addresses = inside.GetAddresses(link.Index);
        IPAddress? gateway4 = SetDefaultRoute(inside, link, network, AddressFamily.InterNetwork, ref changed);
        IPAddress? gateway6 = SetDefaultRoute(inside, link, network, AddressFamily.InterNetworkV6, ref changed);
        return Describe(link, addresses, network, port) with { GatewayIpv4 = gateway4, GatewayIpv6 = gateway6, Change = changed ? StepChange.Updated : StepChange.None };
    }

    /// <summary>The addresses and default routes as they are; null where there is no such tap.</summary>
    public static TapAddress? Get(Network network, Port port)
    {
        if (NetworkNamespace.GetState(network.NamespaceName) != NamespaceState.Ready)
            return null;
        using Rtnetlink inside = Rtnetlink.Open(network.NamespaceName);
        if (inside.GetLink(port.TapName) is not NetworkLink link)
            return null;
        return Describe(link, inside.GetAddresses(link.Index), network, port) with
        {
            GatewayIpv4 = DefaultGateway(inside, link, AddressFamily.InterNetwork),
            GatewayIpv6 = DefaultGateway(inside, link, AddressFamily.InterNetworkV6),
        };
    }

    /// <summary>The addresses that the tap is to have, with prefix length.</summary>
    public IReadOnlyList<string> Wanted(Network network, Port port) => [.. WantedAddresses(network, port).Select(a => $"{a.Address}/{a.Prefix}")];

    /// <summary>The default gateway that a tap is to have: that of the first subnet which DHCP serves and which has one.</summary>
    public static IPAddress? WantedGateway(Network network, AddressFamily family) => WantedGatewaySubnet(network, family)?.GatewayIp;

    /// <summary>Whether the tap of another segment has the namespace's default route, so that this one is to have none.</summary>
    internal static bool LeavesDefaultRouteToOther(Rtnetlink inside, NetworkLink link, Network network, AddressFamily family) =>
        network.Segment is not null && LeavesDefaultRouteToOther(inside.GetRoutes(family), link, network);

    private static Rtnetlink OpenNamespace(Network network)
    {
        return NetworkNamespace.GetState(network.NamespaceName) == NamespaceState.Ready
            ? Rtnetlink.Open(network.NamespaceName)
            : throw new DhcpNetException("NamespaceNotFound", DhcpNetErrorKind.NotFound,
                $"There is no namespace '{network.NamespaceName}'. New-NetNamespace makes it, Enable-NetworkDhcp does all the steps.", network.NamespaceName)
            { Step = SetupSteps.TapAddress };
    }

    private static NetworkLink FindTap(Rtnetlink inside, Network network, Port port)
    {
        return inside.GetLink(port.TapName)
            ?? throw new DhcpNetException("TapNotFound", DhcpNetErrorKind.NotFound,
                $"The tap '{port.TapName}' is not in namespace '{network.NamespaceName}'. Add-OvsTap and New-NetNamespace put it there, Enable-NetworkDhcp does all the steps.", port.TapName)
            { Step = SetupSteps.TapAddress };
    }

    private List<(IPAddress Address, int Prefix)> WantedAddresses(Network network, Port port)
    {
        var subnets = network.Subnets.ToDictionary(s => s.Id);
        List<(IPAddress, int)> wanted = [];
        foreach (FixedIp ip in port.FixedIps)
        {
            if (subnets.TryGetValue(ip.SubnetId, out Subnet? subnet))
                wanted.Add((ip.IpAddress, subnet.Cidr.PrefixLength));
        }
        if (MetadataRule.IsOn(configuration))
        {
            wanted.Add((MetadataAddresses.Ipv4, 32));
            wanted.Add((MetadataAddresses.Ipv6, 64));
        }
        return wanted;
    }

    private static bool SetAddresses(Rtnetlink inside, NetworkLink link, IReadOnlyList<LinkAddress> present, List<(IPAddress Address, int Prefix)> wanted)
    {
        bool changed = false;
        foreach (LinkAddress address in present)
        {
            if (!IsKernels(address) && !wanted.Contains((address.Address, address.PrefixLength)))
                changed |= inside.DeleteAddress(address);
        }
        foreach ((IPAddress address, int prefix) in wanted)
        {
            if (!present.Any(p => p.Address.Equals(address) && p.PrefixLength == prefix))
                changed |= inside.AddAddress(new LinkAddress { LinkIndex = link.Index, Address = address, PrefixLength = prefix });
        }
        return changed;
    }

    private static bool IsKernels(LinkAddress address) => address.Address.IsIPv6LinkLocal && !address.Address.Equals(MetadataAddresses.Ipv6);

    private static Subnet? WantedGatewaySubnet(Network network, AddressFamily family) =>
        network.Subnets.FirstOrDefault(s => s.EnableDhcp && s.GatewayIp is not null && s.Cidr.BaseAddress.AddressFamily == family && MayHaveGateway(s));

    // DeviceManager._set_default_route_ip_version: subnets that wait for their prefix, and prefixes that can't be what the subnet's mode says.
    private static bool MayHaveGateway(Subnet subnet) =>
        subnet.SubnetpoolId != PrefixDelegationPool
        && (subnet.IpVersion == 4 || (subnet.Cidr.PrefixLength is > 0 and <= MaxIpv6PrefixLength && (subnet.Cidr.PrefixLength == AutoAddressPrefixLength || !subnet.IsAutoAddress)));

    private static IPAddress? SetDefaultRoute(Rtnetlink inside, NetworkLink link, Network network, AddressFamily family, ref bool changed)
    {
        IReadOnlyList<NetworkRoute> all = inside.GetRoutes(family);
        NetworkRoute[] routes = [.. all.Where(r => r.LinkIndex == link.Index)];
        Subnet? subnet = LeavesDefaultRouteToOther(all, link, network) ? null : WantedGatewaySubnet(network, family);
        NetworkRoute? current = routes.FirstOrDefault(r => r.Destination is null && r.Protocol == RouteProtocol.Static);
        if (subnet?.GatewayIp is not IPAddress gateway)
        {
            if (current is not null)
                changed |= inside.DeleteRoute(current);
            changed |= DropOnLinkRoutes(inside, routes, except: null);
            return null;
        }

        // The kernel takes a gateway that it can reach directly, so one outside of the subnet needs a route to itself first. A link-local one
        // would not; Neutron gives it one all the same.
        IPNetwork? onLink = subnet.Cidr.Contains(gateway) ? null : new IPNetwork(gateway, family == AddressFamily.InterNetwork ? 32 : 128);
        if (onLink is IPNetwork wanted && !routes.Any(r => r.Destination is IPNetwork d && d.Equals(wanted)))
            changed |= inside.AddRoute(new NetworkRoute { Family = family, Destination = wanted, LinkIndex = link.Index, Protocol = RouteProtocol.Static, Scope = RouteScope.Link });
        if (!gateway.Equals(current?.Gateway))
        {
            if (current is not null)
                inside.DeleteRoute(current);
            inside.ReplaceRoute(new NetworkRoute { Family = family, Gateway = gateway, LinkIndex = link.Index, Protocol = RouteProtocol.Static });
            changed = true;
        }
        changed |= DropOnLinkRoutes(inside, routes, onLink);
        return gateway;
    }

    // A namespace has one default route: of several segments' taps, the first that has it keeps it. (In Neutron the next one takes it away.)
    private static bool LeavesDefaultRouteToOther(IReadOnlyList<NetworkRoute> routes, NetworkLink link, Network network) =>
        network.Segment is not null && routes.Any(r => r.Destination is null && r.LinkIndex != link.Index && r.Gateway is not null);

    // routes to the gateways of before
    private static bool DropOnLinkRoutes(Rtnetlink inside, NetworkRoute[] routes, IPNetwork? except)
    {
        bool dropped = false;
        foreach (NetworkRoute route in routes)
        {
            if (route is { Destination: IPNetwork destination, Gateway: null, Protocol: RouteProtocol.Static } && !destination.Equals(except))
                dropped |= inside.DeleteRoute(route);
        }
        return dropped;
    }

    private static TapAddress Describe(NetworkLink link, IEnumerable<LinkAddress> addresses, Network network, Port port) => new()
    {
        Network = network,
        Port = port,
        Namespace = network.NamespaceName,
        TapName = link.Name,
        Addresses = [.. addresses.Where(a => !IsKernels(a)).Select(a => $"{a.Address}/{a.PrefixLength}")],
    };

    private static IPAddress? DefaultGateway(Rtnetlink inside, NetworkLink link, AddressFamily family) =>
        inside.GetRoutes(family).FirstOrDefault(r => r.Destination is null && r.LinkIndex == link.Index && r.Gateway is not null)?.Gateway;
}
