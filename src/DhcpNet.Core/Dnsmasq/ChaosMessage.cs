using System.Buffers.Binary;
using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>DNS messages (RFC 1035, section 4) that ask for one TXT record of class CHAOS, and the answers to them.</summary>
internal static class ChaosMessage
{
    /// <summary>The longest answer over UDP (RFC 1035, section 4.2.1), and room to see a longer one.</summary>
    public const int MaximumSize = 4096;

    private const int HeaderSize = 12;
    private const int PointerMask = 0xc0;
    private const ushort TypeText = 16;
    private const ushort ClassChaos = 3;
    private const ushort ResponseFlag = 0x8000;
    private const ushort CodeMask = 0x000f;

    /// <summary>The question.</summary>
    public static byte[] CreateQuery(ushort id, string name)
    {
        byte[] labels = [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
        byte[] message = new byte[HeaderSize + labels.Length + 4];
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        message[5] = 1;
        labels.CopyTo(message, HeaderSize);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderSize + labels.Length), TypeText);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderSize + labels.Length + 2), ClassChaos);
        return message;
    }

    /// <summary>What was asked and the texts of the answer; null where the message is an error's, or none.</summary>
    public static (string Name, IReadOnlyList<string> Texts)? ParseAnswer(ReadOnlySpan<byte> message)
    {
        try
        {
            ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
            bool hasAnswer = BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 1 && BinaryPrimitives.ReadUInt16BigEndian(message[6..]) > 0;
            if ((flags & ResponseFlag) == 0 || (flags & CodeMask) != 0 || !hasAnswer)
                return null;
            int at = HeaderSize;
            string name = ReadName(message, ref at);
            at += 4;
            SkipName(message, ref at);
            if (BinaryPrimitives.ReadUInt16BigEndian(message[at..]) != TypeText)
                return null;
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            return (name, ReadTexts(message.Slice(at + 10, length)));
        }
        catch (ArgumentOutOfRangeException)
        {
            // It ends before what it announces.
            return null;
        }
    }

    private static string ReadName(ReadOnlySpan<byte> message, ref int at)
    {
        List<string> labels = [];
        for (int length = message.Slice(at++, 1)[0]; length > 0; length = message.Slice(at++, 1)[0])
        {
            labels.Add(Encoding.ASCII.GetString(message.Slice(at, length)));
            at += length;
        }
        return string.Join('.', labels).ToLowerInvariant();
    }

    // A pointer to a name earlier in the message ends a name.
    private static void SkipName(ReadOnlySpan<byte> message, ref int at)
    {
        while (true)
        {
            int length = message.Slice(at++, 1)[0];
            if ((length & PointerMask) == PointerMask)
                at++;
            else
                at += length;
            if (length == 0 || (length & PointerMask) == PointerMask)
                return;
        }
    }

    private static List<string> ReadTexts(ReadOnlySpan<byte> data)
    {
        List<string> texts = [];
        while (data.Length > 0)
        {
            int length = data[0];
            texts.Add(Encoding.ASCII.GetString(data.Slice(1, length)));
            data = data[(1 + length)..];
        }
        return texts;
    }
}
