namespace DhcpNet.Packets;

/// <summary>A DNS message with one question (RFC 1035, section 4.1).</summary>
internal sealed record DnsMessage
{
    public const int ServerPort = 53;

    private const int HeaderSize = 12;
    private const int FixedRecordSize = 10;
    private const int ResponseFlag = 0x8000;
    private const int TruncatedFlag = 0x0200;
    private const int RecursionDesired = 0x0100;

    private static readonly string[] ResponseNames = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

    public required ushort Id { get; init; }

    public bool IsResponse { get; init; }

    public bool IsTruncated { get; init; }

    public int ResponseCode { get; init; }

    /// <summary>The response code in words, such as <c>NXDOMAIN</c>.</summary>
    public string ResponseName => ResponseCode < ResponseNames.Length ? ResponseNames[ResponseCode] : $"RCODE{ResponseCode}";

    public required DnsQuestion Question { get; init; }

    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    /// <summary>The message as a query, which has no answers.</summary>
    public byte[] FormatQuery()
    {
        PacketWriter writer = new();
        writer.AddUInt16(Id).AddUInt16(RecursionDesired).AddUInt16(1).AddUInt16(0).AddUInt16(0).AddUInt16(0);
        DnsName.Format(writer, Question.Name);
        return writer.AddUInt16((int)Question.Type).AddUInt16(Question.Class).ToArray();
    }

    /// <summary>Reads the header, the question and the answers; what else there is stays unread.</summary>
    /// <exception cref="PacketException">It is cut short, or has not one question.</exception>
    public static DnsMessage Parse(ReadOnlySpan<byte> message)
    {
        PacketReader header = new(message);
        ushort id = header.ReadUInt16();
        int flags = header.ReadUInt16();
        int questionCount = header.ReadUInt16();
        int answerCount = header.ReadUInt16();
        _ = header.ReadUInt32();
        if (questionCount != 1)
            throw new PacketException("The message has not one question.");
        (string name, int at) = DnsName.Parse(message, HeaderSize);
        PacketReader question = new(message[at..]);
        DnsQuestion asked = new(name, (DnsRecordType)question.ReadUInt16(), question.ReadUInt16());
        at += 2 * sizeof(ushort);
        List<DnsRecord> answers = [];
        for (int i = 0; i < answerCount; i++)
            answers.Add(ParseRecord(message, ref at));
        return new DnsMessage
        {
            Id = id,
            IsResponse = (flags & ResponseFlag) != 0,
            IsTruncated = (flags & TruncatedFlag) != 0,
            ResponseCode = flags & 0xf,
            Question = asked,
            Answers = answers,
        };
    }

    private static DnsRecord ParseRecord(ReadOnlySpan<byte> message, ref int at)
    {
        (string name, at) = DnsName.Parse(message, at);
        PacketReader reader = new(message[at..]);
        var type = (DnsRecordType)reader.ReadUInt16();
        _ = reader.ReadUInt16();
        _ = reader.ReadUInt32();
        ReadOnlySpan<byte> data = reader.Read(reader.ReadUInt16());
        int dataAt = at + FixedRecordSize;
        at = dataAt + data.Length;
        IReadOnlyList<string> texts = type == DnsRecordType.Txt ? ReadTexts(data) : [];
        return new DnsRecord(name, type, type == DnsRecordType.Txt ? string.Concat(texts) : ReadValue(message, dataAt, type, data)) { Texts = texts };
    }

    private static string ReadValue(ReadOnlySpan<byte> message, int dataAt, DnsRecordType type, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case DnsRecordType.A or DnsRecordType.Aaaa:
                PacketReader reader = new(data);
                return (type == DnsRecordType.A ? reader.ReadIPv4() : reader.ReadIPv6()).ToString();
            case DnsRecordType.Ptr or DnsRecordType.CName:
                return DnsName.Parse(message, dataAt).Name;
            default:
                return Convert.ToHexString(data);
        }
    }

    // Strings one after the other, each with its length before it.
    private static List<string> ReadTexts(ReadOnlySpan<byte> data)
    {
        List<string> texts = [];
        PacketReader reader = new(data);
        while (!reader.IsAtEnd)
            texts.Add(PrintableText.Of(reader.Read(reader.ReadByte())));
        return texts;
    }
}
