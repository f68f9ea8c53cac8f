using System.Net;
using System.Text;

namespace DhcpNet.Packets;

/// <summary>A DHCP message of a client or a server on Ethernet (RFC 2131, section 2).</summary>
internal sealed record Dhcpv4Message
{
    public const int ServerPort = 67;
    public const int ClientPort = 68;

    private const byte Ethernet = 1;
    private const byte MacLength = 6;
    private const int HardwareAddressSize = 16;
    private const int ServerNameSize = 64;
    private const int BootFileSize = 128;
    private const uint MagicCookie = 0x63825363;
    private const int BroadcastFlag = 0x8000;

    // What BOOTP servers and relays expect at least (RFC 1542, section 2.1).
    private const int MinLength = 300;

    public required bool IsReply { get; init; }

    public required uint TransactionId { get; init; }

    /// <summary>Whether the client cannot receive answers that are sent to its own address yet.</summary>
    public bool WantsBroadcast { get; init; }

    /// <summary>The address that a client has already (ciaddr).</summary>
    public IPAddress ClientAddress { get; init; } = IPAddress.Any;

    /// <summary>The address that the client is offered or given (yiaddr).</summary>
    public IPAddress YourAddress { get; init; } = IPAddress.Any;

    /// <summary>The server that the client is to boot from (siaddr).</summary>
    public IPAddress NextServer { get; init; } = IPAddress.Any;

    public IPAddress RelayAddress { get; init; } = IPAddress.Any;

    public required MacAddress ClientMac { get; init; }

    /// <summary>The name of the server that the client is to boot from (sname), unless that field carries options.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>The file that the client is to boot (file), unless that field carries options.</summary>
    public string BootFile { get; init; } = "";

    public IReadOnlyList<Dhcpv4Option> Options { get; init; } = [];

    public Dhcpv4MessageType? Type => Find(Dhcpv4OptionCode.MessageType) is { Length: 1 } value ? (Dhcpv4MessageType)value.Span[0] : null;

    /// <summary>The value of an option, or null.</summary>
    public ReadOnlyMemory<byte>? Find(byte code) => Options.FirstOrDefault(o => o.Code == code)?.Value;

    /// <summary>The message as it goes into a UDP datagram. Server name and boot file are cut where they are too long.</summary>
    public byte[] Format()
    {
        PacketWriter writer = new();
        writer.Add((byte)(IsReply ? 2 : 1)).Add(Ethernet).Add(MacLength).Add(0);
        writer.AddUInt32(TransactionId).AddUInt16(0).AddUInt16(WantsBroadcast ? BroadcastFlag : 0);
        writer.Add(ClientAddress).Add(YourAddress).Add(NextServer).Add(RelayAddress);
        writer.Add(ClientMac.GetBytes()).Add(new byte[HardwareAddressSize - MacLength]);
        AddText(writer, ServerName, ServerNameSize);
        AddText(writer, BootFile, BootFileSize);
        writer.AddUInt32(MagicCookie);
        Dhcpv4Options.Format(writer, Options);
        return writer.PadTo(MinLength).ToArray();
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="PacketException">It is cut short, or no DHCP message of an Ethernet client.</exception>
    public static Dhcpv4Message Parse(ReadOnlySpan<byte> datagram)
    {
        PacketReader reader = new(datagram);
        byte operation = reader.ReadByte();
        if (operation is not (1 or 2) || reader.ReadByte() != Ethernet || reader.ReadByte() != MacLength)
            throw new PacketException("The message is neither a request nor a reply of DHCP on Ethernet.");
        _ = reader.ReadByte();
        uint transactionId = reader.ReadUInt32();
        _ = reader.ReadUInt16();
        int flags = reader.ReadUInt16();
        IPAddress clientAddress = reader.ReadIPv4();
        IPAddress yourAddress = reader.ReadIPv4();
        IPAddress nextServer = reader.ReadIPv4();
        IPAddress relayAddress = reader.ReadIPv4();
        MacAddress mac = new(reader.Read(HardwareAddressSize)[..MacLength]);
        ReadOnlySpan<byte> serverName = reader.Read(ServerNameSize);
        ReadOnlySpan<byte> bootFile = reader.Read(BootFileSize);
        if (reader.ReadUInt32() != MagicCookie)
            throw new PacketException("The message has no options: it is BOOTP's.");

        List<Dhcpv4Option> parts = [.. Dhcpv4Options.Parse(reader.ReadRest())];
        int overload = parts.Find(p => p.Code == Dhcpv4OptionCode.Overload) is { Value: { Length: 1 } value } ? value.Span[0] : 0;
        bool fileHasOptions = (overload & 1) != 0;
        bool nameHasOptions = (overload & 2) != 0;
        if (fileHasOptions)
            parts.AddRange(Dhcpv4Options.Parse(bootFile));
        if (nameHasOptions)
            parts.AddRange(Dhcpv4Options.Parse(serverName));
        return new Dhcpv4Message
        {
            IsReply = operation == 2,
            TransactionId = transactionId,
            WantsBroadcast = (flags & BroadcastFlag) != 0,
            ClientAddress = clientAddress,
            YourAddress = yourAddress,
            NextServer = nextServer,
            RelayAddress = relayAddress,
            ClientMac = mac,
            ServerName = nameHasOptions ? "" : ReadText(serverName),
            BootFile = fileHasOptions ? "" : ReadText(bootFile),
            Options = Dhcpv4Options.Join(parts),
        };
    }

    private static void AddText(PacketWriter writer, string text, int size)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        // A zero ends it.
        int length = Math.Min(bytes.Length, size - 1);
        writer.Add(bytes.AsSpan(0, length)).Add(new byte[size - length]);
    }

    private static string ReadText(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }
}
