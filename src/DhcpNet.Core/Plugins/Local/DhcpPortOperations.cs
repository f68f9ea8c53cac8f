using System.Security.Cryptography;

namespace DhcpNet.Plugins.Local;

/// <summary>Makes, changes and gives back DHCP servers' ports, each within one transaction.</summary>
internal static class DhcpPortOperations
{
    private const string Active = "ACTIVE";

    // Neutron: base_mac. The last three octets are drawn.
    private static readonly byte[] BaseMac = [0xfa, 0x16, 0x3e];

    public static Port? Create(StoreSession session, DhcpPortRequest request)
    {
        if (NetworkRows.ById(session, request.NetworkId) is null)
            return null;
        if (PortRows.DhcpPort(session, request.NetworkId, request.DeviceId) is { } existing)
            return existing;
        var port = new Port
        {
            Id = Guid.NewGuid(),
            NetworkId = request.NetworkId,
            MacAddress = UnusedMac(session, request.NetworkId),
            Status = Active,
            DeviceId = request.DeviceId,
            DeviceOwner = DeviceOwners.Dhcp,
        };
        PortRows.Insert(session, port);
        AddAddresses(session, port, request.FixedIps);
        NetworkRows.CountChange(session, request.NetworkId);
        return PortRows.ById(session, port.Id);
    }

    /// <summary>Several; what one of them fails on is its own failure, and leaves nothing of it.</summary>
    public static IReadOnlyList<(Port? Port, DhcpNetException? Error)> Create(StoreSession session, IReadOnlyList<DhcpPortRequest> requests)
    {
        List<(Port?, DhcpNetException?)> results = [];
        foreach (DhcpPortRequest request in requests)
        {
            try
            {
                results.Add((session.Attempt(() => Create(session, request)), null));
            }
            catch (DhcpNetException e)
            {
                results.Add((null, e));
            }
        }
        return results;
    }

    public static Port? Update(StoreSession session, Guid id, DhcpPortRequest request)
    {
        if (PortRows.ById(session, id) is not { } port || port.NetworkId != request.NetworkId)
            return null;
        if (port.DeviceOwner != DeviceOwners.Dhcp)
        {
            throw new DhcpNetException("PortNotDhcp", DhcpNetErrorKind.Conflict,
                $"The port {id} is a reservation, not a DHCP server's. Change it with Set-DhcpReservation.", id);
        }
        // Another host was quicker to take a port that was reserved for any (Neutron: DhcpPortInUse).
        if (port.DeviceId != DhcpDeviceId.Reserved && port.DeviceId != request.DeviceId && request.DeviceId != DhcpDeviceId.Reserved)
            return null;
        bool changed = ChangeDevice(session, port, request);
        changed |= ChangeAddresses(session, port, request.FixedIps);
        if (!changed)
            return port;
        NetworkRows.CountChange(session, port.NetworkId);
        return PortRows.ById(session, id);
    }

    public static bool Release(StoreSession session, Guid networkId, string deviceId)
    {
        if (PortRows.DhcpPort(session, networkId, deviceId) is not { } port)
            return false;
        PortRows.Delete(session, port.Id);
        NetworkRows.CountChange(session, networkId);
        return true;
    }

    private static bool ChangeDevice(StoreSession session, Port port, DhcpPortRequest request)
    {
        if (port.DeviceId == request.DeviceId)
            return false;
        if (request.DeviceId != DhcpDeviceId.Reserved && PortRows.DhcpPort(session, port.NetworkId, request.DeviceId) is { } other)
        {
            throw new DhcpNetException("DhcpPortExists", DhcpNetErrorKind.Conflict,
                $"The device {request.DeviceId} has the DHCP port {other.Id} on the network already. Use that one.", other);
        }
        PortRows.SetDevice(session, port.Id, request.DeviceId);
        return true;
    }

    private static bool ChangeAddresses(StoreSession session, Port port, IReadOnlyList<FixedIpRequest> requests)
    {
        List<FixedIp> present = [.. port.FixedIps];
        var missing = new List<FixedIpRequest>();
        // Requests that name their address choose first; one that does not is content with any that the port has there.
        foreach (FixedIpRequest request in requests.OrderBy(request => request.IpAddress is null))
        {
            FixedIp? match = present.FirstOrDefault(ip => ip.SubnetId == request.SubnetId && (request.IpAddress is null || ip.IpAddress.Equals(request.IpAddress)));
            if (match is null)
                missing.Add(request);
            else
                present.Remove(match);
        }
        foreach (FixedIp dropped in present)
            PortRows.DropFixedIp(session, port.Id, dropped);
        AddAddresses(session, port, missing);
        return present.Count > 0 || missing.Count > 0;
    }

    private static void AddAddresses(StoreSession session, Port port, IReadOnlyList<FixedIpRequest> requests)
    {
        IReadOnlyList<Subnet> subnets = requests.Count == 0 ? [] : SubnetRows.OfNetwork(session, port.NetworkId);
        foreach (FixedIpRequest request in requests)
            PortAddresses.AddForDhcp(session, subnets, port, request);
    }

    private static MacAddress UnusedMac(StoreSession session, Guid networkId)
    {
        Span<byte> octets = stackalloc byte[6];
        BaseMac.CopyTo(octets);
        while (true)
        {
            RandomNumberGenerator.Fill(octets[BaseMac.Length..]);
            var mac = new MacAddress(octets);
            if (PortRows.ByMac(session, networkId, mac) is null)
                return mac;
        }
    }
}
