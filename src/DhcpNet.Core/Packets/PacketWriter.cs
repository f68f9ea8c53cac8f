using System.Buffers;
using System.Buffers.Binary;
using System.Net;

namespace DhcpNet.Packets;

/// <summary>Writes fields one after the other, in network byte order.</summary>
internal sealed class PacketWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Length => _buffer.WrittenCount;

    public PacketWriter Add(byte value) => Add([value]);

    public PacketWriter Add(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    public PacketWriter AddUInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(sizeof(ushort)), checked((ushort)value));
        _buffer.Advance(sizeof(ushort));
        return this;
    }

    public PacketWriter AddUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(sizeof(uint)), value);
        _buffer.Advance(sizeof(uint));
        return this;
    }

    public PacketWriter Add(IPAddress address) => Add(address.GetAddressBytes());

    /// <summary>Adds as many zeros as it takes to be that long.</summary>
    public PacketWriter PadTo(int length) => length > Length ? Add(new byte[length - Length]) : this;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
