namespace DhcpNet.Packets;

/// <summary>What a client has its addresses under (RFC 8415, section 21.4: IA_NA).</summary>
internal sealed record Dhcpv6IdentityAssociation
{
    public required uint Id { get; init; }

    public uint RenewalSeconds { get; init; }

    public uint RebindingSeconds { get; init; }

    public IReadOnlyList<Dhcpv6Address> Addresses { get; init; } = [];

    public Dhcpv6Status? Status { get; init; }

    /// <summary>The option by which a client asks for an address.</summary>
    public static Dhcpv6Option Ask(uint id) => new(Dhcpv6OptionCode.IaNa, new PacketWriter().AddUInt32(id).AddUInt32(0).AddUInt32(0).ToArray());

    /// <exception cref="PacketException">It, or an option in it, is cut short.</exception>
    public static Dhcpv6IdentityAssociation Parse(ReadOnlySpan<byte> value)
    {
        PacketReader reader = new(value);
        uint id = reader.ReadUInt32();
        uint renewal = reader.ReadUInt32();
        uint rebinding = reader.ReadUInt32();
        IReadOnlyList<Dhcpv6Option> options = Dhcpv6Options.Parse(reader.ReadRest());
        return new Dhcpv6IdentityAssociation
        {
            Id = id,
            RenewalSeconds = renewal,
            RebindingSeconds = rebinding,
            Addresses = [.. options.Where(o => o.Code == Dhcpv6OptionCode.IaAddress).Select(o => Dhcpv6Address.Parse(o.Value.Span))],
            Status = options.Find(Dhcpv6OptionCode.StatusCode) is ReadOnlyMemory<byte> status ? Dhcpv6Status.Parse(status.Span) : null,
        };
    }
}
