using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DhcpNet.Tests.Neutron.Broker;

/// <summary>Puts an AMQP method together.</summary>
internal sealed class AmqpWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] Bytes => _bytes.WrittenSpan.ToArray();

    public static AmqpWriter Method(ushort classId, ushort methodId) => new AmqpWriter().Short(classId).Short(methodId);

    public AmqpWriter Octet(byte value) => Raw([value]);

    public AmqpWriter Short(ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return Raw(bytes);
    }

    public AmqpWriter Long(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    public AmqpWriter LongLong(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Raw(bytes);
    }

    public AmqpWriter ShortString(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Octet((byte)bytes.Length).Raw(bytes);
    }

    public AmqpWriter LongString(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Long((uint)bytes.Length).Raw(bytes);
    }

    private AmqpWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}
