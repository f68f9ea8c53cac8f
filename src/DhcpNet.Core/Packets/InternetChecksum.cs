using System.Buffers.Binary;
using System.Net;

namespace DhcpNet.Packets;

/// <summary>The checksum of IPv4 headers and of UDP over IPv4 (RFC 1071, RFC 768).</summary>
internal static class InternetChecksum
{
    private const byte Udp = 17;

    /// <summary>The checksum of some bytes; zero where they contain their right one.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) => Finish(Sum(bytes));

    /// <summary>That of a UDP datagram with its header; zero where it contains its right one.</summary>
    public static ushort OfUdp(IPAddress source, IPAddress destination, ReadOnlySpan<byte> datagram) =>
        Finish(Sum(source.GetAddressBytes()) + Sum(destination.GetAddressBytes()) + Udp + (uint)datagram.Length + Sum(datagram));

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (; bytes.Length > 1; bytes = bytes[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.IsEmpty ? sum : sum + ((uint)bytes[0] << 8);
    }

    private static ushort Finish(uint sum)
    {
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
