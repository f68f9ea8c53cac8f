namespace DhcpNet.Packets;

/// <summary>Numbers of DHCP options (RFC 2132 unless said).</summary>
internal static class Dhcpv4OptionCode
{
    public const byte Pad = 0;
    public const byte SubnetMask = 1;
    public const byte Router = 3;
    public const byte DnsServer = 6;
    public const byte HostName = 12;
    public const byte DomainName = 15;
    public const byte Mtu = 26;
    public const byte LeaseTime = 51;
    public const byte Overload = 52;
    public const byte MessageType = 53;
    public const byte ServerId = 54;
    public const byte ParameterRequestList = 55;
    public const byte RenewalTime = 58;
    public const byte RebindingTime = 59;
    public const byte ClientId = 61;

    /// <summary>RFC 3442.</summary>
    public const byte ClasslessRoutes = 121;

    /// <summary>Microsoft's, from before RFC 3442.</summary>
    public const byte MicrosoftRoutes = 249;

    public const byte End = 255;
}
