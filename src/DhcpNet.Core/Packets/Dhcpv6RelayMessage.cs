using System.Net;

namespace DhcpNet.Packets;

/// <summary>A DHCPv6 message between relay and server, with a client's or server's message in it (RFC 8415, section 9).</summary>
internal sealed record Dhcpv6RelayMessage
{
    // The hardware type of Ethernet (RFC 6939).
    private const int Ethernet = 1;

    public required Dhcpv6MessageType Type { get; init; }

    public byte HopCount { get; init; }

    /// <summary>An address by which the server knows the client's link.</summary>
    public required IPAddress LinkAddress { get; init; }

    /// <summary>The client's own address on its link.</summary>
    public required IPAddress PeerAddress { get; init; }

    public IReadOnlyList<Dhcpv6Option> Options { get; init; } = [];

    /// <summary>The option by which a relay tells the client's MAC address (RFC 6939).</summary>
    public static Dhcpv6Option ClientMac(MacAddress mac) =>
        new(Dhcpv6OptionCode.ClientLinkAddress, new PacketWriter().AddUInt16(Ethernet).Add(mac.GetBytes()).ToArray());

    /// <summary>The option that carries the client's or server's message.</summary>
    public static Dhcpv6Option Carry(Dhcpv6Message message) => new(Dhcpv6OptionCode.RelayMessage, message.Format());

    /// <summary>The message that is carried.</summary>
    /// <exception cref="PacketException">There is none, or it is cut short, or another relay's.</exception>
    public Dhcpv6Message Unwrap() =>
        Options.Find(Dhcpv6OptionCode.RelayMessage) is ReadOnlyMemory<byte> inner
            ? Dhcpv6Message.Parse(inner.Span)
            : throw new PacketException("The relay's message carries none.");

    public byte[] Format()
    {
        PacketWriter writer = new();
        writer.Add((byte)Type).Add(HopCount).Add(LinkAddress).Add(PeerAddress);
        Dhcpv6Options.Format(writer, Options);
        return writer.ToArray();
    }

    /// <exception cref="PacketException">It is cut short, or no relay's.</exception>
    public static Dhcpv6RelayMessage Parse(ReadOnlySpan<byte> datagram)
    {
        PacketReader reader = new(datagram);
        var type = (Dhcpv6MessageType)reader.ReadByte();
        if (type is not (Dhcpv6MessageType.RelayForward or Dhcpv6MessageType.RelayReply))
            throw new PacketException("The message is no relay's.");
        return new Dhcpv6RelayMessage
        {
            Type = type,
            HopCount = reader.ReadByte(),
            LinkAddress = reader.ReadIPv6(),
            PeerAddress = reader.ReadIPv6(),
            Options = Dhcpv6Options.Parse(reader.ReadRest()),
        };
    }
}
