using System.Globalization;
using DhcpNet.Setup;

namespace DhcpNet.Topologies;

/// <summary>Makes the tree of what there is of networks on this host.</summary>
public sealed class TopologyBuilder(DhcpConfiguration configuration, DateTimeOffset now)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The tree, with the host at its root.</summary>
    /// <param name="networks">The networks, each with its leases; null in the place of these: no clients are shown.</param>
    public TopologyNode Build(IEnumerable<(NetworkDhcp State, IReadOnlyList<DhcpLease>? Leases)> networks)
    {
        TopologyNode[] all = [.. networks.Select(n => Build(n.State, n.Leases))];
        TopologyNode bridge = new(TopologyItemKind.Bridge, configuration.IntegrationBridge, Counted(all.Length, "network"), TopologyState.None, NetworkId: null, all);
        return new TopologyNode(TopologyItemKind.Host, configuration.HostName, "", TopologyState.None, NetworkId: null, [bridge]);
    }

    private TopologyNode Build(NetworkDhcp dhcp, IReadOnlyList<DhcpLease>? leases)
    {
        Network network = dhcp.Network;
        string[] said =
        [
            .. network.Subnets.Select(s => s.EnableDhcp ? $"{s.Cidr}" : $"{s.Cidr} (no DHCP)"),
            .. network.VlanTag is int tag ? [$"VLAN {tag}"] : Array.Empty<string>(),
            dhcp.State.ToString().ToLowerInvariant(),
        ];
        TopologyNode[] children =
        [
            .. dhcp.Problems.Select(p => new TopologyNode(TopologyItemKind.Problem, "problem", p, TopologyState.Bad, network.Id, [])),
            .. dhcp.State == NetworkDhcpState.Disabled ? [] : new[] { Namespace(dhcp) },
            .. leases is null ? [] : Clients(network, leases),
        ];
        TopologyState state = dhcp.State switch
        {
            NetworkDhcpState.Enabled => TopologyState.Good,
            NetworkDhcpState.Degraded => TopologyState.Bad,
            _ => TopologyState.Idle,
        };
        return new TopologyNode(TopologyItemKind.Network, network.DisplayName, string.Join(", ", said), state, network.Id, children);
    }

    private TopologyNode Namespace(NetworkDhcp dhcp)
    {
        List<TopologyNode> inside = [];
        foreach (NetworkDhcp part in dhcp.Segments.Count > 0 ? dhcp.Segments : [dhcp])
        {
            if (part.TapName is string tap)
                inside.Add(new TopologyNode(TopologyItemKind.Tap, tap, string.Join(", ", part.Addresses), TopologyState.None, dhcp.Id, []));
            if (part.ProcessId is int process)
                inside.Add(Process("dnsmasq", process, dhcp.Id));
        }
        if (MetadataProxyStep.FindProcessId(configuration, dhcp.Id) is int proxy)
            inside.Add(Process("haproxy", proxy, dhcp.Id));
        return new TopologyNode(TopologyItemKind.Namespace, dhcp.Namespace, "", TopologyState.None, dhcp.Id, inside);
    }

    private static TopologyNode Process(string name, int processId, Guid networkId) =>
        new(TopologyItemKind.Process, name, string.Create(CultureInfo.InvariantCulture, $"process {processId}"), TopologyState.Good, networkId, []);

    private IEnumerable<TopologyNode> Clients(Network network, IReadOnlyList<DhcpLease> leases)
    {
        ILookup<Guid?, DhcpLease> owned = leases.ToLookup(l => l.Reservation?.Id);
        foreach (Port port in network.Ports.Where(p => !DeviceOwners.IsService(p.DeviceOwner)))
        {
            string name = port.DnsName is { Length: > 0 } host ? host : port.Name.Length > 0 ? port.Name : port.MacAddress.ToString();
            DhcpLease[] active = [.. owned[port.Id].Where(l => l.State == DhcpLeaseState.Active)];
            string[] said =
            [
                .. port.FixedIps.Select(ip => $"{ip.IpAddress}"),
                .. name == port.MacAddress.ToString() ? [] : new[] { $"{port.MacAddress}" },
                active.Length > 0 ? $"has its lease {Until(active[0].ExpiresAt)}" : "has no lease",
            ];
            yield return new TopologyNode(TopologyItemKind.Client, name, string.Join(", ", said), active.Length > 0 ? TopologyState.Good : TopologyState.Idle, network.Id, []);
        }
        foreach (DhcpLease stale in owned[null])
            yield return new TopologyNode(TopologyItemKind.Client, $"{stale.MacAddress?.ToString() ?? stale.Duid}", $"{stale.Address}, a lease that is no port's", TopologyState.Bad, network.Id, []);
    }

    private string Until(DateTimeOffset? end) => end switch
    {
        null => "for ever",
        DateTimeOffset time when time - now < Day => string.Create(CultureInfo.InvariantCulture, $"until {time.ToLocalTime():HH:mm}"),
        DateTimeOffset time => string.Create(CultureInfo.InvariantCulture, $"until {time.ToLocalTime():yyyy-MM-dd HH:mm}"),
    };

    private static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
