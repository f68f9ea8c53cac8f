using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>System calls on namespaces and mounts: setns(2), unshare(2), mount(2), umount(2).</summary>
internal static partial class NamespaceCalls
{
    public const int NewNetwork = 0x40000000;

    public const nuint MountBind = 0x1000;
    public const nuint MountRecursive = 0x4000;
    public const nuint MountShared = 0x100000;

    public const int UnmountDetach = 2;
    public const int UnmountNoFollow = 8;

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int Enter(FileDescriptor namespaceFile, int type);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string fileSystem, nuint flags, nint data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);
}
