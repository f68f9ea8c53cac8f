using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>Makes a network's namespace and moves its tap in (Neutron: DeviceManager.setup, LinuxInterfaceDriver.plug).</summary>
/// <param name="taps">Where taps of earlier ports are taken off their bridge.</param>
/// <param name="log">Where the step tells what it does.</param>
public sealed class NamespaceStep(OvsTapStep taps, ISetupLog log)
{
    // The chain's name is what Neutron's agent makes of its own, so that either finds the other's rule.
    private const string ChecksumChain = "neutron-dhcp-age-POSTROUTING";
    private const ushort DhcpClientPort = 68;
    private const ushort Dhcpv6ClientPort = 546;
    private const string Loopback = "lo";

    // These come with every namespace where their kernel module is loaded; they are nobody's.
    private static readonly HashSet<string> KernelsOwn =
        ["tunl0", "sit0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "ip6tnl0", "ip6gre0", "ip6erspan0"];

    // accept_ra is off before the tap arrives: the server's own addresses are the plugin's to choose. promote_secondaries keeps the
    // other addresses of a prefix when the first is removed; ip_nonlocal_bind is what Neutron sets in every namespace it makes.
    private static readonly KeyValuePair<string, string>[] Sysctls =
    [
        new("net.ipv6.conf.default.accept_ra", "0"),
        new("net.ipv4.conf.all.promote_secondaries", "1"),
        new("net.ipv4.ip_nonlocal_bind", "1"),
    ];

    private readonly UdpChecksumRule _checksumRule = CreateChecksumRule();
    private readonly HashSet<string> _told = [];

    /// <summary>Makes sure that a namespace of a name is there, with its loopback device up.</summary>
    /// <returns>Whether it was made.</returns>
    public static bool EnsureNamespace(string name)
    {
        bool created = NetworkNamespace.Create(name);
        using Rtnetlink inside = Rtnetlink.Open(name);
        BringUp(inside, inside.GetLinks());
        return created;
    }

    /// <summary>Makes sure that the network's namespace is there and the tap is in it, with its MAC address and MTU, up.</summary>
    /// <exception cref="DhcpNetException">Something foreign is in the way; the tap does not exist.</exception>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public Task<NetNamespace> EnsureAsync(OvsTap tap, CancellationToken cancellationToken) =>
        NetworkNamespace.WorkAsync(() => Ensure(tap, cancellationToken));

    /// <summary>The same on the calling thread, which is best one of <see cref="NetworkNamespace.WorkAsync"/>.</summary>
    /// <inheritdoc cref="EnsureAsync"/>
    internal NetNamespace Ensure(OvsTap tap, CancellationToken cancellationToken)
    {
        Port port = tap.Port ?? throw new ArgumentException("The tap does not know its port.", nameof(tap));
        Network network = port.Network ?? throw new ArgumentException("The tap's port does not know its network.", nameof(tap));
        string name = network.NamespaceName;
        taps.RequireOwn(port);

        bool created = NetworkNamespace.Create(name);
        using Rtnetlink inside = Rtnetlink.Open(name);
        IReadOnlyList<NetworkLink> links = inside.GetLinks();
        RefuseIfAny(name, [.. links.Where(l => !IsNobodys(l) && !IsTap(l) && l.Name != tap.Name).Select(l => l.Name)], [], "is not used");
        BringUp(inside, links);
        RemoveStaleTaps(inside, name, links, [tap.Name, .. network.Ports.Where(taps.IsOwn).Select(p => p.TapName)], cancellationToken);
        (bool changed, ChecksumRuleAttempt rules) = NetworkNamespace.Run(name, () => (Sysctl.Set(Sysctls) > 0, _checksumRule.Ensure(created)));
        changed |= FinishChecksumRules(name, rules, cancellationToken);
        (bool configured, bool moved) = Plug(inside, links.FirstOrDefault(l => l.Name == tap.Name), tap.Name, name, port, network);
        return new NetNamespace
        {
            Name = name,
            Path = NetworkNamespace.PathOf(name),
            TapName = tap.Name,
            Port = port,
            Network = network,
            Devices = [tap.Name],
            Change = created ? StepChange.Created : changed || configured || moved ? StepChange.Updated : StepChange.None,
            IsTapNew = moved,
        };
    }

    /// <summary>The kernel parameters that are not as this step sets them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> WrongSysctls(string name) => Sysctl.Differing(Sysctls, name);

    /// <summary>Whether the checksum rules of both IP versions are there.</summary>
    public static Task<bool> HasChecksumRulesAsync(Network network, CancellationToken cancellationToken) =>
        CreateChecksumRule().ExistsAsync(network.NamespaceName, cancellationToken);

    /// <summary>One namespace, or null.</summary>
    public static NetNamespace? Describe(string name)
    {
        if (NetworkNamespace.GetState(name) != NamespaceState.Ready)
            return null;
        string[] devices = Devices(name);
        return new NetNamespace
        {
            Name = name,
            Path = NetworkNamespace.PathOf(name),
            Devices = devices,
            TapName = NamespaceNames.TryGetNetworkId(name, out _) ? devices.FirstOrDefault(TapNames.IsTap) : null,
        };
    }

    /// <summary>The devices in a namespace, lo not counted.</summary>
    public static string[] Devices(string name)
    {
        using Rtnetlink inside = Rtnetlink.Open(name);
        return [.. inside.GetLinks().Where(l => !IsNobodys(l)).Select(l => l.Name)];
    }

    /// <summary>Removes a namespace; taps in it go with it, and so does its network's metadata proxy, which is of no use elsewhere.</summary>
    /// <param name="name">The namespace.</param>
    /// <param name="metadata">What knows the metadata proxy.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="DhcpNetException">Devices or processes that are not this module's are in it.</exception>
    public static bool Remove(string name, MetadataProxyStep metadata) => Remove(name, metadata, processes: null);

    /// <inheritdoc cref="Remove(string, MetadataProxyStep)"/>
    /// <param name="name">The namespace.</param>
    /// <param name="metadata">What knows the metadata proxy.</param>
    /// <param name="processes">All processes by namespace, where the caller has looked at them.</param>
    internal static bool Remove(string name, MetadataProxyStep metadata, ILookup<ulong, int>? processes)
    {
        switch (NetworkNamespace.GetState(name))
        {
            case NamespaceState.Missing:
                return false;
            case NamespaceState.Ready:
                bool ofNetwork = NamespaceNames.TryGetNetworkId(name, out Guid networkId);
                string[] foreign = ForeignDevices(name, ofNetwork);
                IEnumerable<int> ids = processes is null ? NetworkNamespace.GetProcesses(name) : processes[NetworkNamespace.GetInode(name) ?? 0];
                RunningProcess[] inside = [.. ids.Select(RunningProcess.Find).OfType<RunningProcess>()];
                RunningProcess? proxy = ofNetwork ? metadata.FindAmong(networkId, inside) : null;
                RefuseIfAny(name, foreign, [.. inside.Where(p => !p.Equals(proxy))], "was not removed");
                if (proxy is not null)
                    metadata.StopAsync(networkId, proxy).GetAwaiter().GetResult();
                break;
        }
        return NetworkNamespace.Delete(name);
    }

    private static string[] ForeignDevices(string name, bool hasTaps)
    {
        using Rtnetlink inside = Rtnetlink.Open(name);
        return [.. inside.GetLinks().Where(l => !IsNobodys(l) && !(hasTaps && IsTap(l))).Select(l => l.Name)];
    }

    private static bool IsTap(NetworkLink link) => TapNames.IsTap(link.Name) && IsOvsKind(link);

    // What Open vSwitch's internal interfaces are: a TAP, or a device of the kernel's datapath.
    private static bool IsOvsKind(NetworkLink link) => link.Kind is "tun" or "openvswitch";

    private static bool IsNobodys(NetworkLink link) => link.Name == Loopback || KernelsOwn.Contains(link.Name);

    private static void BringUp(Rtnetlink inside, IReadOnlyList<NetworkLink> links)
    {
        NetworkLink loopback = links.First(l => l.Name == Loopback);
        if (!loopback.IsUp)
            inside.SetLink(loopback.Index, new LinkChange { Up = true });
    }

    // Of ports that are gone: their taps leave the bridge, which takes the devices with them, but for those that an ovs-vswitchd which is gone
    // left behind. Those of the network's other segments stay.
    private void RemoveStaleTaps(Rtnetlink inside, string name, IReadOnlyList<NetworkLink> links, HashSet<string> keep, CancellationToken cancellationToken)
    {
        string[] stale = [.. links.Select(l => l.Name).Where(n => TapNames.IsTap(n) && !keep.Contains(n))];
        if (stale.Length == 0)
            return;
        log.Verbose($"Namespace {name}: taps of earlier ports are removed: {string.Join(", ", stale)}");
        taps.RemoveAsync(stale, cancellationToken).GetAwaiter().GetResult();
        // A kernel datapath's go with their ports.
        inside.DeleteLinks([.. inside.GetLinks().Where(l => stale.Contains(l.Name) && l.Kind == "tun").Select(l => l.Index)]);
    }

    private static void RefuseIfAny(string name, string[] devices, IReadOnlyList<RunningProcess> processes, string consequence)
    {
        string[] inTheWay =
        [
            .. devices.Select(d => $"device {d}"),
            .. processes.Where(p => p.IsAlive).Select(p => $"process {p.ProcessId} ({p.Name})"),
        ];
        if (inTheWay.Length > 0)
        {
            throw new DhcpNetException("NamespaceInUse", DhcpNetErrorKind.Conflict,
                $"Namespace '{name}' {consequence}: there is something in it that is not this module's: {string.Join(", ", inTheWay)}. Move that elsewhere, then try again.", name)
            { Step = SetupSteps.NetNamespace };
        }
    }

    private static UdpChecksumRule CreateChecksumRule() => new(ChecksumChain, DhcpClientPort, Dhcpv6ClientPort);

    /// <returns>Whether one was added.</returns>
    private bool FinishChecksumRules(string name, ChecksumRuleAttempt attempt, CancellationToken cancellationToken)
    {
        ChecksumRuleResult result = attempt.FinishAsync(name, cancellationToken).GetAwaiter().GetResult();
        if (result.Reason is string reason && IsNews(reason))
            log.Warning($"Answers to clients may lack a UDP checksum, which some clients refuse: {reason}");
        return result.Outcome == ChecksumRuleOutcome.Added;
    }

    // What the kernel or iptables lacks, all namespaces lack: it is said once.
    private bool IsNews(string reason)
    {
        lock (_told)
            return _told.Add(reason);
    }

    /// <returns>Whether anything was done to the tap that was there, and whether another was moved in.</returns>
    private static (bool Configured, bool Moved) Plug(Rtnetlink inside, NetworkLink? there, string tap, string name, Port port, Network network)
    {
        using Rtnetlink host = Rtnetlink.Open();
        NetworkLink? here = host.GetLink(tap);
        if (there is not null && !IsOvsKind(there))
            throw InTheWay(tap, $"in namespace '{name}'");
        if (there is { HasCarrier: true })
            return here is null ? (Configure(inside, there, port, network), false) : throw InTheWay(tap, "on the host, beside the one that serves");
        if (here is null)
        {
            if (there is not null)
                return (Configure(inside, there, port, network), false);
            throw new DhcpNetException("TapNotFound", DhcpNetErrorKind.NotFound,
                $"The device '{tap}' is neither on the host nor in namespace '{name}'. Open vSwitch may have lost it: Remove-OvsTap {tap}, then Add-OvsTap or Enable-NetworkDhcp makes it anew.", tap)
            { Step = SetupSteps.NetNamespace };
        }
        if (!here.HasCarrier)
        {
            throw new DhcpNetException("DeviceInTheWay", DhcpNetErrorKind.Conflict,
                $"The network device '{tap}' on the host is not connected: either ovs-vswitchd does not run (pidof ovs-vswitchd), or the device is not Open vSwitch's; it was left alone. Start Open vSwitch, or rename or remove the device, then try again.", tap)
            { Step = SetupSteps.NetNamespace };
        }
        // A restarted ovs-vswitchd makes the tap anew on the host; the one inside carries nothing any more.
        if (there is not null)
            inside.DeleteLink(there.Index);
        // It arrives down, whatever it was.
        host.MoveLink(here.Index, name, Difference(here, port, network) with { Up = true });
        return (false, true);
    }

    private static DhcpNetException InTheWay(string tap, string where) =>
        new("DeviceInTheWay", DhcpNetErrorKind.Conflict,
            $"A network device '{tap}' {where} is not Open vSwitch's; it was left alone. Rename or remove it, then try again.", tap)
        { Step = SetupSteps.NetNamespace };

    private static bool Configure(Rtnetlink inside, NetworkLink link, Port port, Network network)
    {
        LinkChange change = Difference(link, port, network);
        if (change is { Address: null, Mtu: null, Up: null })
            return false;
        inside.SetLink(link.Index, change);
        return true;
    }

    private static LinkChange Difference(NetworkLink link, Port port, Network network)
    {
        var mac = port.MacAddress.ToPhysicalAddress();
        return new LinkChange
        {
            Address = mac.Equals(link.Address) ? null : mac,
            Mtu = network.Mtu > 0 && network.Mtu != link.Mtu ? network.Mtu : null,
            Up = link.IsUp ? null : true,
        };
    }
}
