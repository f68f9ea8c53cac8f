using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>
/// DHCPv6 as a relay: a relay may speak for a client of any MAC address (RFC 6939), which no client can without having it, for servers ask the
/// neighbour cache for a client's.
/// </summary>
internal sealed class Dhcpv6Channel(ProbeNamespace space, ProbeDevice device) : IProbeChannel<Dhcpv6Message>
{
    private const int MaxDatagramSize = 65536;

    private static readonly IPAddress RelayAgentsAndServers = IPAddress.Parse("ff02::1:2");

    private readonly Socket _socket = space.Open(() => LinkSockets.OpenUdpIPv6(device.Name, Dhcpv6Message.ServerPort));
    private readonly byte[] _buffer = new byte[MaxDatagramSize];

    /// <summary>Where all servers of the probe's network listen.</summary>
    public IPEndPoint Servers { get; } = new(new IPAddress(RelayAgentsAndServers.GetAddressBytes(), device.Index), Dhcpv6Message.ServerPort);

    public async Task SendAsync(ProbeQuestion question, CancellationToken cancellationToken) =>
        await _socket.SendToAsync(question.Packet, SocketFlags.None, question.Destination!, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeMessage<Dhcpv6Message>> ReceiveAsync(CancellationToken cancellationToken)
    {
        IPEndPoint any = new(IPAddress.IPv6Any, 0);
        while (true)
        {
            SocketReceiveFromResult received = await _socket.ReceiveFromAsync(_buffer, SocketFlags.None, any, cancellationToken).ConfigureAwait(false);
            if (TryParse(_buffer.AsSpan(0, received.ReceivedBytes), ((IPEndPoint)received.RemoteEndPoint).Address) is ProbeMessage<Dhcpv6Message> message)
                return message;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static ProbeMessage<Dhcpv6Message>? TryParse(ReadOnlySpan<byte> bytes, IPAddress source)
    {
        try
        {
            var relayed = Dhcpv6RelayMessage.Parse(bytes);
            if (relayed.Type != Dhcpv6MessageType.RelayReply)
                return null;
            Dhcpv6Message message = relayed.Unwrap();
            if (message.Type is not (Dhcpv6MessageType.Advertise or Dhcpv6MessageType.Reply))
                return null;
            // Its identifier, not its address: a server has several of those.
            string server = message.Options.Find(Dhcpv6OptionCode.ServerId) is ReadOnlyMemory<byte> id ? Convert.ToHexString(id.Span) : source.ToString();
            return new ProbeMessage<Dhcpv6Message>(message.TransactionId, server, source, message);
        }
        catch (PacketException)
        {
            return null;
        }
    }
}
