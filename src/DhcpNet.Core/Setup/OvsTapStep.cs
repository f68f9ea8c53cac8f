using DhcpNet.Linux;
using DhcpNet.Ovsdb;

namespace DhcpNet.Setup;

/// <summary>Adds DHCP ports' taps to the integration bridge (Neutron: OVSInterfaceDriver.plug_new).</summary>
/// <param name="ovs">The switch.</param>
/// <param name="configuration">Where the bridge is.</param>
/// <param name="ownsVlanTags">Whether a network without VLAN tag means a tap without one; else somebody else (Neutron's L2 agent) chooses tags.</param>
public sealed class OvsTapStep(OvsSwitch ovs, DhcpConfiguration configuration, bool ownsVlanTags)
{
    private const string IfaceId = "iface-id";

    // ovs-vswitchd makes and closes devices one after the other.
    private static readonly TimeSpan TimePerTap = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes sure that the integration bridge is there, before anything is changed for it.</summary>
    /// <exception cref="DhcpNetException"><c>BridgeNotFound</c>.</exception>
    public async Task RequireBridgeAsync(CancellationToken cancellationToken)
    {
        string bridge = configuration.IntegrationBridge;
        if (await ovs.GetBridgeAsync(bridge, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new DhcpNetException("BridgeNotFound", DhcpNetErrorKind.NotFound,
                $"Open vSwitch has no bridge '{bridge}'. Create it with 'ovs-vsctl add-br {bridge}' (on a kernel without the openvswitch module followed by '-- set bridge {bridge} datapath_type=netdev'), or name another with Set-DhcpConfiguration -IntegrationBridge.", bridge)
            { Step = SetupSteps.OvsTap };
        }
    }

    /// <summary>Makes sure that a port is this host's DHCP port: a client's port, or another host's, gets no tap here.</summary>
    /// <exception cref="DhcpNetException"><c>PortNotOwn</c>.</exception>
    public void RequireOwn(Port port)
    {
        if (!IsOwn(port))
        {
            throw new DhcpNetException("PortNotOwn", DhcpNetErrorKind.InvalidInput,
                $"Port {port.Id} is not the DHCP port of host '{configuration.HostName}' on its network. New-DhcpPort returns that.", port.Id);
        }
    }

    /// <summary>Whether a port is a DHCP port of this host, on its network or on a segment of that.</summary>
    public bool IsOwn(Port port) => port.DeviceOwner == DeviceOwners.Dhcp && DhcpDeviceId.IsOf(configuration.HostName, port.NetworkId, port.DeviceId);

    /// <summary>Makes sure that each port has its tap on the bridge, all of them in one transaction.</summary>
    /// <returns>For each port, in order, its tap or the failure.</returns>
    /// <exception cref="DhcpNetException">None of them can be had: there is no such bridge.</exception>
    /// <exception cref="OvsdbException">None of them can be had: OVSDB does not answer, or refuses the transaction.</exception>
    public async Task<IReadOnlyList<(OvsTap? Tap, DhcpNetException? Error)>> EnsureAsync(
        IReadOnlyList<Port> ports, string? bridge, int? vlanTag, CancellationToken cancellationToken)
    {
        bridge ??= configuration.IntegrationBridge;
        foreach (Port port in ports)
            RequireOwn(port);
        HashSet<string> present = FindDevices(ports);
        Dictionary<string, DhcpNetException> inTheWay = await FindForeignAsync(present, cancellationToken).ConfigureAwait(false);
        OvsPortRequest[] requests = [.. ports.Where(p => !inTheWay.ContainsKey(p.TapName)).Select(p => Request(p, vlanTag))];
        Dictionary<string, OvsPortOutcome> outcomes = await EnsureAsync(bridge, requests, present, cancellationToken).ConfigureAwait(false);

        string[] unfit = await NetworkNamespace.WorkAsync<string[]>(() =>
        {
            using Rtnetlink host = Rtnetlink.Open();
            return [.. ports.Where(p => outcomes.TryGetValue(p.TapName, out OvsPortOutcome? o) && IsUnfit(host, p, o, vlanTag)).Select(p => p.TapName)];
        }).ConfigureAwait(false);
        if (unfit.Length > 0)
        {
            await ovs.RemovePortsAsync(unfit, cancellationToken).ConfigureAwait(false);
            foreach ((string name, OvsPortOutcome outcome) in await EnsureAsync(bridge, [.. requests.Where(r => unfit.Contains(r.Name))], present, cancellationToken).ConfigureAwait(false))
                outcomes[name] = outcome.Change == OvsPortChange.Added ? outcome with { Change = OvsPortChange.Replaced } : outcome;
        }
        return [.. ports.Select(p => inTheWay.TryGetValue(p.TapName, out DhcpNetException? error) ? ((OvsTap?)null, error) : Result(p, outcomes[p.TapName]))];
    }

    /// <summary>The taps on a bridge, or on all: internal interfaces that are named for the port that their iface-id tells.</summary>
    /// <exception cref="DhcpNetException"><c>BridgeNotFound</c>.</exception>
    public async Task<IReadOnlyList<OvsTap>> ListAsync(string? bridge, CancellationToken cancellationToken)
    {
        if (bridge is not null && await ovs.GetBridgeAsync(bridge, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new DhcpNetException("BridgeNotFound", DhcpNetErrorKind.NotFound,
                $"Open vSwitch has no bridge '{bridge}'. 'ovs-vsctl list-br' lists what there is.", bridge);
        }
        IReadOnlyList<OvsPort> ports = await ovs.GetPortsAsync(bridge, cancellationToken).ConfigureAwait(false);
        return [.. ports.Select(Describe).OfType<OvsTap>()];
    }

    /// <summary>The taps among some names; what is no tap is left out.</summary>
    public async Task<IReadOnlyList<OvsTap>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        IReadOnlyList<OvsPort> ports = await ovs.GetPortsAsync(names, cancellationToken).ConfigureAwait(false);
        return [.. ports.Select(Describe).OfType<OvsTap>()];
    }

    /// <summary>One tap, or null where the name is no tap's.</summary>
    public async Task<OvsTap?> FindAsync(string name, CancellationToken cancellationToken) =>
        await FindAsync([name], cancellationToken).ConfigureAwait(false) is [OvsTap tap] ? tap : null;

    /// <summary>Removes taps in one transaction; names that are no tap's are left alone.</summary>
    /// <returns>The names that were removed.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        OvsPort[] taps = [.. (await ovs.GetPortsAsync(names, cancellationToken).ConfigureAwait(false)).Where(p => Describe(p) is not null)];
        string[] removed = [.. taps.Select(t => t.Name)];
        if (removed.Length == 0)
            return removed;
        DeleteTogether(taps);
        try
        {
            await ovs.RemovePortsAsync(removed, cancellationToken).ConfigureAwait(false);
        }
        catch (OvsdbConnectionException)
        {
            DeleteDead(removed, link => taps.Any(t => t.Name == link.Name && t.IfIndex == link.Index));
            throw;
        }
        return removed;
    }

    private async Task<Dictionary<string, OvsPortOutcome>> EnsureAsync(string bridge, OvsPortRequest[] requests, HashSet<string> present, CancellationToken cancellationToken)
    {
        if (requests.Length == 0)
            return [];
        try
        {
            IReadOnlyList<OvsPortOutcome> done = await ovs.EnsureInternalPortsAsync(bridge, requests, configuration.OvsdbTimeout + (TimePerTap * requests.Length), cancellationToken).ConfigureAwait(false);
            return done.ToDictionary(o => o.Name);
        }
        catch (OvsdbConnectionException)
        {
            DeleteDead(requests.Select(r => r.Name), link => !present.Contains(link.Name));
            throw;
        }
    }

    // Those that are in no namespace, which would take them with it: closed by ovs-vswitchd, each of them waits for the kernel by itself.
    private static void DeleteTogether(OvsPort[] taps)
    {
        using Rtnetlink host = Rtnetlink.Open();
        int[] indexes = [.. taps.Select(t => host.GetLink(t.Name) is { Kind: "tun" } link && link.Index == t.IfIndex ? link.Index : 0).Where(i => i > 0)];
        if (indexes.Length > 1)
            host.DeleteLinks(indexes);
    }

    // An ovs-vswitchd that is killed leaves its devices behind, and the next one does not know of those whose ports have been removed
    // meanwhile: they would be in everybody's way for ever. Where the port is still there, it makes the device anew.
    private static void DeleteDead(IEnumerable<string> names, Func<NetworkLink, bool> isOurs)
    {
        using Rtnetlink host = Rtnetlink.Open();
        host.DeleteLinks([.. names.Select(host.GetLink).OfType<NetworkLink>().Where(l => l is { Kind: "tun", HasCarrier: false } && isOurs(l)).Select(l => l.Index)]);
    }

    /// <summary>Whether a tap has the VLAN tag that its network is to have; any will do where somebody else chooses them.</summary>
    public bool HasTag(OvsTap tap, int? wanted) => HasTag(tap.VlanTag, wanted);

    /// <summary>Whether a tap lets no frame through until somebody else has chosen its VLAN tag.</summary>
    public bool AwaitsTag(OvsTap tap) => !ownsVlanTags && tap.VlanTag == OvsPort.DeadVlanTag;

    private bool HasTag(int? tag, int? wanted) => tag == wanted || (wanted is null && !ownsVlanTags);

    // What updating does not mend: a tap that went with a namespace somebody deleted, which ovs-vswitchd has not seen; one that an
    // ovs-vswitchd which is gone left behind; one that is to have no VLAN tag any more.
    private bool IsUnfit(Rtnetlink host, Port port, OvsPortOutcome outcome, int? vlanTag)
    {
        if (outcome.Change is not (OvsPortChange.None or OvsPortChange.Updated))
            return false;
        return !HasTag(outcome.Port?.VlanTag, vlanTag ?? port.Network?.VlanTag) || !IsAlive(host, port);
    }

    private static bool IsAlive(Rtnetlink host, Port port)
    {
        string name = NamespaceNames.For(port.NetworkId);
        if (NetworkNamespace.GetState(name) == NamespaceState.Ready)
        {
            using Rtnetlink inside = Rtnetlink.Open(name);
            if (inside.GetLink(port.TapName) is { HasCarrier: true })
                return true;
        }
        return host.GetLink(port.TapName) is { HasCarrier: true };
    }

    private static HashSet<string> FindDevices(IReadOnlyList<Port> ports)
    {
        using Rtnetlink host = Rtnetlink.Open();
        return [.. ports.Select(p => p.TapName).Where(name => host.GetLink(name) is not null)];
    }

    // A userspace ovs-vswitchd opens a device of the wanted name where there is one, whoever made it.
    private async Task<Dictionary<string, DhcpNetException>> FindForeignAsync(HashSet<string> present, CancellationToken cancellationToken)
    {
        if (present.Count == 0)
            return [];
        HashSet<string> known = [.. (await ovs.GetPortsAsync(present, cancellationToken).ConfigureAwait(false)).Select(p => p.Name)];
        return present.Where(name => !known.Contains(name)).ToDictionary(name => name, name => new DhcpNetException(
            "DeviceInTheWay", DhcpNetErrorKind.Conflict,
            $"A network device '{name}' exists on this host that Open vSwitch does not know; it is not this module's and was left alone. Rename or remove it ('ip link del {name}'), then try again.", name)
        { Step = SetupSteps.OvsTap });
    }

    private OvsPortRequest Request(Port port, int? vlanTag) => new()
    {
        Name = port.TapName,
        VlanTag = vlanTag ?? port.Network?.VlanTag,
        IsDeadUntilTagged = !ownsVlanTags,
        MtuRequest = port.Network?.Mtu is > 0 and int mtu ? mtu : null,
        ExternalIds = new Dictionary<string, string>
        {
            [IfaceId] = port.Id.ToString(),
            ["iface-status"] = "active",
            ["attached-mac"] = port.MacAddress.ToString(),
        },
    };

    private static (OvsTap?, DhcpNetException?) Result(Port port, OvsPortOutcome outcome)
    {
        if (outcome.Change != OvsPortChange.Failed && outcome.Port is not null && Describe(outcome.Port) is OvsTap tap)
        {
            return (tap with
            {
                Port = port,
                Change = outcome.Change switch
                {
                    OvsPortChange.Added => StepChange.Created,
                    OvsPortChange.Updated => StepChange.Updated,
                    OvsPortChange.Replaced => StepChange.Replaced,
                    _ => StepChange.None,
                },
            }, null);
        }
        return (null, new DhcpNetException("OvsTapFailed", DhcpNetErrorKind.Failed,
            $"The tap '{outcome.Name}' of network '{port.Network?.DisplayName}' could not be added: {outcome.Error}", outcome.Name)
        { Step = SetupSteps.OvsTap });
    }

    private static OvsTap? Describe(OvsPort port) =>
        port.InterfaceType == "internal"
        && port.ExternalIds.TryGetValue(IfaceId, out string? text) && Guid.TryParse(text, out Guid portId) && TapNames.For(portId) == port.Name
            ? new OvsTap { Name = port.Name, Bridge = port.Bridge, PortId = portId, VlanTag = port.VlanTag, OfPort = port.OfPort, Error = port.Error }
            : null;
}
