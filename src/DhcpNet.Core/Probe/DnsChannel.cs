using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>DNS from the probe's link-local address to the servers': it takes no address of the network's.</summary>
internal sealed class DnsChannel(ProbeNamespace space, ProbeDevice device) : IProbeChannel<DnsMessage>
{
    private const int MaxDatagramSize = 65536;
    private const int AnyPort = 0;

    private readonly Socket _socket = space.Open(() => LinkSockets.OpenUdpIPv6(device.Name, AnyPort));
    private readonly byte[] _buffer = new byte[MaxDatagramSize];

    /// <summary>Where the server of a link-local address listens.</summary>
    public IPEndPoint EndPointOf(IPAddress linkLocal) => new(new IPAddress(linkLocal.GetAddressBytes(), device.Index), DnsMessage.ServerPort);

    public async Task SendAsync(ProbeQuestion question, CancellationToken cancellationToken) =>
        await _socket.SendToAsync(question.Packet, SocketFlags.None, question.Destination!, cancellationToken).ConfigureAwait(false);

    public async Task<ProbeMessage<DnsMessage>> ReceiveAsync(CancellationToken cancellationToken)
    {
        IPEndPoint any = new(IPAddress.IPv6Any, 0);
        while (true)
        {
            SocketReceiveFromResult received = await _socket.ReceiveFromAsync(_buffer, SocketFlags.None, any, cancellationToken).ConfigureAwait(false);
            if (TryParse(_buffer.AsSpan(0, received.ReceivedBytes), ((IPEndPoint)received.RemoteEndPoint).Address) is ProbeMessage<DnsMessage> message)
                return message;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static ProbeMessage<DnsMessage>? TryParse(ReadOnlySpan<byte> bytes, IPAddress source)
    {
        try
        {
            var message = DnsMessage.Parse(bytes);
            return message.IsResponse ? new ProbeMessage<DnsMessage>(message.Id, source.ToString(), source, message) : null;
        }
        catch (PacketException)
        {
            return null;
        }
    }
}
