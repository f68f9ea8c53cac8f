using System.Buffers.Binary;
using System.Net;

namespace DhcpNet.Packets;

/// <summary>Reads fields one after the other, in network byte order. What is not there is a <see cref="PacketException"/>.</summary>
internal ref struct PacketReader(ReadOnlySpan<byte> packet)
{
    private const int IPv4Size = 4;
    private const int IPv6Size = 16;

    private ReadOnlySpan<byte> _rest = packet;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte ReadByte() => Read(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Read(sizeof(ushort)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Read(sizeof(uint)));

    public IPAddress ReadIPv4() => new(Read(IPv4Size));

    public IPAddress ReadIPv6() => new(Read(IPv6Size));

    public ReadOnlySpan<byte> ReadRest() => Read(_rest.Length);

    public ReadOnlySpan<byte> Read(int length)
    {
        if (length > _rest.Length)
            throw new PacketException($"The packet is cut short: {length} more bytes are needed, {_rest.Length} are there.");
        ReadOnlySpan<byte> field = _rest[..length];
        _rest = _rest[length..];
        return field;
    }
}
