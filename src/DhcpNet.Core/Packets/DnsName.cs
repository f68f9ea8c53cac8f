using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace DhcpNet.Packets;

/// <summary>Names in DNS messages: labels one after the other, the last part perhaps elsewhere in the message (RFC 1035, section 4.1.4).</summary>
internal static class DnsName
{
    private const int MaxLabelLength = 63;
    private const int MaxLength = 255;
    private const int PointerMark = 0xc0;

    /// <exception cref="ArgumentException">A label is empty or too long.</exception>
    public static void Format(PacketWriter writer, string name)
    {
        foreach (string label in name.TrimEnd('.').Split('.'))
        {
            byte[] bytes = Encoding.ASCII.GetBytes(label);
            if (bytes.Length is 0 or > MaxLabelLength)
                throw new ArgumentException($"'{name}' is no name of DNS.", nameof(name));
            writer.Add((byte)bytes.Length).Add(bytes);
        }
        writer.Add(0);
    }

    /// <summary>Reads the name at a place of a message.</summary>
    /// <returns>The name, without the dot at its end and with what does not print in digits, and the place behind it.</returns>
    /// <exception cref="PacketException">It is cut short, too long, or runs in a circle.</exception>
    public static (string Name, int Next) Parse(ReadOnlySpan<byte> message, int start)
    {
        StringBuilder name = new();
        int octets = 0;
        int? next = null;
        int at = start;
        while (true)
        {
            int length = ByteAt(message, at);
            if (length == 0)
                return (name.ToString(), next ?? at + 1);
            if ((length & PointerMark) == PointerMark)
            {
                int target = ((length & ~PointerMark) << 8) | ByteAt(message, at + 1);
                next ??= at + 2;
                // Backwards only: so it ends.
                if (target >= at)
                    throw new PacketException("A name points forwards.");
                at = target;
                continue;
            }
            if (length > MaxLabelLength || at + 1 + length > message.Length || octets + length > MaxLength)
                throw new PacketException("A name is cut short or too long.");
            if (name.Length > 0)
                name.Append('.');
            name.Append(PrintableText.OfLabel(message.Slice(at + 1, length)));
            octets += 1 + length;
            at += 1 + length;
        }
    }

    /// <summary>The name by which an address is looked up (RFC 1035, section 3.5; RFC 3596, section 2.5).</summary>
    public static string Reverse(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        if (bytes.Length == sizeof(uint))
            return $"{bytes[3]}.{bytes[2]}.{bytes[1]}.{bytes[0]}.in-addr.arpa";
        UInt128 number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Concat(Enumerable.Range(0, 2 * bytes.Length).Select(i => $"{(int)(number >> (4 * i)) & 0xf:x}.")) + "ip6.arpa";
    }

    private static byte ByteAt(ReadOnlySpan<byte> message, int at) =>
        at < message.Length ? message[at] : throw new PacketException("The message is cut short within a name.");
}
