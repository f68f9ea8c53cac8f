namespace DhcpNet.Packets;

/// <summary>The options field of DHCP messages (RFC 2132), in which long ones are split over several of one number (RFC 3396).</summary>
internal static class Dhcpv4Options
{
    private const int MaxPartLength = 255;

    /// <summary>Writes options, and the mark of their end.</summary>
    public static void Format(PacketWriter writer, IEnumerable<Dhcpv4Option> options)
    {
        foreach (Dhcpv4Option option in options)
        {
            ReadOnlySpan<byte> rest = option.Value.Span;
            do
            {
                ReadOnlySpan<byte> part = rest[..Math.Min(rest.Length, MaxPartLength)];
                writer.Add(option.Code).Add((byte)part.Length).Add(part);
                rest = rest[part.Length..];
            }
            while (!rest.IsEmpty);
        }
        writer.Add(Dhcpv4OptionCode.End);
    }

    /// <summary>Reads one field, up to the mark of the end or the field's own; the parts of an option are joined by <see cref="Join"/>.</summary>
    /// <exception cref="PacketException">An option is cut short.</exception>
    public static IEnumerable<Dhcpv4Option> Parse(ReadOnlySpan<byte> field)
    {
        List<Dhcpv4Option> parts = [];
        PacketReader reader = new(field);
        while (!reader.IsAtEnd)
        {
            byte code = reader.ReadByte();
            if (code == Dhcpv4OptionCode.End)
                break;
            if (code != Dhcpv4OptionCode.Pad)
                parts.Add(new Dhcpv4Option(code, reader.Read(reader.ReadByte()).ToArray()));
        }
        return parts;
    }

    /// <summary>The options with the parts of each put together, in the order in which they began.</summary>
    public static IReadOnlyList<Dhcpv4Option> Join(IEnumerable<Dhcpv4Option> parts) =>
        [.. parts.GroupBy(p => p.Code).Select(g => new Dhcpv4Option(g.Key, g.SelectMany(p => p.Value.ToArray()).ToArray()))];
}
