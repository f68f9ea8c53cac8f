using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>
/// Writes one netlink message: its header, the family's fixed header, then attributes, which may nest. All in the machine's byte order, if not
/// said otherwise.
/// </summary>
internal sealed class NetlinkMessageBuilder
{
    private const int Alignment = 4;
    private const ushort NestedFlag = 0x8000;

    private byte[] _buffer = new byte[128];
    private int _length;

    public NetlinkMessageBuilder(ushort type, ushort flags)
    {
        Type = type;
        Flags = (ushort)(flags | NetlinkFlags.Request);
        Append(default(NetlinkHeader));
    }

    public ushort Type { get; }

    public ushort Flags { get; private set; }

    public bool IsDump => (Flags & NetlinkFlags.Dump) == NetlinkFlags.Dump && Type is NetlinkMessageType.GetLink or NetlinkMessageType.GetAddress
        or NetlinkMessageType.GetRoute or NfTablesMessageType.GetChain or NfTablesMessageType.GetRule;

    /// <summary>What has been added so far.</summary>
    public ReadOnlySpan<byte> Payload => _buffer.AsSpan(Unsafe.SizeOf<NetlinkHeader>(), _length - Unsafe.SizeOf<NetlinkHeader>());

    /// <summary>Adds a structure, such as the family's fixed header.</summary>
    public NetlinkMessageBuilder Append<T>(T value) where T : unmanaged
    {
        MemoryMarshal.Write(Reserve(Unsafe.SizeOf<T>()), in value);
        return this;
    }

    public NetlinkMessageBuilder Add(ushort type, ReadOnlySpan<byte> value)
    {
        WriteAttributeHeader(type, value.Length);
        value.CopyTo(Reserve(value.Length));
        return this;
    }

    public NetlinkMessageBuilder Add(ushort type, uint value) => Add(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    public NetlinkMessageBuilder Add(ushort type, int value) => Add(type, (uint)value);

    /// <summary>Adds a number in network byte order.</summary>
    public NetlinkMessageBuilder AddBigEndian(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Add(type, bytes);
    }

    /// <inheritdoc cref="AddBigEndian(ushort, uint)"/>
    public NetlinkMessageBuilder AddBigEndian(ushort type, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Add(type, bytes);
    }

    /// <summary>Adds a string with the NUL at its end that the kernel wants.</summary>
    public NetlinkMessageBuilder Add(ushort type, string value) => Add(type, Encoding.UTF8.GetBytes(value + '\0'));

    /// <summary>Adds an attribute that consists of the attributes which <paramref name="content"/> adds.</summary>
    public NetlinkMessageBuilder AddNested(ushort type, Action<NetlinkMessageBuilder> content)
    {
        int start = _length;
        WriteAttributeHeader((ushort)(type | NestedFlag), 0);
        content(this);
        ushort length = checked((ushort)(_length - start));
        MemoryMarshal.Write(_buffer.AsSpan(start), in length);
        return this;
    }

    /// <summary>Has the kernel answer when it is done, also where nothing went wrong.</summary>
    public void AskForAcknowledgement() => Flags |= NetlinkFlags.Acknowledge;

    /// <summary>The message, complete. It stays valid until something is added.</summary>
    public ReadOnlySpan<byte> Finish(uint sequence)
    {
        NetlinkHeader header = new() { Length = (uint)_length, Type = Type, Flags = Flags, Sequence = sequence };
        MemoryMarshal.Write(_buffer, in header);
        return _buffer.AsSpan(0, _length);
    }

    private void WriteAttributeHeader(ushort type, int valueLength) => Append(new NetlinkAttributeHeader
    {
        Length = checked((ushort)(Unsafe.SizeOf<NetlinkAttributeHeader>() + valueLength)),
        Type = type,
    });

    /// <summary>Room for that many bytes, and the zeros after them that keep the next thing aligned.</summary>
    private Span<byte> Reserve(int count)
    {
        int start = _length;
        _length += (count + Alignment - 1) & ~(Alignment - 1);
        if (_length > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_length, _buffer.Length * 2));
        return _buffer.AsSpan(start, count);
    }
}
