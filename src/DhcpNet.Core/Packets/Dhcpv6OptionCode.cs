namespace DhcpNet.Packets;

/// <summary>Numbers of DHCPv6 options (RFC 8415, section 21, unless said).</summary>
internal static class Dhcpv6OptionCode
{
    public const ushort ClientId = 1;
    public const ushort ServerId = 2;
    public const ushort IaNa = 3;
    public const ushort IaAddress = 5;
    public const ushort OptionRequest = 6;
    public const ushort ElapsedTime = 8;
    public const ushort RelayMessage = 9;
    public const ushort StatusCode = 13;

    /// <summary>RFC 3646.</summary>
    public const ushort DnsServer = 23;

    /// <summary>RFC 3646.</summary>
    public const ushort DomainSearch = 24;

    /// <summary>RFC 6939.</summary>
    public const ushort ClientLinkAddress = 79;
}
