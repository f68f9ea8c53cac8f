using System.Net;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Agent;

/// <summary>Networks, ports and notifications, as small as they can be.</summary>
internal static class AgentObjects
{
    public const string HostName = "node1";

    public static Network NewNetwork(string name = "blue")
    {
        var id = Guid.NewGuid();
        return new Network { Id = id, Name = name, Subnets = [new Subnet { Id = Guid.NewGuid(), NetworkId = id, Cidr = IPNetwork.Parse("10.0.0.0/24") }] };
    }

    public static Port NewPort(this Network network, int number, string deviceId = "") => new()
    {
        Id = Guid.NewGuid(),
        NetworkId = network.Id,
        MacAddress = MacAddress.Parse($"fa:16:3e:00:00:{number:x2}"),
        DeviceId = deviceId,
        DeviceOwner = deviceId.Length > 0 ? DeviceOwners.Dhcp : "compute:nova",
        FixedIps = [.. network.Subnets.Select(s => new FixedIp(s.Id, IPAddress.Parse($"10.0.0.{number}")))],
    };

    public static Port NewOwnPort(this Network network, int number = 2) => network.NewPort(number, DhcpDeviceId.For(HostName, network.Id));

    public static DhcpNotification About(this Network network, DhcpNotificationKind kind) => new() { Kind = kind, NetworkId = network.Id, Priority = 3 };

    public static DhcpNotification Created(this Port port) => new() { Kind = DhcpNotificationKind.PortCreate, NetworkId = port.NetworkId, PortId = port.Id, Port = port, Priority = 5 };

    public static DhcpNotification Updated(this Port port) => port.Created() with { Kind = DhcpNotificationKind.PortUpdate };

    public static DhcpNotification Deleted(this Port port) => new() { Kind = DhcpNotificationKind.PortDelete, NetworkId = port.NetworkId, PortId = port.Id, Priority = 6 };
}
