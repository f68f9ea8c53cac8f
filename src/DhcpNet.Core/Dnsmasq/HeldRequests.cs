using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// Clients' requests that reach the tap while no dnsmasq listens there: they are seen on the wire, kept, and given to the next one. A
/// client that gets no answer asks again, but one that renews may wait for hours before it does.
/// </summary>
/// <remarks>
/// A request that the old dnsmasq had answered, or the new one has, is answered twice, which is as good as once: the answers are the same.
/// </remarks>
internal sealed class HeldRequests : IDisposable
{
    private const int EthernetHeader = 14;
    private const int IPv6Header = 40;
    private const int UdpHeader = 8;
    private const byte Udp = 17;
    private const ushort DhcpServerPort = 67;
    private const ushort Dhcpv6ServerPort = 547;
    private const int MaxFrame = 65536;
    private const int BufferBytes = 1 << 20;

    // More than a buffer holds of the shortest. What comes in while they are read reaches the new one by itself, and may never end.
    private const int MostFrames = 4096;

    private readonly Socket _ipv4Frames;
    private readonly Socket _ipv6Frames;
    private readonly Socket _ipv4Packets;
    private readonly Socket _ipv6Packets;

    private HeldRequests(string interfaceName, int linkIndex)
    {
        _ipv4Frames = OpenFrames(linkIndex, LinkSockets.IPv4Frames);
        _ipv6Frames = OpenFrames(linkIndex, LinkSockets.IPv6Frames);
        _ipv4Packets = OpenPackets(AddressFamily.InterNetwork, interfaceName);
        _ipv6Packets = OpenPackets(AddressFamily.InterNetworkV6, interfaceName);
    }

    /// <summary>Begins to keep requests; null where that can't be, which is no reason not to go on without.</summary>
    public static HeldRequests? TryBegin(string namespaceName, string interfaceName)
    {
        try
        {
            return NetworkNamespace.Run(namespaceName, () =>
            {
                using var inside = Rtnetlink.Open();
                return inside.GetLink(interfaceName) is NetworkLink link ? new HeldRequests(interfaceName, link.Index) : null;
            });
        }
        catch (Exception exception) when (exception is SocketException or LinuxException)
        {
            return null;
        }
    }

    /// <summary>Gives what was kept to the dnsmasq that listens now.</summary>
    /// <param name="server">An IPv4 address of the interface; null where it has none.</param>
    public void Release(IPAddress? server)
    {
        byte[] frame = new byte[MaxFrame];
        for (int i = 0; i < MostFrames && server is not null && TryReceive(_ipv4Frames, frame, out int length); i++)
        {
            if (ToServer(frame.AsSpan(EthernetHeader, length - EthernetHeader), server) is byte[] packet)
                TrySend(_ipv4Packets, packet, new IPEndPoint(server, 0));
        }
        for (int i = 0; i < MostFrames && TryReceive(_ipv6Frames, frame, out int length); i++)
        {
            if (ToLoop(frame.AsSpan(EthernetHeader, length - EthernetHeader)) is byte[] packet)
                TrySend(_ipv6Packets, packet, new IPEndPoint(new IPAddress(packet.AsSpan(24, 16)), 0));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ipv4Frames.Dispose();
        _ipv6Frames.Dispose();
        _ipv4Packets.Dispose();
        _ipv6Packets.Dispose();
    }

    /// <summary>
    /// The packet as it is to be sent to reach this host's own server: to its address, so that it never gets onto the wire, where the
    /// client may have broadcast it. Null where it is no request to a DHCP server.
    /// </summary>
    internal static byte[]? ToServer(ReadOnlySpan<byte> packet, IPAddress server)
    {
        if (packet.Length < 20 || packet[0] >> 4 != 4 || packet[9] != Udp)
            return null;
        int header = (packet[0] & 0xf) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        bool isFragment = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3fff) != 0;
        if (header < 20 || isFragment || total > packet.Length || total < header + UdpHeader || BinaryPrimitives.ReadUInt16BigEndian(packet[(header + 2)..]) != DhcpServerPort)
            return null;
        byte[] result = packet[..total].ToArray();
        server.GetAddressBytes().CopyTo(result.AsSpan(16));
        // The kernel makes the header's checksum; UDP over IPv4 may go without one.
        BinaryPrimitives.WriteUInt16BigEndian(result.AsSpan(header + 6), 0);
        return result;
    }

    /// <summary>
    /// The packet as it is to be sent to be received here and nowhere else: to where the client sent it, but with no hop left, which a
    /// multicast packet needs to leave a host. Null where it is no request to a DHCPv6 server.
    /// </summary>
    internal static byte[]? ToLoop(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < IPv6Header + UdpHeader || packet[0] >> 4 != 6 || packet[6] != Udp)
            return null;
        int total = IPv6Header + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (total > packet.Length || total < IPv6Header + UdpHeader || BinaryPrimitives.ReadUInt16BigEndian(packet[(IPv6Header + 2)..]) != Dhcpv6ServerPort)
            return null;
        byte[] result = packet[..total].ToArray();
        result[7] = 0;
        return result;
    }

    private static Socket OpenFrames(int linkIndex, ushort etherType)
    {
        Socket socket = LinkSockets.OpenPacket(linkIndex, etherType);
        socket.Blocking = false;
        socket.ReceiveBufferSize = BufferBytes;
        return socket;
    }

    // With IPPROTO_RAW the caller makes the header: the packet keeps its client's address (raw(7)). Bound to the interface, because the
    // server has to see it arrive there.
    private static Socket OpenPackets(AddressFamily family, string interfaceName)
    {
        Socket socket = new(family, SocketType.Raw, ProtocolType.Raw);
        LinkSockets.BindToLink(socket, interfaceName);
        return socket;
    }

    private static bool TryReceive(Socket socket, byte[] frame, out int length)
    {
        do
        {
            length = socket.Receive(frame, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
                return false;
        }
        while (length <= EthernetHeader);
        return true;
    }

    private static void TrySend(Socket socket, byte[] packet, IPEndPoint target)
    {
        try
        {
            socket.SendTo(packet, target);
        }
        catch (SocketException)
        {
            // Then this client asks again.
        }
    }
}
