using System.Net;

namespace DhcpNet.Packets;

/// <summary>The value of the classless static route option (RFC 3442): a route is its prefix's length, as many bytes as that has, and the router.</summary>
internal static class ClasslessRoutes
{
    private const int MaxPrefixLength = 32;

    public static byte[] Format(IEnumerable<HostRoute> routes)
    {
        PacketWriter writer = new();
        foreach (HostRoute route in routes)
        {
            int length = route.Destination.PrefixLength;
            writer.Add((byte)length).Add(route.Destination.BaseAddress.GetAddressBytes().AsSpan(0, SizeOf(length))).Add(route.Nexthop);
        }
        return writer.ToArray();
    }

    /// <exception cref="PacketException">A route is cut short, or its prefix too long.</exception>
    public static IReadOnlyList<HostRoute> Parse(ReadOnlySpan<byte> value)
    {
        List<HostRoute> routes = [];
        PacketReader reader = new(value);
        while (!reader.IsAtEnd)
        {
            int length = reader.ReadByte();
            if (length > MaxPrefixLength)
                throw new PacketException($"A prefix of {length} bits is none of IPv4.");
            routes.Add(new HostRoute(new IPNetwork(ReadPrefix(ref reader, length), length), reader.ReadIPv4()));
        }
        return routes;
    }

    private static IPAddress ReadPrefix(ref PacketReader reader, int length)
    {
        Span<byte> address = stackalloc byte[4];
        address.Clear();
        ReadOnlySpan<byte> given = reader.Read(SizeOf(length));
        given.CopyTo(address);
        // Bits behind the prefix mean nothing.
        if (length % 8 != 0)
            address[given.Length - 1] &= (byte)(0xff << (8 - (length % 8)));
        return new IPAddress(address);
    }

    private static int SizeOf(int prefixLength) => (prefixLength + 7) / 8;
}
