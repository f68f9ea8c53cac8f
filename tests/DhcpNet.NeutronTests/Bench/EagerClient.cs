using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DhcpNet.Linux;

namespace DhcpNet.NeutronTests.Bench;

/// <summary>A client that asks every few milliseconds until it has its lease, so that it has it as soon as there is one to be had (RFC 2131).</summary>
internal sealed class EagerClient : IDisposable
{
    private const byte MessageType = 53, RequestedAddress = 50, Server = 54, End = 255;
    private const byte Discover = 1, Offer = 2, Request = 3, Acknowledgement = 5;
    private const int OptionsStart = 240;

    // socket(7)
    private const int SolSocket = 1, SoBindToDevice = 25;

    private static readonly IPEndPoint Everybody = new(IPAddress.Broadcast, 67);

    private readonly Socket _socket;
    private readonly byte[] _mac;

    /// <param name="client">Where it is; its device has an address already, without which the kernel would not let it listen.</param>
    /// <param name="mac">The device's MAC address.</param>
    public EagerClient(DhcpClient client, string mac)
    {
        _mac = MacAddress.Parse(mac, null).ToPhysicalAddress().GetAddressBytes();
        _socket = NetworkNamespace.Run(client.Name, () =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true, ReceiveTimeout = 10 };
            // Without it the kernel finds no way to everybody.
            socket.SetRawSocketOption(SolSocket, SoBindToDevice, Encoding.ASCII.GetBytes(client.Name));
            socket.Bind(new IPEndPoint(IPAddress.Any, 68));
            return socket;
        });
    }

    /// <summary>Asks until it has its lease.</summary>
    /// <returns>The address.</returns>
    /// <exception cref="TimeoutException">There was none for a minute.</exception>
    public IPAddress Lease()
    {
        byte[] received = new byte[2048], next = Message(Discover);
        for (long end = Environment.TickCount64 + 60_000; Environment.TickCount64 < end;)
        {
            Send(next);
            while (TryReceive(received))
            {
                byte type = Option(received, MessageType)[0];
                if (type == Acknowledgement)
                    return Offered(received);
                if (type == Offer)
                    Send(next = Message(Request, [RequestedAddress, 4, .. Offered(received).GetAddressBytes(), Server, 4, .. Option(received, Server)]));
            }
        }
        throw new TimeoutException("No lease within a minute.");
    }

    public void Dispose() => _socket.Dispose();

    private static IPAddress Offered(byte[] message) => new(message.AsSpan(16, 4));

    private static byte[] Option(byte[] message, byte wanted)
    {
        for (int i = OptionsStart; message[i] != End; i += 2 + message[i + 1])
        {
            if (message[i] == wanted)
                return message[(i + 2)..(i + 2 + message[i + 1])];
        }
        throw new InvalidDataException($"A DHCP message has no option {wanted}.");
    }

    private void Send(byte[] message) => _socket.SendTo(message, Everybody);

    private bool TryReceive(byte[] buffer)
    {
        try
        {
            return _socket.Receive(buffer) > OptionsStart;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return false;
        }
    }

    // Answers are asked for by broadcast: the address may be another than the device has.
    private byte[] Message(byte type, params byte[] options)
    {
        byte[] message = new byte[300];
        message[0] = 1;
        message[1] = 1;
        message[2] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), 0x44484350);
        message[10] = 0x80;
        _mac.CopyTo(message, 28);
        byte[] all = [0x63, 0x82, 0x53, 0x63, MessageType, 1, type, .. options, End];
        all.CopyTo(message, OptionsStart - 4);
        return message;
    }
}
