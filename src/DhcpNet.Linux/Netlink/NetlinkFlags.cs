namespace DhcpNet.Linux;

/// <summary>Flags in a netlink message's header.</summary>
internal static class NetlinkFlags
{
    public const ushort Request = 1;
    public const ushort Multi = 2;
    public const ushort Acknowledge = 4;
    public const ushort DumpInterrupted = 0x10;

    // of a request for objects
    public const ushort Dump = 0x300;

    // of a request for a change
    public const ushort Replace = 0x100;
    public const ushort Exclusive = 0x200;
    public const ushort Create = 0x400;
    public const ushort Append = 0x800;

    // of an acknowledgement
    public const ushort Capped = 0x100;
    public const ushort HasAttributes = 0x200;
}
