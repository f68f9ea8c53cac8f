namespace DhcpNet.Packets;

/// <summary>A DHCPv6 message between client and server (RFC 8415, section 8).</summary>
internal sealed record Dhcpv6Message
{
    public const int ServerPort = 547;

    private const uint MaxTransactionId = 0xffffff;

    public required Dhcpv6MessageType Type { get; init; }

    /// <summary>24 bits.</summary>
    public required uint TransactionId { get; init; }

    public IReadOnlyList<Dhcpv6Option> Options { get; init; } = [];

    /// <summary>What a server says of the whole message; null where it says nothing, which means success.</summary>
    public Dhcpv6Status? Status { get; private init; }

    /// <summary>The addresses, each under what the client has it.</summary>
    public IReadOnlyList<Dhcpv6IdentityAssociation> Associations { get; private init; } = [];

    public byte[] Format()
    {
        PacketWriter writer = new();
        writer.AddUInt32(((uint)Type << 24) | (TransactionId & MaxTransactionId));
        Dhcpv6Options.Format(writer, Options);
        return writer.ToArray();
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="PacketException">It, or an option of it, is cut short; it is a relay's.</exception>
    public static Dhcpv6Message Parse(ReadOnlySpan<byte> datagram)
    {
        PacketReader reader = new(datagram);
        uint typeAndId = reader.ReadUInt32();
        var type = (Dhcpv6MessageType)(typeAndId >> 24);
        if (type is Dhcpv6MessageType.RelayForward or Dhcpv6MessageType.RelayReply)
            throw new PacketException("The message is a relay's.");
        IReadOnlyList<Dhcpv6Option> options = Dhcpv6Options.Parse(reader.ReadRest());
        return new Dhcpv6Message
        {
            Type = type,
            TransactionId = typeAndId & MaxTransactionId,
            Options = options,
            Status = options.Find(Dhcpv6OptionCode.StatusCode) is ReadOnlyMemory<byte> status ? Dhcpv6Status.Parse(status.Span) : null,
            Associations = [.. options.Where(o => o.Code == Dhcpv6OptionCode.IaNa).Select(o => Dhcpv6IdentityAssociation.Parse(o.Value.Span))],
        };
    }
}
