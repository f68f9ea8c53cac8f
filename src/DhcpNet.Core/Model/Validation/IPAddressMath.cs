using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DhcpNet.Validation;

/// <summary>Addresses as numbers. IPv4 addresses are numbers below 2^32, so the family has to be known on the way back.</summary>
internal static class IPAddressMath
{
    private const int InterfaceIdBits = 64;

    public static int Bits(AddressFamily family) => family == AddressFamily.InterNetwork ? 32 : 128;

    public static string FamilyName(AddressFamily family) => family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";

    public static UInt128 ToNumber(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    public static IPAddress ToAddress(UInt128 number, AddressFamily family)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(family == AddressFamily.InterNetwork ? bytes[12..] : bytes);
    }

    /// <summary>The address <paramref name="offset"/> further on.</summary>
    public static IPAddress Add(IPAddress address, int offset) =>
        ToAddress(unchecked(ToNumber(address) + (UInt128)(Int128)offset), address.AddressFamily);

    public static int Compare(IPAddress left, IPAddress right) => ToNumber(left).CompareTo(ToNumber(right));

    /// <summary>The address with all bits behind the prefix length cleared.</summary>
    public static IPAddress Base(IPAddress address, int prefixLength) =>
        ToAddress(ToNumber(address) & ~HostMask(address.AddressFamily, prefixLength), address.AddressFamily);

    public static IPAddress Last(IPNetwork network) =>
        ToAddress(ToNumber(network.BaseAddress) | HostMask(network.BaseAddress.AddressFamily, network.PrefixLength), network.BaseAddress.AddressFamily);

    public static bool Overlap(IPNetwork left, IPNetwork right) =>
        left.BaseAddress.AddressFamily == right.BaseAddress.AddressFamily && (left.Contains(right.BaseAddress) || right.Contains(left.BaseAddress));

    /// <summary>The address that a station of that MAC address gives itself on a /64 (modified EUI-64: RFC 4291, appendix A).</summary>
    public static IPAddress EuiAddress(IPNetwork prefix, MacAddress mac)
    {
        byte[] octets = mac.GetBytes();
        byte[] eui = [(byte)(octets[0] ^ 0x02), octets[1], octets[2], 0xff, 0xfe, octets[3], octets[4], octets[5]];
        UInt128 interfaceId = BinaryPrimitives.ReadUInt64BigEndian(eui);
        return ToAddress(((ToNumber(prefix.BaseAddress) >> InterfaceIdBits) << InterfaceIdBits) | interfaceId, AddressFamily.InterNetworkV6);
    }

    private static UInt128 HostMask(AddressFamily family, int prefixLength)
    {
        int bits = Bits(family) - prefixLength;
        return bits == 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;
    }
}
