using System.Net;

namespace DhcpNet.Packets;

/// <summary>An Ethernet frame with a UDP datagram over IPv4 in it (RFC 894, RFC 791, RFC 768).</summary>
internal sealed record UdpFrame
{
    private const int EtherTypeIPv4 = 0x0800;
    private const int MinHeaderWords = 5;
    private const int HeaderSize = 4 * MinHeaderWords;
    private const int UdpHeaderSize = 8;
    private const byte TimeToLive = 64;
    private const byte Udp = 17;
    private const int MacSize = 6;

    // The flag for more fragments, and the offset of this one.
    private const int FragmentMask = 0x3fff;

    public required MacAddress SourceMac { get; init; }

    public required MacAddress DestinationMac { get; init; }

    public required IPEndPoint Source { get; init; }

    public required IPEndPoint Destination { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Whether the UDP checksum is right, or was left out, which is allowed.</summary>
    public bool HasRightChecksum { get; private init; } = true;

    /// <summary>The frame as it goes on the wire, checksums filled in.</summary>
    public byte[] Format()
    {
        byte[] datagram = FormatDatagram();
        byte[] header = FormatHeader(datagram.Length);
        return new PacketWriter().Add(DestinationMac.GetBytes()).Add(SourceMac.GetBytes()).AddUInt16(EtherTypeIPv4).Add(header).Add(datagram).ToArray();
    }

    /// <summary>Reads a frame.</summary>
    /// <exception cref="PacketException">It is cut short, a fragment, or something else than UDP over IPv4.</exception>
    public static UdpFrame Parse(ReadOnlySpan<byte> frame)
    {
        PacketReader reader = new(frame);
        MacAddress destinationMac = new(reader.Read(MacSize));
        MacAddress sourceMac = new(reader.Read(MacSize));
        if (reader.ReadUInt16() != EtherTypeIPv4)
            throw new PacketException("The frame carries no IPv4.");
        ReadOnlySpan<byte> packet = reader.ReadRest();

        PacketReader ip = new(packet);
        byte versionAndWords = ip.ReadByte();
        int headerSize = 4 * (versionAndWords & 0x0f);
        _ = ip.ReadByte();
        int size = ip.ReadUInt16();
        _ = ip.ReadUInt16();
        int fragment = ip.ReadUInt16();
        _ = ip.ReadByte();
        byte protocol = ip.ReadByte();
        _ = ip.ReadUInt16();
        IPAddress source = ip.ReadIPv4();
        IPAddress destination = ip.ReadIPv4();
        if (versionAndWords >> 4 != 4 || headerSize < HeaderSize || size < headerSize + UdpHeaderSize || size > packet.Length)
            throw new PacketException("The IPv4 header's lengths cannot be.");
        if (InternetChecksum.Of(packet[..headerSize]) != 0)
            throw new PacketException("The IPv4 header's checksum is wrong.");
        if (protocol != Udp || (fragment & FragmentMask) != 0)
            throw new PacketException("The packet carries no UDP datagram, or only a part of one.");
        // Behind it there may be padding: Ethernet frames have a least length.
        return ParseDatagram(packet[headerSize..size], source, destination) with { SourceMac = sourceMac, DestinationMac = destinationMac };
    }

    private static UdpFrame ParseDatagram(ReadOnlySpan<byte> datagram, IPAddress source, IPAddress destination)
    {
        PacketReader udp = new(datagram);
        int sourcePort = udp.ReadUInt16();
        int destinationPort = udp.ReadUInt16();
        int length = udp.ReadUInt16();
        int checksum = udp.ReadUInt16();
        if (length < UdpHeaderSize || length > datagram.Length)
            throw new PacketException("The UDP header's length cannot be.");
        return new UdpFrame
        {
            SourceMac = default,
            DestinationMac = default,
            Source = new IPEndPoint(source, sourcePort),
            Destination = new IPEndPoint(destination, destinationPort),
            Payload = datagram[UdpHeaderSize..length].ToArray(),
            HasRightChecksum = checksum == 0 || InternetChecksum.OfUdp(source, destination, datagram[..length]) == 0,
        };
    }

    private byte[] FormatDatagram()
    {
        byte[] datagram = FormatDatagram(checksum: 0);
        ushort checksum = InternetChecksum.OfUdp(Source.Address, Destination.Address, datagram);
        // Zero would say that there is none.
        return FormatDatagram(checksum == 0 ? ushort.MaxValue : checksum);
    }

    private byte[] FormatDatagram(ushort checksum) =>
        new PacketWriter().AddUInt16(Source.Port).AddUInt16(Destination.Port).AddUInt16(UdpHeaderSize + Payload.Length).AddUInt16(checksum).Add(Payload.Span).ToArray();

    private byte[] FormatHeader(int datagramSize) => FormatHeader(datagramSize, InternetChecksum.Of(FormatHeader(datagramSize, checksum: 0)));

    private byte[] FormatHeader(int datagramSize, ushort checksum) =>
        new PacketWriter()
            .Add((4 << 4) | MinHeaderWords).Add(0).AddUInt16(HeaderSize + datagramSize)
            .AddUInt16(0).AddUInt16(0)
            .Add(TimeToLive).Add(Udp).AddUInt16(checksum)
            .Add(Source.Address).Add(Destination.Address).ToArray();
}
