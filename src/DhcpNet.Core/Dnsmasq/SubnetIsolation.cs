using System.Net;

namespace DhcpNet.Dnsmasq;

/// <summary>Which subnets no router serves.</summary>
internal static class SubnetIsolation
{
    // neutron-lib: ROUTER_INTERFACE_OWNERS
    private static readonly HashSet<string> RouterOwners =
        new(StringComparer.Ordinal) { "network:router_interface", "network:ha_router_replicated_interface", "network:router_interface_distributed" };

    /// <summary>The ids of the subnets whose gateway's address is that of a router's port on the network; the others are isolated.</summary>
    public static HashSet<Guid> GetRouted(IEnumerable<Subnet> subnets, IEnumerable<Port> ports)
    {
        HashSet<(Guid, IPAddress)> routerAddresses =
            [.. ports.Where(p => RouterOwners.Contains(p.DeviceOwner ?? "")).SelectMany(p => p.FixedIps).Select(ip => (ip.SubnetId, ip.IpAddress))];
        return [.. subnets.Where(s => s.GatewayIp is not null && routerAddresses.Contains((s.Id, s.GatewayIp))).Select(s => s.Id)];
    }
}
