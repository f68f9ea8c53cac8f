using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DhcpNet.Linux;

/// <summary>One received netlink message. Reads nothing outside the bytes it was given, whatever they say.</summary>
internal readonly ref struct NetlinkMessage
{
    private NetlinkMessage(NetlinkHeader header, ReadOnlySpan<byte> payload)
    {
        Header = header;
        Payload = payload;
    }

    public NetlinkHeader Header { get; }

    /// <summary>What follows the header: the family's fixed header and attributes.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Takes the next message off the front of a datagram.</summary>
    /// <returns>False at the datagram's end.</returns>
    /// <exception cref="InvalidDataException">A message is shorter than its header, or longer than the datagram.</exception>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out NetlinkMessage message)
    {
        message = default;
        if (datagram.IsEmpty)
            return false;
        int headerSize = Unsafe.SizeOf<NetlinkHeader>();
        if (!MemoryMarshal.TryRead(datagram, out NetlinkHeader header) || header.Length < headerSize || header.Length > datagram.Length)
            throw new InvalidDataException("A netlink message is truncated.");
        int length = (int)header.Length;
        message = new NetlinkMessage(header, datagram[headerSize..length]);
        datagram = datagram[Math.Min((length + 3) & ~3, datagram.Length)..];
        return true;
    }

    /// <summary>The family's fixed header, and the attributes after it.</summary>
    /// <exception cref="InvalidDataException">The message is too short for it.</exception>
    public T Read<T>(out NetlinkAttributeReader attributes) where T : unmanaged
    {
        if (!MemoryMarshal.TryRead(Payload, out T value))
            throw new InvalidDataException("A netlink message is too short for its type.");
        attributes = new NetlinkAttributeReader(Payload[Math.Min((Unsafe.SizeOf<T>() + 3) & ~3, Payload.Length)..]);
        return value;
    }

    /// <summary>What an acknowledgement or the end of a dump says.</summary>
    public NetlinkResult ReadResult()
    {
        int error = -Read<int>(out _);
        if ((Header.Flags & NetlinkFlags.HasAttributes) == 0)
            return new NetlinkResult(error, null);
        ReadOnlySpan<byte> rest = Payload[sizeof(int)..];
        if (Header.Type == NetlinkMessageType.Error)
            rest = SkipRequest(rest, (Header.Flags & NetlinkFlags.Capped) != 0);
        return new NetlinkResult(error, ReadKernelMessage(rest));
    }

    /// <summary>An acknowledgement repeats the request, or only its header where it is capped.</summary>
    private static ReadOnlySpan<byte> SkipRequest(ReadOnlySpan<byte> rest, bool isCapped)
    {
        int headerSize = Unsafe.SizeOf<NetlinkHeader>();
        if (!MemoryMarshal.TryRead(rest, out NetlinkHeader request) || (!isCapped && request.Length > rest.Length))
            throw new InvalidDataException("A netlink acknowledgement is truncated.");
        int length = isCapped ? headerSize : (int)request.Length;
        return rest[Math.Min((length + 3) & ~3, rest.Length)..];
    }

    private static string? ReadKernelMessage(ReadOnlySpan<byte> bytes)
    {
        const ushort MessageAttribute = 1;
        NetlinkAttributeReader attributes = new(bytes);
        while (attributes.Read())
        {
            if (attributes.Type == MessageAttribute)
                return attributes.ReadString();
        }
        return null;
    }
}
