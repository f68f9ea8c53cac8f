using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>
/// Sockets that send and receive on one link alone. They are opened in the calling thread's namespace and stay in it, wherever they are used.
/// </summary>
public static class LinkSockets
{
    /// <summary>The kind of frames that carry IPv4 (linux/if_ether.h: ETH_P_IP).</summary>
    public const ushort IPv4Frames = 0x0800;

    /// <summary>The kind of frames that carry IPv6 (linux/if_ether.h: ETH_P_IPV6).</summary>
    public const ushort IPv6Frames = 0x86dd;

    private const int LevelSocket = 1;
    private const int BindToDevice = 25;

    /// <summary>
    /// Opens a socket for whole Ethernet frames (packet(7), SOCK_RAW): it receives those of one kind that arrive on the link, whomever they are for,
    /// and sends any. Needs CAP_NET_RAW.
    /// </summary>
    /// <param name="linkIndex">The link's number.</param>
    /// <param name="etherType">The kind of frames, such as <see cref="IPv4Frames"/>.</param>
    /// <exception cref="SocketException">The kernel refuses.</exception>
    public static Socket OpenPacket(int linkIndex, ushort etherType)
    {
        // No protocol until it is bound: else it would get every link's frames up to then.
        Socket socket = new(AddressFamily.Packet, SocketType.Raw, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new LinkEndPoint(linkIndex, etherType));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens a socket for UDP over IPv6 that is bound to a link (socket(7), SO_BINDTODEVICE) and to a port there.</summary>
    /// <param name="linkName">The link's name.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <exception cref="SocketException">There is no such link, or the port is taken on it.</exception>
    public static Socket OpenUdpIPv6(string linkName, int port)
    {
        Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            BindToLink(socket, linkName);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Has a socket send and receive by one link alone (socket(7), SO_BINDTODEVICE).</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="linkName">The name of a link in the socket's namespace.</param>
    /// <exception cref="SocketException">There is no such link.</exception>
    public static void BindToLink(Socket socket, string linkName)
    {
        ArgumentNullException.ThrowIfNull(socket);
        NetworkLink.ValidateName(linkName);
        socket.SetRawSocketOption(LevelSocket, BindToDevice, Encoding.UTF8.GetBytes(linkName + '\0'));
    }
}
