using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>Values of DHCP options as text in which the same value is always the same: from the wire, and from what somebody wrote for dnsmasq.</summary>
internal static class OptionText
{
    private const int IPv4Size = 4;
    private const int IPv6Size = 16;

    /// <summary>A value on the wire; in hexadecimal where it is not of its kind.</summary>
    public static string Of(OptionKind kind, ReadOnlySpan<byte> value, int ipVersion)
    {
        try
        {
            return TryRead(kind, value, ipVersion) ?? Convert.ToHexString(value);
        }
        catch (PacketException)
        {
            return Convert.ToHexString(value);
        }
    }

    /// <summary>Addresses.</summary>
    public static string Of(IEnumerable<IPAddress> addresses) => string.Join(", ", addresses);

    /// <summary>Routes. Their order means nothing.</summary>
    public static string Of(IEnumerable<HostRoute> routes) => string.Join(", ", routes.Select(r => r.ToString()).Order(StringComparer.Ordinal));

    /// <summary>A time.</summary>
    public static string Of(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? "infinite" : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalSeconds} s");

    /// <summary>A number.</summary>
    public static string Of(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A time in seconds as it is on the wire.</summary>
    public static string OfSeconds(uint seconds) => Of(seconds == uint.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds));

    /// <summary>A name, without the dot at its end.</summary>
    public static string OfName(string name) => name.TrimEnd('.');

    /// <summary>A value that somebody wrote for dnsmasq; null where it cannot be told what that makes of it.</summary>
    public static string? OfConfigured(OptionKind kind, string value, int ipVersion)
    {
        string text = value.Trim().Trim('"');
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        switch (kind)
        {
            case OptionKind.Addresses:
                IPAddress?[] addresses = [.. parts.Select(p => ParseAddress(p, ipVersion))];
                return addresses.All(a => a is not null) ? Of(addresses!) : null;
            case OptionKind.Number:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? Of(number) : null;
            case OptionKind.Seconds:
                return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds) ? OfSeconds(seconds) : null;
            case OptionKind.Text:
                return text;
            case OptionKind.Names:
                return string.Join(", ", parts.Select(OfName));
            default:
                return null;
        }
    }

    private static string? TryRead(OptionKind kind, ReadOnlySpan<byte> value, int ipVersion) => kind switch
    {
        OptionKind.Addresses => ReadAddresses(value, ipVersion == 4 ? IPv4Size : IPv6Size),
        OptionKind.Number => ReadNumber(value) is long number ? Of(number) : null,
        OptionKind.Seconds => value.Length == sizeof(uint) ? OfSeconds(BinaryPrimitives.ReadUInt32BigEndian(value)) : null,
        OptionKind.Text => ReadText(value),
        OptionKind.Names => ReadNames(value),
        OptionKind.Routes => Of(ClasslessRoutes.Parse(value)),
        _ => null,
    };

    private static string? ReadAddresses(ReadOnlySpan<byte> value, int size)
    {
        if (value.IsEmpty || value.Length % size != 0)
            return null;
        List<IPAddress> addresses = [];
        for (; !value.IsEmpty; value = value[size..])
            addresses.Add(new IPAddress(value[..size]));
        return Of(addresses);
    }

    private static long? ReadNumber(ReadOnlySpan<byte> value) => value.Length switch
    {
        sizeof(byte) => value[0],
        sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(value),
        sizeof(uint) => BinaryPrimitives.ReadUInt32BigEndian(value),
        _ => null,
    };

    private static string ReadNames(ReadOnlySpan<byte> value)
    {
        List<string> names = [];
        for (int at = 0; at < value.Length;)
        {
            (string name, at) = DnsName.Parse(value, at);
            names.Add(name);
        }
        return string.Join(", ", names);
    }

    // dnsmasq ends some texts with a zero, for clients that expect one.
    private static string? ReadText(ReadOnlySpan<byte> value)
    {
        string text = Encoding.UTF8.GetString(value.TrimEnd((byte)0));
        // What a person is shown, and nothing that would move a terminal's cursor: some such characters are of several octets.
        return text.Any(char.IsControl) ? null : text;
    }

    private static IPAddress? ParseAddress(string text, int ipVersion) =>
        IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address) && address.GetAddressBytes().Length == (ipVersion == 4 ? IPv4Size : IPv6Size) ? address : null;
}
