namespace DhcpNet.Dnsmasq;

/// <summary>A network and what this host has on it: all that the files and the command line of its dnsmasq are made of.</summary>
public sealed record ServedNetwork
{
    /// <summary>The network with its subnets and ports.</summary>
    public required Network Network { get; init; }

    /// <summary>This host's DHCP port on it.</summary>
    public required Port DhcpPort { get; init; }

    /// <summary>
    /// The addresses that the tap has. Where metadata is on, clients are told a route to it by way of these.
    /// </summary>
    public required IReadOnlyList<InterfaceAddress> InterfaceAddresses { get; init; }

    /// <summary>The tap that dnsmasq serves.</summary>
    public string InterfaceName => DhcpPort.TapName;

    /// <summary>The addresses that a DHCP port's tap is to have: its fixed IPs, each with the prefix length of its subnet.</summary>
    public static IReadOnlyList<InterfaceAddress> GetAddresses(Network network, Port dhcpPort)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(dhcpPort);
        return
        [
            .. from fixedIp in dhcpPort.FixedIps
               join subnet in network.Subnets on fixedIp.SubnetId equals subnet.Id
               select new InterfaceAddress(fixedIp.IpAddress, subnet.Cidr.PrefixLength)
        ];
    }
}
