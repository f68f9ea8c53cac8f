using System.Net;
using System.Net.Sockets;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>Looks at what is really there of networks' DHCP service on this host.</summary>
public sealed class NetworkDhcpInspector(OvsTapStep taps, DhcpPortStep ports, DnsmasqStep dnsmasqs, DhcpConfiguration configuration)
{
    private readonly TapAddressStep _addresses = new(configuration);

    /// <summary>How it stands with each network, in order.</summary>
    public async Task<IReadOnlyList<NetworkDhcp>> InspectAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        string[] names = [.. networks.Select(n => ports.Find(n)?.TapName).OfType<string>()];
        var present = names.Length == 0 ? [] : (await taps.FindAsync(names, cancellationToken).ConfigureAwait(false)).ToDictionary(t => t.Name);
        List<NetworkDhcp> states = [];
        foreach (Network network in networks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Port? port = ports.Find(network);
            states.Add(Inspect(network, port, port is null ? null : present.GetValueOrDefault(port.TapName)));
        }
        return states;
    }

    private NetworkDhcp Inspect(Network network, Port? port, OvsTap? tap)
    {
        NamespaceState space = NetworkNamespace.GetState(network.NamespaceName);
        DnsmasqStatus? dnsmasq = dnsmasqs.Inspect(network, port);
        var state = new NetworkDhcp { Network = network, State = NetworkDhcpState.Disabled, Port = port, TapName = tap?.Name, ProcessId = dnsmasq?.ProcessId };
        if (tap is null && space == NamespaceState.Missing && dnsmasq is null)
            return state;

        List<string> problems = [];
        if (!network.AdminStateUp)
            problems.Add("the network is administratively down");
        if (port is null)
            problems.Add("the plugin has no DHCP port for this host");
        if (port is not null && tap is null)
            problems.Add($"tap {port.TapName} is not on any bridge");
        CheckTap(network, tap, problems);
        IReadOnlyList<string> addresses = CheckInside(network, port, space, problems);
        CheckDnsmasq(dnsmasq, problems);
        return state with { State = problems.Count == 0 ? NetworkDhcpState.Enabled : NetworkDhcpState.Degraded, Problems = problems, Addresses = addresses };
    }

    private void CheckTap(Network network, OvsTap? tap, List<string> problems)
    {
        if (tap is null)
            return;
        if (tap.Error is not null || tap.OfPort is not > 0)
            problems.Add($"Open vSwitch has no device for tap {tap.Name}{(tap.Error is null ? "" : $": {tap.Error}")}");
        if (tap.Bridge != configuration.IntegrationBridge)
            problems.Add($"tap {tap.Name} is on bridge {tap.Bridge}, not {configuration.IntegrationBridge}");
        if (!taps.HasTag(tap, network.VlanTag))
            problems.Add($"tap {tap.Name} has VLAN tag {tap.VlanTag?.ToString() ?? "none"}, not {network.VlanTag?.ToString() ?? "none"}");
    }

    private IReadOnlyList<string> CheckInside(Network network, Port? port, NamespaceState space, List<string> problems)
    {
        if (space != NamespaceState.Ready)
        {
            problems.Add($"namespace {network.NamespaceName} is {(space == NamespaceState.Missing ? "missing" : "a file without a namespace")}");
            return [];
        }
        if (port is null)
            return [];
        using Rtnetlink inside = Rtnetlink.Open(network.NamespaceName);
        NetworkLink? link = inside.GetLink(port.TapName);
        if (link is null)
        {
            problems.Add($"tap {port.TapName} is not in its namespace");
            return [];
        }
        if (!link.HasCarrier)
            problems.Add($"tap {link.Name} is not connected: ovs-vswitchd does not run, or has been restarted since");
        if (!link.IsUp)
            problems.Add($"tap {link.Name} is down");
        if (!port.MacAddress.ToPhysicalAddress().Equals(link.Address))
            problems.Add($"tap {link.Name} does not have MAC address {port.MacAddress}");
        if (network.Mtu > 0 && link.Mtu != network.Mtu)
            problems.Add($"tap {link.Name} has MTU {link.Mtu}, not {network.Mtu}");
        TapAddress? address = TapAddressStep.Get(network, port);
        if (address is null)
            return [];
        IReadOnlyList<string> wanted = _addresses.Wanted(network, port);
        problems.AddRange(wanted.Except(address.Addresses).Select(a => $"tap {link.Name} lacks address {a}"));
        problems.AddRange(address.Addresses.Except(wanted).Select(a => $"tap {link.Name} has address {a}, which is not the port's"));
        CheckGateway(address.GatewayIpv4, TapAddressStep.WantedGateway(network, AddressFamily.InterNetwork), problems);
        CheckGateway(address.GatewayIpv6, TapAddressStep.WantedGateway(network, AddressFamily.InterNetworkV6), problems);
        return address.Addresses;
    }

    private static void CheckGateway(IPAddress? present, IPAddress? wanted, List<string> problems)
    {
        if (!Equals(present, wanted))
            problems.Add($"the default gateway is {present?.ToString() ?? "missing"}{(wanted is null ? ", and there should be none" : $", not {wanted}")}");
    }

    private static void CheckDnsmasq(DnsmasqStatus? status, List<string> problems)
    {
        if (status is not { IsRunning: true })
            problems.Add("dnsmasq does not run");
        else if (status.IsUpToDate == false)
            problems.Add("dnsmasq runs with another configuration");
    }
}
