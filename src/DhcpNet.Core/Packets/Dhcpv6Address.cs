using System.Net;

namespace DhcpNet.Packets;

/// <summary>An address that a DHCPv6 server gives or advertises (RFC 8415, section 21.6).</summary>
internal sealed record Dhcpv6Address(IPAddress Address, uint PreferredSeconds, uint ValidSeconds)
{
    /// <exception cref="PacketException">It is cut short.</exception>
    public static Dhcpv6Address Parse(ReadOnlySpan<byte> value)
    {
        PacketReader reader = new(value);
        return new Dhcpv6Address(reader.ReadIPv6(), reader.ReadUInt32(), reader.ReadUInt32());
    }
}
