namespace DhcpNet.Linux;

/// <summary>Attributes of routes (linux/rtnetlink.h).</summary>
internal static class RouteAttribute
{
    public const ushort Destination = 1;
    public const ushort OutputLink = 4;
    public const ushort Gateway = 5;
    public const ushort Priority = 6;
    public const ushort PreferredSource = 7;
    public const ushort Table = 15;
    public const ushort Via = 18;
}
