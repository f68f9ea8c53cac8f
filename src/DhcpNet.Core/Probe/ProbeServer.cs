using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Validation;

namespace DhcpNet.Probe;

/// <summary>A DHCP server that a network is to have: a DHCP port, and the network as that server tells it.</summary>
internal sealed class ProbeServer
{
    private static readonly IPNetwork LinkLocalPrefix = IPNetwork.Parse("fe80::/64");

    public ProbeServer(Network network, Port port, DhcpConfiguration configuration)
    {
        Port = port;
        Told = WritableNetwork.From(
            new ServedNetwork { Network = network, DhcpPort = port, InterfaceAddresses = ServedNetwork.GetAddresses(network, port) },
            configuration);
        IsThisHosts = port.DeviceId == DhcpDeviceId.For(configuration.HostName, network.Id);
    }

    public Port Port { get; }

    /// <summary>The network as this server's files have it.</summary>
    public WritableNetwork Told { get; }

    public bool IsThisHosts { get; }

    /// <summary>The link-local address that the kernel gives its tap.</summary>
    public IPAddress LinkLocal => IPAddressMath.EuiAddress(LinkLocalPrefix, Port.MacAddress);

    /// <summary>Its address on a subnet, or null.</summary>
    public IPAddress? AddressOn(Subnet subnet) => Port.FixedIps.FirstOrDefault(ip => ip.SubnetId == subnet.Id)?.IpAddress;

    /// <summary>Whether an address is one of its own; the scope of a link-local one does not matter.</summary>
    public bool Has(IPAddress address)
    {
        IPAddress plain = new(address.GetAddressBytes());
        return plain.Equals(LinkLocal) || Port.FixedIps.Any(ip => ip.IpAddress.Equals(plain));
    }
}
