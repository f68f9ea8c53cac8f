using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>Makes, changes and removes clients' ports, each within one transaction.</summary>
internal static class ReservationOperations
{
    private const string Down = "DOWN";

    public static (Port Port, bool Created) Create(StoreSession session, Guid networkId, ReservationSpec spec)
    {
        string? hostName = Validate(spec);
        NetworkRow network = NetworkRows.Require(session, networkId);
        IReadOnlyList<Subnet> subnets = SubnetRows.OfNetwork(session, networkId);
        if (PortRows.ByMac(session, networkId, spec.MacAddress) is { } existing)
        {
            RequireSame(network, subnets, existing, spec, hostName);
            return (existing, false);
        }
        Guid id = Add(session, network, subnets, spec, hostName);
        NetworkRows.CountAddition(session, networkId, id);
        return (PortRows.ById(session, id)!, true);
    }

    /// <summary>The clients' ports of an id, a MAC address or a host name, each with its network.</summary>
    public static IReadOnlyList<Port> Find(StoreSession session, string named)
    {
        Port[] found = [.. PortRows.Named(session, named).Where(p => !DeviceOwners.IsService(p.DeviceOwner))];
        Dictionary<Guid, Network> networks = NetworkLoader.OutlinesByIds(session, found.Select(p => p.NetworkId).Distinct()).ToDictionary(n => n.Id);
        return [.. found.Select(p => p with { Network = networks[p.NetworkId] })];
    }

    /// <summary>Checks a spec by itself.</summary>
    /// <returns>The host name, without a dot at its end.</returns>
    public static string? Validate(ReservationSpec spec)
    {
        MacText.Validate(spec.MacAddress);
        string? hostName = spec.HostName is null ? null : HostNameText.Validate(spec.HostName);
        ValidateOptions(spec.Options ?? []);
        return hostName;
    }

    /// <summary>Adds a port that was checked by itself, and whose MAC address no other of the network has.</summary>
    /// <returns>The port's id.</returns>
    public static Guid Add(StoreSession session, NetworkRow network, IReadOnlyList<Subnet> subnets, ReservationSpec spec, string? hostName)
    {
        if (hostName is not null)
            DnsNames.RequireUnused(session, network, Guid.Empty, hostName);
        RequireUnusedClientId(session, network, Guid.Empty, spec.Options ?? []);
        var port = new Port
        {
            Id = PortRows.FreeId(session, spec.Id),
            NetworkId = network.Id,
            Name = spec.Name ?? "",
            MacAddress = spec.MacAddress,
            AdminStateUp = spec.AdminStateUp ?? true,
            Status = Down,
            DeviceId = spec.DeviceId ?? "",
            DeviceOwner = spec.DeviceOwner ?? "",
            DnsName = hostName,
            ExtraDhcpOpts = [.. (spec.Options ?? []).Where(option => option.OptValue is not null)],
        };
        PortRows.Insert(session, port);
        PortAddresses.AddForClient(session, network, subnets, port.Id, port.MacAddress, spec.IPAddresses);
        return port.Id;
    }

    /// <summary>Says that a MAC address is another port's.</summary>
    public static DhcpNetException MacInUse(string networkName, MacAddress mac, string by) =>
        new("MacInUse", DhcpNetErrorKind.Conflict, $"The MAC address {mac} is used on network '{networkName}' {by}.", mac);

    public static (Port Port, bool Changed) Update(StoreSession session, Guid id, ReservationChange change)
    {
        string? hostName = string.IsNullOrEmpty(change.HostName) ? null : HostNameText.Validate(change.HostName);
        ValidateOptions(change.Options ?? []);
        Port port = PortRows.ById(session, id) ?? throw NotFound(id);
        RequireReservation(port);
        NetworkRow network = NetworkRows.Require(session, port.NetworkId);

        MacAddress mac = change.MacAddress ?? port.MacAddress;
        if (change.HostName is null)
            hostName = port.DnsName;
        bool changed = ChangeClient(session, network, port, mac, hostName);
        if (change.IPAddresses is not null || mac != port.MacAddress)
            changed |= ChangeAddresses(session, network, port, mac, change.IPAddresses);
        changed |= ChangeOptions(session, network, port, change.Options ?? []);
        if (!changed)
            return (port, false);
        NetworkRows.CountChange(session, network.Id);
        return (PortRows.ById(session, id)!, true);
    }

    public static bool Delete(StoreSession session, Guid id)
    {
        if (PortRows.ById(session, id) is not { } port)
            return false;
        RequireReservation(port);
        PortRows.Delete(session, id);
        NetworkRows.CountChange(session, port.NetworkId);
        return true;
    }

    private static bool ChangeClient(StoreSession session, NetworkRow network, Port port, MacAddress mac, string? hostName)
    {
        if (mac == port.MacAddress && hostName == port.DnsName)
            return false;
        if (mac != port.MacAddress)
        {
            MacText.Validate(mac);
            if (PortRows.ByMac(session, network.Id, mac) is not null)
                throw MacInUse(network.Name, mac, "by another port. Give the client's own, or remove that port");
        }
        if (hostName is not null)
            DnsNames.RequireUnused(session, network, port.Id, hostName);
        PortRows.SetMacAndName(session, port.Id, mac, hostName);
        return true;
    }

    private static bool ChangeAddresses(StoreSession session, NetworkRow network, Port port, MacAddress mac, IReadOnlyList<IPAddress>? asked)
    {
        IReadOnlyList<Subnet> subnets = SubnetRows.OfNetwork(session, network.Id);
        List<FixedIp> automatic = [.. port.FixedIps.Where(ip => IsAutomatic(subnets, ip))];
        List<FixedIp> chosen = [.. port.FixedIps.Except(automatic)];
        IReadOnlyList<FixedIp> wanted = asked is null ? chosen : PortAddresses.Locate(network, subnets, mac, asked);
        if (mac == port.MacAddress && chosen.ToHashSet().SetEquals(wanted))
            return false;
        foreach (FixedIp gone in port.FixedIps.Except(wanted))
            PortRows.DropFixedIp(session, port.Id, gone);
        foreach (FixedIp added in wanted.Except(chosen))
            PortAddresses.AddChecked(session, subnets, port.Id, added);
        PortAddresses.AddAutomatic(session, subnets, port.Id, mac);
        return true;
    }

    private static bool ChangeOptions(StoreSession session, NetworkRow network, Port port, IReadOnlyList<ExtraDhcpOption> options)
    {
        List<ExtraDhcpOption> differing = [.. options.Where(option => ValueOf(port, option) != option.OptValue)];
        RequireDistinct([.. port.ExtraDhcpOpts.Where(had => !options.Any(option => IsSame(had, option))), .. options.Where(option => option.OptValue is not null)], DhcpOptionText.GetIdentity);
        RequireUnusedClientId(session, network, port.Id, differing);
        foreach (ExtraDhcpOption option in differing)
            PortRows.SetOption(session, port.Id, option);
        return differing.Count > 0;
    }

    private static void RequireSame(NetworkRow network, IReadOnlyList<Subnet> subnets, Port port, ReservationSpec spec, string? hostName)
    {
        if (port.DeviceOwner == DeviceOwners.Dhcp)
            throw MacInUse(network.Name, port.MacAddress, "by a DHCP port. Give the client's own");
        IReadOnlyList<FixedIp>? wanted = spec.IPAddresses is null ? null : PortAddresses.Locate(network, subnets, port.MacAddress, spec.IPAddresses);
        Difference? difference =
            Difference.BetweenSets("addresses", port.FixedIps.Where(ip => !IsAutomatic(subnets, ip)), wanted)
            ?? (string.Equals(port.DnsName, hostName, StringComparison.OrdinalIgnoreCase) ? null : Difference.Between("host name", port.DnsName, hostName))
            ?? Difference.Between("name", port.Name, spec.Name)
            ?? (spec.Options ?? []).Where(option => ValueOf(port, option) != option.OptValue)
                .Select(option => new Difference($"option {option.OptName}", ValueOf(port, option) ?? "none", option.OptValue ?? "none")).FirstOrDefault();
        if (difference is not null)
        {
            throw difference.ToException("MacInUse", $"A reservation of {port.MacAddress} on network '{network.Name}'",
                "Change it with Set-DhcpReservation, or leave that out.", port);
        }
    }

    private static void ValidateOptions(IReadOnlyList<ExtraDhcpOption> options)
    {
        foreach (ExtraDhcpOption option in options)
            DhcpOptionText.Validate(option);
        RequireDistinct(options, option => $"{option.IpVersion}:{option.OptName}");
        // One that is removed under its one name may come again under the other.
        RequireDistinct(options.Where(option => option.OptValue is not null), DhcpOptionText.GetIdentity);
    }

    private static void RequireDistinct(IEnumerable<ExtraDhcpOption> options, Func<ExtraDhcpOption, string> identity)
    {
        if (options.GroupBy(identity).FirstOrDefault(group => group.Count() > 1) is not { } repeated)
            return;
        string names = string.Join(" and ", repeated.Select(option => option.OptName).Distinct());
        throw Invalid.Input("OptionRepeated", $"The DHCP option {names} is given more than once. Give it once, by name or by number.", names);
    }

    private static void RequireUnusedClientId(StoreSession session, NetworkRow network, Guid portId, IEnumerable<ExtraDhcpOption> options)
    {
        if (options.FirstOrDefault(option => ExtraDhcpOption.IsClientId(option.OptName))?.OptValue is not { } id)
            return;
        byte[] octets = ClientIdText.ToOctets(id);
        foreach (Port other in PortRows.ByClientId(session, network.Id, octets))
        {
            if (other.Id != portId && other.ExtraDhcpOpts.Any(option => ExtraDhcpOption.IsClientId(option.OptName) && octets.AsSpan().SequenceEqual(ClientIdText.ToOctets(option.OptValue!))))
            {
                throw new DhcpNetException("ClientIdInUse", DhcpNetErrorKind.Conflict,
                    $"The client id '{id}' is that of the reservation of {other.MacAddress} on network '{network.Name}'. dnsmasq would serve one of the two only: give another, or change that reservation.", id);
            }
        }
    }

    private static string? ValueOf(Port port, ExtraDhcpOption option) =>
        port.ExtraDhcpOpts.FirstOrDefault(other => IsSame(other, option))?.OptValue;

    private static bool IsSame(ExtraDhcpOption one, ExtraDhcpOption other) => one.OptName == other.OptName && one.IpVersion == other.IpVersion;

    private static bool IsAutomatic(IReadOnlyList<Subnet> subnets, FixedIp fixedIp) => subnets.Any(subnet => subnet.Id == fixedIp.SubnetId && subnet.IsAutoAddress);

    private static void RequireReservation(Port port)
    {
        if (port.DeviceOwner == DeviceOwners.Dhcp)
        {
            throw new DhcpNetException("PortIsDhcp", DhcpNetErrorKind.Conflict,
                $"The port {port.Id} is a DHCP server's own, not a reservation. Remove it with Disable-NetworkDhcp or Remove-DhcpPort on its host.", port.Id);
        }
    }

    private static DhcpNetException NotFound(Guid id) =>
        new("PortNotFound", DhcpNetErrorKind.NotFound, $"There is no port with the id {id}. Get-DhcpReservation lists those there are.", id);
}
