using System.Net;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>Small networks for tests of single rules, and their files.</summary>
internal static class ServedNetworks
{
    public static readonly Guid NetworkId = Guid.Parse("00000000-0000-0000-0000-00000000000a");
    public static readonly Guid V4 = Guid.Parse("00000000-0000-0000-0000-000000000004");
    public static readonly Guid V6 = Guid.Parse("00000000-0000-0000-0000-000000000006");
    public static readonly Guid ClientId = Guid.Parse("00000000-0000-0000-0000-0000000000c1");

    public static Subnet IPv4 { get; } = new() { Id = V4, NetworkId = NetworkId, Cidr = IPNetwork.Parse("10.0.0.0/24"), GatewayIp = IPAddress.Parse("10.0.0.1") };

    public static Subnet IPv6 { get; } = new() { Id = V6, NetworkId = NetworkId, Cidr = IPNetwork.Parse("2001:db8::/64"), Ipv6AddressMode = Ipv6Mode.Dhcpv6Stateful };

    public static Port Client(params (Guid Subnet, string Address)[] addresses) => NewPort("compute:nova", addresses) with { Id = ClientId };

    public static Port Server(params (Guid Subnet, string Address)[] addresses) => NewPort(DeviceOwners.Dhcp, addresses);

    public static WritableNetwork Of(IReadOnlyList<Subnet> subnets, params Port[] ports) => Of(new DhcpConfiguration(), subnets, ports);

    public static WritableNetwork Of(DhcpConfiguration configuration, IReadOnlyList<Subnet> subnets, params Port[] ports)
    {
        Port server = ports.FirstOrDefault(p => p.DeviceOwner == DeviceOwners.Dhcp) ?? Server();
        Network network = new() { Id = NetworkId, Subnets = subnets, Ports = ports };
        ServedNetwork served = new() { Network = network, DhcpPort = server, InterfaceAddresses = ServedNetwork.GetAddresses(network, server) };
        return WritableNetwork.From(served, configuration);
    }

    private static Port NewPort(string owner, (Guid Subnet, string Address)[] addresses) => new()
    {
        Id = Guid.NewGuid(),
        NetworkId = NetworkId,
        MacAddress = MacAddress.Parse("fa:16:3e:00:00:01"),
        DeviceOwner = owner,
        FixedIps = [.. addresses.Select(a => new FixedIp(a.Subnet, IPAddress.Parse(a.Address)))],
    };
}
