namespace DhcpNet.Packets;

/// <summary>A list of DHCPv6 options: that of a message, or that inside an option (RFC 8415, section 21.1).</summary>
internal static class Dhcpv6Options
{
    public static void Format(PacketWriter writer, IEnumerable<Dhcpv6Option> options)
    {
        foreach (Dhcpv6Option option in options)
            writer.AddUInt16(option.Code).AddUInt16(option.Value.Length).Add(option.Value.Span);
    }

    /// <exception cref="PacketException">An option is cut short.</exception>
    public static IReadOnlyList<Dhcpv6Option> Parse(ReadOnlySpan<byte> list)
    {
        List<Dhcpv6Option> options = [];
        PacketReader reader = new(list);
        while (!reader.IsAtEnd)
            options.Add(new Dhcpv6Option(reader.ReadUInt16(), reader.Read(reader.ReadUInt16()).ToArray()));
        return options;
    }

    /// <summary>The value of the first option of a number, or null.</summary>
    public static ReadOnlyMemory<byte>? Find(this IReadOnlyList<Dhcpv6Option> options, ushort code) => options.FirstOrDefault(o => o.Code == code)?.Value;
}
