using System.Text;

namespace DhcpNet.Packets;

/// <summary>How a DHCPv6 server did with a message or a part of it (RFC 8415, section 21.13).</summary>
internal sealed record Dhcpv6Status(ushort Code, string Message)
{
    public const ushort Success = 0;
    public const ushort NoAddressAvailable = 2;

    /// <exception cref="PacketException">It is cut short.</exception>
    public static Dhcpv6Status Parse(ReadOnlySpan<byte> value)
    {
        PacketReader reader = new(value);
        return new Dhcpv6Status(reader.ReadUInt16(), Encoding.UTF8.GetString(reader.ReadRest()));
    }
}
