using System.Globalization;
using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>By what a DHCPv6 server knows the holder of a lease (RFC 8415, sections 11 and 12).</summary>
/// <param name="Duid">The client's identifier.</param>
/// <param name="AssociationId">That of its identity association.</param>
internal sealed record Dhcpv6Identity(byte[] Duid, uint AssociationId)
{
    // RFC 8415, section 11.4: DUID-LL, of Ethernet.
    private const int LinkLayerType = 3;
    private const int Ethernet = 1;

    /// <summary>One made of a MAC address, for a client that has no lease.</summary>
    public static Dhcpv6Identity Of(MacAddress mac) => new(new PacketWriter().AddUInt16(LinkLayerType).AddUInt16(Ethernet).Add(mac.GetBytes()).ToArray(), 1);

    /// <summary>
    /// That of the lease of an address in dnsmasq's leases file, or null: dnsmasq offers an address to nobody but its holder, whatever MAC address
    /// somebody has. A line is: end, association, address, name, DUID.
    /// </summary>
    public static Dhcpv6Identity? Find(string leases, IPAddress address)
    {
        foreach (string line in leases.Split('\n'))
        {
            string[] fields = line.Split(' ');
            if (fields.Length == 5 && IPAddress.TryParse(fields[2], out IPAddress? leased) && leased.Equals(address)
                && uint.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint association) && ParseDuid(fields[4]) is byte[] duid)
                return new Dhcpv6Identity(duid, association);
        }
        return null;
    }

    /// <summary>That of the lease of an address on this host, or null.</summary>
    public static Dhcpv6Identity? Find(DhcpConfiguration configuration, Guid networkId, IPAddress address) =>
        NetworkDirectory.Read(new NetworkDirectory(configuration, networkId).Leases) is string leases ? Find(leases, address) : null;

    private static byte[]? ParseDuid(string text)
    {
        List<byte> bytes = [];
        foreach (string part in text.Split(':'))
        {
            if (!byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                return null;
            bytes.Add(value);
        }
        return [.. bytes];
    }
}
