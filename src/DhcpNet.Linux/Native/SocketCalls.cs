using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>System calls on netlink sockets: socket(2), setsockopt(2), send(2), recvfrom(2).</summary>
internal static unsafe partial class SocketCalls
{
    public const int FamilyNetlink = 16;
    public const int TypeRaw = 3;
    public const int CloseOnExec = 0x80000;
    public const int ProtocolRoute = 0;
    public const int ProtocolNetfilter = 12;

    public const int LevelNetlink = 270;
    public const int OptionCappedAcknowledgement = 10;
    public const int OptionExtendedAcknowledgement = 11;
    public const int OptionStrictCheck = 12;

    public const int MessagePeek = 2;
    public const int MessageTruncate = 0x20;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial FileDescriptor Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(FileDescriptor socket, int level, int option, in int value, uint size);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(FileDescriptor socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    public static partial nint Receive(FileDescriptor socket, byte* buffer, nuint length, int flags, ref NetlinkAddress sender, ref uint senderSize);
}
