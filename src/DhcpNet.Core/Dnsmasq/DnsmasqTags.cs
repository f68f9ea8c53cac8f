namespace DhcpNet.Dnsmasq;

/// <summary>The tags by which lines of the files find each other.</summary>
internal static class DnsmasqTags
{
    private const string PortPrefix = "port-";

    /// <summary>The tag that a client on a subnet has (set by --dhcp-range).</summary>
    public static string Of(Subnet subnet) => Of(subnet.Id);

    /// <summary>The tag that a client on a subnet has.</summary>
    public static string Of(Guid subnetId) => $"subnet-{subnetId}";

    /// <summary>The tag that a port's client has (set by its host line).</summary>
    public static string Of(Port port) => $"{PortPrefix}{port.Id}";

    /// <summary>Whether a line of the opts file is one port's.</summary>
    public static bool IsOfPort(string line) => line.StartsWith("tag:" + PortPrefix, StringComparison.Ordinal);
}
