using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>Walks over netlink attributes. Reads nothing outside the bytes it was given, and every step takes some of them.</summary>
internal ref struct NetlinkAttributeReader
{
    private const ushort TypeMask = 0x3fff; // without the flags "nested" and "network byte order"

    private ReadOnlySpan<byte> _rest;

    public NetlinkAttributeReader(ReadOnlySpan<byte> attributes) => _rest = attributes;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next attribute.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">An attribute says to be longer than what there is, or shorter than its header.</exception>
    public bool Read()
    {
        // As in the kernel, less than a header's worth of bytes at the end is padding.
        if (!MemoryMarshal.TryRead(_rest, out NetlinkAttributeHeader header))
            return false;
        int headerSize = Unsafe.SizeOf<NetlinkAttributeHeader>();
        if (header.Length < headerSize || header.Length > _rest.Length)
            throw new InvalidDataException("A netlink attribute is truncated.");
        Type = (ushort)(header.Type & TypeMask);
        Value = _rest[headerSize..header.Length];
        _rest = _rest[Math.Min((header.Length + 3) & ~3, _rest.Length)..];
        return true;
    }

    public readonly uint ReadUInt32() => MemoryMarshal.TryRead(Value, out uint value) ? value : throw Truncated();

    public readonly int ReadInt32() => (int)ReadUInt32();

    /// <summary>A number in network byte order.</summary>
    public readonly uint ReadUInt32BigEndian() => BinaryPrimitives.TryReadUInt32BigEndian(Value, out uint value) ? value : throw Truncated();

    public readonly string ReadString() => Encoding.UTF8.GetString(Value.TrimEnd((byte)0));

    public readonly IPAddress ReadAddress() => ToAddress(Value);

    /// <summary>struct rtvia: a gateway with its own family before it.</summary>
    public readonly IPAddress ReadAddressWithFamily() => Value.Length < sizeof(ushort) ? throw Truncated() : ToAddress(Value[sizeof(ushort)..]);

    public readonly NetlinkAttributeReader ReadNested() => new(Value);

    private static IPAddress ToAddress(ReadOnlySpan<byte> bytes) => bytes.Length is 4 or 16 ? new IPAddress(bytes) : throw Truncated();

    private static InvalidDataException Truncated() => new("A netlink attribute has not the length of its type.");
}
