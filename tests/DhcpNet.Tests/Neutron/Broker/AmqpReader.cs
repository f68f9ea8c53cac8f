using System.Buffers.Binary;
using System.Text;

namespace DhcpNet.Tests.Neutron.Broker;

/// <summary>Takes the arguments of an AMQP method apart (AMQP 0-9-1, section 4.2).</summary>
internal sealed class AmqpReader(byte[] bytes)
{
    private int _at;

    public byte Octet() => bytes[_at++];

    public ushort Short()
    {
        _at += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(_at - 2));
    }

    public uint Long()
    {
        _at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(_at - 4));
    }

    public ulong LongLong()
    {
        _at += 8;
        return BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(_at - 8));
    }

    public string ShortString() => Text(Octet());

    public string LongString() => Text((int)Long());

    /// <summary>A table as <c>name=type value</c>, of the types that are needed here.</summary>
    public string Table()
    {
        int end = (int)Long() + _at;
        List<string> fields = [];
        while (_at < end)
        {
            string name = ShortString();
            char type = (char)Octet();
            string value = type switch
            {
                'I' or 'i' => Long().ToString(),
                'l' or 'T' => LongLong().ToString(),
                'S' => LongString(),
                't' => Octet().ToString(),
                'F' => $"{{{Table()}}}",
                _ => throw new InvalidDataException($"A table has a field of type '{type}'."),
            };
            fields.Add($"{name}={type} {value}");
        }
        return string.Join(", ", fields);
    }

    private string Text(int length)
    {
        _at += length;
        return Encoding.UTF8.GetString(bytes, _at - length, length);
    }
}
