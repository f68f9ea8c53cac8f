using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// Addresses as Neutron writes them, by way of netaddr and the C library's inet_ntop(3). .NET differs: it writes the last 32 bits of
/// ISATAP addresses (RFC 5214) dotted, and those of <c>::ffff:0:1</c> not.
/// </summary>
internal static class AddressText
{
    private const int WordCount = 8;

    public static string Format(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? FormatV6(address.GetAddressBytes()) : address.ToString();

    /// <summary>The address as DHCP options and host lines want it: IPv6 in brackets.</summary>
    public static string FormatBracketed(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Format(address)}]" : Format(address);

    public static string Format(IPNetwork network) =>
        string.Create(CultureInfo.InvariantCulture, $"{Format(network.BaseAddress)}/{network.PrefixLength}");

    /// <summary>The mask of an IPv4 prefix: <c>255.255.255.0</c>.</summary>
    public static string FormatMask(int prefixLength)
    {
        Span<byte> mask = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(mask, prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));
        return new IPAddress(mask).ToString();
    }

    private static string FormatV6(ReadOnlySpan<byte> bytes)
    {
        Span<ushort> words = stackalloc ushort[WordCount];
        for (int i = 0; i < WordCount; i++)
            words[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        (int zeros, int zerosLength) = FindLongestZeros(words);
        bool endsDotted = zeros == 0 && (zerosLength == 6 || (zerosLength == 5 && words[5] == 0xffff));

        StringBuilder text = new();
        for (int i = 0; i < WordCount; i++)
        {
            if (i == zeros)
            {
                text.Append("::");
                i += zerosLength - 1;
                continue;
            }
            if (text.Length > 0 && text[^1] != ':')
                text.Append(':');
            if (i == 6 && endsDotted)
                return text.Append(new IPAddress(bytes[12..])).ToString();
            text.Append(CultureInfo.InvariantCulture, $"{words[i]:x}");
        }
        return text.ToString();
    }

    /// <summary>The first longest run of two zero words or more; -1 where there is none.</summary>
    private static (int Start, int Length) FindLongestZeros(ReadOnlySpan<ushort> words)
    {
        (int Start, int Length) longest = (-1, 1);
        for (int i = 0; i < words.Length; i++)
        {
            int length = 0;
            while (i + length < words.Length && words[i + length] == 0)
                length++;
            if (length > longest.Length)
                longest = (i, length);
            i += length;
        }
        return longest;
    }
}
