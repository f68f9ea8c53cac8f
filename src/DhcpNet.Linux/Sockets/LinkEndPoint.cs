using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DhcpNet.Linux;

/// <summary>Where a packet socket is bound: a link, and a kind of frames on it (struct sockaddr_ll of packet(7)).</summary>
internal sealed class LinkEndPoint(int linkIndex, ushort etherType) : EndPoint
{
    private const int Size = 20;
    private const int ProtocolOffset = 2;
    private const int IndexOffset = 4;

    public override AddressFamily AddressFamily => AddressFamily.Packet;

    public override SocketAddress Serialize()
    {
        Span<byte> fields = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt16BigEndian(fields[ProtocolOffset..], etherType);
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.WriteInt32LittleEndian(fields[IndexOffset..], linkIndex);
        else
            BinaryPrimitives.WriteInt32BigEndian(fields[IndexOffset..], linkIndex);
        // The constructor writes the family.
        SocketAddress address = new(AddressFamily.Packet, Size);
        for (int i = ProtocolOffset; i < Size; i++)
            address[i] = fields[i];
        return address;
    }
}
