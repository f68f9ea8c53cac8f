namespace DhcpNet.Agent;

/// <summary>Compares ports by what a service is made of.</summary>
internal static class PortComparison
{
    /// <summary>Whether DHCP and DNS are the same for both.</summary>
    public static bool AreAlike(Port port, Port other) =>
        port.Id == other.Id && port.NetworkId == other.NetworkId && port.MacAddress == other.MacAddress && port.AdminStateUp == other.AdminStateUp
        && port.DeviceId == other.DeviceId && port.DeviceOwner == other.DeviceOwner && port.DnsName == other.DnsName && port.Name == other.Name
        && port.FixedIps.SequenceEqual(other.FixedIps) && port.ExtraDhcpOpts.SequenceEqual(other.ExtraDhcpOpts) && port.DnsAssignment.SequenceEqual(other.DnsAssignment);

    /// <summary>Whether they have addresses on the same subnets.</summary>
    public static bool HaveSameSubnets(Port port, Port other) =>
        port.FixedIps.Select(ip => ip.SubnetId).ToHashSet().SetEquals(other.FixedIps.Select(ip => ip.SubnetId));
}
