namespace DhcpNet.Linux;

/// <summary>Attributes of links (linux/if_link.h).</summary>
internal static class LinkAttribute
{
    public const ushort Address = 1;
    public const ushort Name = 3;
    public const ushort Mtu = 4;
    public const ushort Parent = 5;
    public const ushort Master = 10;
    public const ushort Info = 18;
    public const ushort Group = 27;
    public const ushort NamespaceDescriptor = 28;
    public const ushort ExtendedMask = 29;
    public const ushort Carrier = 33;

    // nested in Info
    public const ushort InfoKind = 1;
}
