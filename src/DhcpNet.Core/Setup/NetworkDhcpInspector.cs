using System.Net;
using System.Net.Sockets;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>Looks at what is really there of networks' DHCP service on this host.</summary>
public sealed class NetworkDhcpInspector(OvsTapStep taps, DhcpPortStep ports, DnsmasqStep dnsmasqs, MetadataProxyStep metadata, DhcpConfiguration configuration)
{
    /// <summary>What is found again and again where the host can't have the rule.</summary>
    internal static readonly Finding NoChecksumRule = new("a checksum rule is missing", "add the checksum rules");

    // Neutron's Open vSwitch agent looks for new taps every two seconds (polling_interval); many at once, or its own start, take it longer.
    private static readonly TimeSpan UsualTagPatience = TimeSpan.FromSeconds(30);

    private readonly TapAddressStep _addresses = new(configuration);

    /// <summary>How long whoever chooses a tap's VLAN tag may take until that is a problem.</summary>
    internal TimeSpan TagPatience { get; init; } = UsualTagPatience;

    /// <summary>Told how many of how many networks have been looked at.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Why a network is not to have a service, whatever is there of one; null: it is to.</summary>
    public static string? WhyUnwanted(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!network.AdminStateUp)
            return "the network is administratively down";
        return network.Subnets.Any(s => s.EnableDhcp) ? null : "DHCP serves none of its subnets any more";
    }

    /// <summary>How it stands with each network, in order. Starts no process and asks none.</summary>
    public async Task<IReadOnlyList<NetworkDhcp>> InspectAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken) =>
        [.. (await LookAsync(networks, closely: false, cancellationToken).ConfigureAwait(false)).Select(i => i.State)];

    /// <summary>How it stands with each network, in order, and what is to be done about it.</summary>
    /// <param name="networks">The networks as the plugin knows them now.</param>
    /// <param name="closely">Whether dnsmasq is asked for an answer, and netfilter for its rules.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Inspection>> LookAsync(IReadOnlyList<Network> networks, bool closely, CancellationToken cancellationToken)
    {
        string[] names = [.. networks.SelectMany(ports.FindAll).Select(p => p.TapName)];
        var present = names.Length == 0 ? [] : (await taps.FindAsync(names, cancellationToken).ConfigureAwait(false)).ToDictionary(t => t.Name);
        List<Inspection> inspections = [];
        foreach (Network network in networks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<Inspection> parts = [];
            foreach (Network part in NetworkSegments.SplitServed(network))
            {
                Port? port = ports.Find(part);
                Inspection seen = Inspect(part, port, port is null ? null : present.GetValueOrDefault(port.TapName));
                parts.Add(closely && seen.State.State != NetworkDhcpState.Disabled && port is not null && seen.Unwanted is null
                    ? await LookCloselyAsync(seen, port, cancellationToken).ConfigureAwait(false)
                    : seen);
            }
            inspections.Add(CheckMetadata(SegmentResults.Combine(network, parts), parts));
            Progress?.Invoke(inspections.Count, networks.Count);
        }
        return inspections;
    }

    // One serves all of a network's segments.
    private Inspection CheckMetadata(Inspection seen, IReadOnlyList<Inspection> parts)
    {
        if (seen.State.State == NetworkDhcpState.Disabled || seen.Unwanted is not null || !metadata.Concerns(seen.State.Network))
            return seen;
        string[] wanted = [.. parts.Select(p => p.State.Port?.TapName).OfType<string>()];
        return metadata.Inspect(seen.State.Network, wanted) is Finding finding ? seen.With([.. seen.Findings, finding]) : seen;
    }

    private Inspection Inspect(Network network, Port? port, OvsTap? tap)
    {
        NamespaceState space = NetworkNamespace.GetState(network.NamespaceName);
        DnsmasqStatus? dnsmasq = dnsmasqs.Inspect(network, port);
        var state = new NetworkDhcp { Network = network, State = NetworkDhcpState.Disabled, Port = port, TapName = tap?.Name, ProcessId = dnsmasq?.ProcessId };
        if (tap is null && space == NamespaceState.Missing && dnsmasq is null)
            return new Inspection { State = state };

        string? unwanted = WhyUnwanted(network);
        List<Finding> findings = [];
        if (unwanted is not null)
            findings.Add(new Finding(unwanted, "remove the service from this host"));
        if (port is null)
            findings.Add(new Finding("the plugin has no DHCP port for this host", "get a port from the plugin"));
        if (port is not null && tap is null)
            findings.Add(new Finding($"tap {port.TapName} is not on any bridge", $"add tap {port.TapName} to bridge {configuration.IntegrationBridge}"));
        CheckTap(network, tap, findings);
        IReadOnlyList<string> addresses = CheckInside(network, port, tap, space, findings);
        CheckDnsmasq(dnsmasq, findings);
        return new Inspection { State = state with { Addresses = addresses }, Unwanted = unwanted }.With(findings);
    }

    private async Task<Inspection> LookCloselyAsync(Inspection seen, Port port, CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. seen.Findings];
        Network network = seen.State.Network;
        bool isHung = seen.State.ProcessId is not null && !await DnsmasqStep.AnswersAsync(network, port, cancellationToken).ConfigureAwait(false);
        if (isHung && seen.Mendable.Count == 0)
            findings.Add(new Finding("dnsmasq runs and answers nobody", "start dnsmasq anew"));
        if (NetworkNamespace.GetState(network.NamespaceName) == NamespaceState.Ready)
        {
            if (!await NamespaceStep.HasChecksumRulesAsync(network, cancellationToken).ConfigureAwait(false))
                findings.Add(NoChecksumRule);
            string[] leases = [.. (await dnsmasqs.FindStaleLeasesAsync(network, cancellationToken).ConfigureAwait(false)).Select(l => l.Address.ToString())];
            if (leases.Length > 0)
                findings.Add(new Finding($"leases are nobody's: {string.Join(", ", leases)}", "release them"));
        }
        return seen.With(findings) with { IsHung = isHung };
    }

    private void CheckTap(Network network, OvsTap? tap, List<Finding> findings)
    {
        if (tap is null)
            return;
        if (tap.Error is not null || tap.OfPort is not > 0)
            findings.Add(new Finding($"Open vSwitch has no device for tap {tap.Name}{(tap.Error is null ? "" : $": {tap.Error}")}", $"replace tap {tap.Name}"));
        if (tap.Bridge != configuration.IntegrationBridge)
            findings.Add(new Finding($"tap {tap.Name} is on bridge {tap.Bridge}, not {configuration.IntegrationBridge}", $"move tap {tap.Name} to bridge {configuration.IntegrationBridge}"));
        if (!taps.HasTag(tap, network.VlanTag))
            findings.Add(new Finding($"tap {tap.Name} has VLAN tag {tap.VlanTag?.ToString() ?? "none"}, not {network.VlanTag?.ToString() ?? "none"}", $"give tap {tap.Name} VLAN tag {network.VlanTag?.ToString() ?? "none"}"));
    }

    private IReadOnlyList<string> CheckInside(Network network, Port? port, OvsTap? tap, NamespaceState space, List<Finding> findings)
    {
        if (space != NamespaceState.Ready)
        {
            findings.Add(new Finding($"namespace {network.NamespaceName} is {(space == NamespaceState.Missing ? "missing" : "a file without a namespace")}", $"make namespace {network.NamespaceName}"));
            return [];
        }
        if (port is null)
            return [];
        findings.AddRange(NamespaceStep.WrongSysctls(network.NamespaceName).Select(s => new Finding($"{s.Key} is not {s.Value} in the namespace", $"set {s.Key} to {s.Value}")));
        using var inside = Rtnetlink.Open(network.NamespaceName);
        findings.AddRange(inside.GetLinks().Where(l => TapNames.IsTap(l.Name) && l.Name != port.TapName).Select(l => new Finding($"tap {l.Name} of an earlier port is in the namespace", $"remove tap {l.Name}")));
        NetworkLink? link = inside.GetLink(port.TapName);
        if (link is null)
        {
            findings.Add(new Finding($"tap {port.TapName} is not in its namespace", $"move tap {port.TapName} into namespace {network.NamespaceName}"));
            return [];
        }
        CheckLink(network, port, link, findings);
        if (tap is not null && taps.AwaitsTag(tap) && inside.GetAddresses(link.Index).Any(a => a.Age >= TagPatience))
            findings.Add(new Finding($"tap {tap.Name} reaches no client: Neutron's Open vSwitch agent has given it no VLAN tag; see that neutron-openvswitch-agent runs, and what its log says", Remedy: null));
        TapAddress? address = TapAddressStep.Get(network, port);
        if (address is null)
            return [];
        IReadOnlyList<string> wanted = _addresses.Wanted(network, port);
        findings.AddRange(wanted.Except(address.Addresses).Select(a => new Finding($"tap {link.Name} lacks address {a}", $"add address {a} to tap {link.Name}")));
        findings.AddRange(address.Addresses.Except(wanted).Select(a => new Finding($"tap {link.Name} has address {a}, which is not the port's", $"remove address {a} from tap {link.Name}")));
        CheckGateway(address.GatewayIpv4, WantedGateway(AddressFamily.InterNetwork), findings);
        CheckGateway(address.GatewayIpv6, WantedGateway(AddressFamily.InterNetworkV6), findings);
        return address.Addresses;

        IPAddress? WantedGateway(AddressFamily family) =>
            TapAddressStep.LeavesDefaultRouteToOther(inside, link, network, family) ? null : TapAddressStep.WantedGateway(network, family);
    }

    private static void CheckLink(Network network, Port port, NetworkLink link, List<Finding> findings)
    {
        if (!link.HasCarrier)
            findings.Add(new Finding($"tap {link.Name} is not connected: ovs-vswitchd does not run, or has been restarted since", $"replace tap {link.Name}"));
        if (!link.IsUp)
            findings.Add(new Finding($"tap {link.Name} is down", $"set tap {link.Name} up"));
        if (!port.MacAddress.ToPhysicalAddress().Equals(link.Address))
            findings.Add(new Finding($"tap {link.Name} does not have MAC address {port.MacAddress}", $"give tap {link.Name} MAC address {port.MacAddress}"));
        if (network.Mtu > 0 && link.Mtu != network.Mtu)
            findings.Add(new Finding($"tap {link.Name} has MTU {link.Mtu}, not {network.Mtu}", $"give tap {link.Name} MTU {network.Mtu}"));
    }

    private static void CheckGateway(IPAddress? present, IPAddress? wanted, List<Finding> findings)
    {
        if (!Equals(present, wanted))
        {
            findings.Add(new Finding($"the default gateway is {present?.ToString() ?? "missing"}{(wanted is null ? ", and there should be none" : $", not {wanted}")}",
                wanted is null ? $"remove the default route by {present}" : $"set the default route by {wanted}"));
        }
    }

    private static void CheckDnsmasq(DnsmasqStatus? status, List<Finding> findings)
    {
        if (status is not { IsRunning: true })
            findings.Add(new Finding("dnsmasq does not run", "start dnsmasq"));
        else if (status.Needed is DnsmasqChange needed and not DnsmasqChange.None)
            findings.Add(new Finding($"dnsmasq runs with another configuration: {status.Reason}", needed switch
            {
                DnsmasqChange.Extended => "make more clients known to dnsmasq",
                DnsmasqChange.Reloaded => "have dnsmasq read its files again",
                _ => "start dnsmasq anew",
            }));
    }
}
