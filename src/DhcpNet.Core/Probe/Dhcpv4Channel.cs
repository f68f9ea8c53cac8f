using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>DHCP by whole frames, as clients do it that have no address yet.</summary>
internal sealed class Dhcpv4Channel(ProbeNamespace space, ProbeDevice device) : IProbeChannel<Dhcpv4Reply>
{
    private const int MaxFrameSize = 65536;

    private static readonly MacAddress Everybody = MacAddress.Parse("ff:ff:ff:ff:ff:ff");

    private readonly Socket _socket = space.Open(() => LinkSockets.OpenPacket(device.Index, LinkSockets.IPv4Frames));
    private readonly byte[] _buffer = new byte[MaxFrameSize];

    /// <summary>The frame that carries a client's message. Its source is the probe: the switch learns nothing of the client.</summary>
    public static byte[] Frame(ProbeDevice device, Dhcpv4Message message) => new UdpFrame
    {
        SourceMac = device.Mac,
        DestinationMac = Everybody,
        Source = new IPEndPoint(IPAddress.Any, Dhcpv4Message.ClientPort),
        Destination = new IPEndPoint(IPAddress.Broadcast, Dhcpv4Message.ServerPort),
        Payload = message.Format(),
    }.Format();

    public async Task SendAsync(ProbeQuestion question, CancellationToken cancellationToken) =>
        await _socket.SendAsync(question.Packet, SocketFlags.None, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeMessage<Dhcpv4Reply>> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int length = await _socket.ReceiveAsync(_buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            if (TryParse(_buffer.AsSpan(0, length)) is ProbeMessage<Dhcpv4Reply> message)
                return message;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static ProbeMessage<Dhcpv4Reply>? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            UdpFrame frame = UdpFrame.Parse(bytes);
            if (frame.Destination.Port != Dhcpv4Message.ClientPort || frame.Source.Port != Dhcpv4Message.ServerPort)
                return null;
            var message = Dhcpv4Message.Parse(frame.Payload.Span);
            if (!message.IsReply || message.Type != Dhcpv4MessageType.Offer)
                return null;
            Dhcpv4Reply reply = new(message, frame);
            return new ProbeMessage<Dhcpv4Reply>(message.TransactionId, reply.Server.ToString(), frame.Source.Address, reply);
        }
        catch (PacketException)
        {
            return null;
        }
    }
}
