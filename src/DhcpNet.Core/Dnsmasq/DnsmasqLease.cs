using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// One lease of dnsmasq's lease file (lease.c, lease_update_file): <c>expiry mac address name client-id</c> for IPv4,
/// <c>expiry iaid address name duid</c> for IPv6.
/// </summary>
public sealed record DnsmasqLease
{
    private const int FieldCount = 5;
    private const char TemporaryPrefix = 'T';
    private const string Nothing = "*";

    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>When it ends; null: never. A time that can't be read is taken for one long past.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The client's hardware address as the file has it, before it the type where that is not Ethernet (<c>20-00:11:…</c>); null for IPv6.</summary>
    public string? HardwareAddress { get; init; }

    /// <summary>The client's Ethernet address; null for IPv6 and for other hardware.</summary>
    public MacAddress? MacAddress => DhcpNet.MacAddress.TryParse(HardwareAddress, null, out MacAddress mac) ? mac : null;

    /// <summary>The identity association's number (RFC 8415, IAID); null for IPv4.</summary>
    public uint? Iaid { get; init; }

    /// <summary>Whether the address is a temporary one (RFC 8415, IA_TA).</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The client's name; null where it has none.</summary>
    public string? HostName { get; init; }

    /// <summary>The client's identifier, for IPv6 its DUID: octets in hexadecimal, parted by colons; null where it sent none.</summary>
    public string? ClientId { get; init; }

    /// <summary>The line itself.</summary>
    internal string Line { get; init; } = "";

    /// <summary>Whether it is an IPv6 address's.</summary>
    public bool IsIPv6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Whether both are the lease of one address to one client, however often it was renewed or renamed between them.</summary>
    public bool IsSameAs(DnsmasqLease other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Address.Equals(other.Address) && HardwareAddress == other.HardwareAddress && ClientId == other.ClientId && Iaid == other.Iaid && IsTemporary == other.IsTemporary;
    }

    /// <summary>Whether it has ended by then.</summary>
    public bool HasEnded(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Reads a line; null if it is not a lease. What dnsmasq reads leniently is read so here.</summary>
    internal static DnsmasqLease? Parse(string line)
    {
        string[] fields = line.Split(' ');
        if (fields.Length != FieldCount || fields[2].AsSpan().IndexOfAny('[', '%', '/') >= 0 || !IPAddress.TryParse(fields[2], out IPAddress? address))
            return null;
        bool isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        bool isTemporary = isIPv6 && fields[1].StartsWith(TemporaryPrefix);
        return new DnsmasqLease
        {
            Address = address,
            ExpiresAt = ParseTime(fields[0]),
            HardwareAddress = isIPv6 ? null : fields[1],
            Iaid = isIPv6 && uint.TryParse(isTemporary ? fields[1][1..] : fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint iaid) ? iaid : null,
            IsTemporary = isTemporary,
            HostName = fields[3] == Nothing ? null : fields[3],
            ClientId = fields[4] == Nothing ? null : fields[4],
            Line = line,
        };
    }

    // dnsmasq writes 0 for a lease without end.
    private static DateTimeOffset? ParseTime(string seconds)
    {
        if (!long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long end))
            return DateTimeOffset.UnixEpoch;
        return end == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(end, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
    }
}
