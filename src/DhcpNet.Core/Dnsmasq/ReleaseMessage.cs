using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace DhcpNet.Dnsmasq;

/// <summary>The messages with which a client gives a lease back: DHCPRELEASE (RFC 2131) and Release (RFC 8415).</summary>
internal static class ReleaseMessage
{
    private const int BootRequest = 1;
    private const int Ethernet = 1;
    private const int HardwareAddressSize = 16;
    private const int MinimumSize = 300;
    private const uint MagicCookie = 0x63825363;
    private const byte MessageTypeOption = 53;
    private const byte ServerIdOption = 54;
    private const byte ClientIdOption = 61;
    private const byte EndOption = 255;
    private const byte DhcpRelease = 7;

    private const byte Release6 = 8;
    private const ushort ClientId6 = 1;
    private const ushort ServerId6 = 2;
    private const ushort NonTemporary6 = 3;
    private const ushort Temporary6 = 4;
    private const ushort Address6 = 5;
    private const ushort ElapsedTime6 = 8;

    /// <summary>The message for an IPv4 lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="server">The server's identifier: its address on the lease's subnet.</param>
    /// <returns>Null if the lease has no hardware address or client identifier that a message could carry.</returns>
    public static byte[]? CreateV4(DnsmasqLease lease, IPAddress server)
    {
        (byte type, byte[]? hardware) = ParseHardware(lease.HardwareAddress ?? "");
        byte[]? clientId = lease.ClientId is null ? [] : HexOctets.Parse(lease.ClientId);
        if (hardware is null || clientId is null || hardware.Length > HardwareAddressSize || clientId.Length > byte.MaxValue)
            return null;
        byte[] head = new byte[240];
        head[0] = BootRequest;
        head[1] = type;
        head[2] = (byte)hardware.Length;
        Random.Shared.NextBytes(head.AsSpan(4, 4));
        lease.Address.GetAddressBytes().CopyTo(head, 12);
        hardware.CopyTo(head, 28);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(236), MagicCookie);
        byte[] message =
        [
            .. head,
            MessageTypeOption, 1, DhcpRelease,
            ServerIdOption, 4, .. server.GetAddressBytes(),
            .. clientId.Length == 0 ? [] : (byte[])[ClientIdOption, (byte)clientId.Length, .. clientId],
            EndOption,
        ];
        Array.Resize(ref message, Math.Max(message.Length, MinimumSize));
        return message;
    }

    /// <summary>The message for an IPv6 lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="serverDuid">The server's DUID, as the lease file has it.</param>
    /// <returns>Null if there is no DUID of client or server, or no IAID.</returns>
    public static byte[]? CreateV6(DnsmasqLease lease, string? serverDuid)
    {
        byte[]? client = lease.ClientId is null ? null : HexOctets.Parse(lease.ClientId);
        byte[]? server = serverDuid is null ? null : HexOctets.Parse(serverDuid);
        if (client is null || server is null || lease.Iaid is not uint iaid)
            return null;
        byte[] transaction = new byte[3];
        Random.Shared.NextBytes(transaction);
        byte[] address = Option(Address6, [.. lease.Address.GetAddressBytes(), .. Number(0), .. Number(0)]);
        byte[] association = lease.IsTemporary
            ? Option(Temporary6, [.. Number(iaid), .. address])
            : Option(NonTemporary6, [.. Number(iaid), .. Number(0), .. Number(0), .. address]);
        return [Release6, .. transaction, .. Option(ClientId6, client), .. Option(ServerId6, server), .. Option(ElapsedTime6, [0, 0]), .. association];
    }

    // As dnsmasq writes it: a type of two hexadecimal digits and a hyphen before the octets, where it is not Ethernet.
    private static (byte Type, byte[]? Octets) ParseHardware(string text)
    {
        int hyphen = text.IndexOf('-', StringComparison.Ordinal);
        if (hyphen < 0)
            return (Ethernet, HexOctets.Parse(text));
        string octets = text[(hyphen + 1)..];
        return byte.TryParse(text.AsSpan(0, hyphen), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte type)
            ? (type, octets.Length == 0 ? [] : HexOctets.Parse(octets))
            : (Ethernet, null);
    }

    private static byte[] Option(ushort code, byte[] value)
    {
        byte[] option = new byte[4 + value.Length];
        BinaryPrimitives.WriteUInt16BigEndian(option, code);
        BinaryPrimitives.WriteUInt16BigEndian(option.AsSpan(2), (ushort)value.Length);
        value.CopyTo(option, 4);
        return option;
    }

    private static byte[] Number(uint number)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return octets;
    }
}
