using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>System calls on files: open(2), read(2), write(2), statx(2), statfs(2), flock(2), unlink(2), lchown(2).</summary>
internal static unsafe partial class FileCalls
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int CloseOnExec = 0x80000;

    public const int LockExclusive = 2;

    private const int AtCurrentDirectory = -100;
    private const int AtEmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;

    // O_DIRECTORY and O_NOFOLLOW have other values on ARM than elsewhere.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    public static int OpenDirectory => IsArm ? 0x4000 : 0x10000;

    public static int NoFollow => IsArm ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial FileDescriptor Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(FileDescriptor file, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(FileDescriptor file, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(FileDescriptor file, int operation);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unlink(string path);

    /// <summary>Gives a file to a user and a group; a symbolic link itself, not what it leads to.</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwner(string path, uint userId, uint groupId);

    /// <summary>What a path leads to, symbolic links followed.</summary>
    public static int GetStatus(string path, out FileStatus status) => Statx(AtCurrentDirectory, path, 0, BasicStats, out status);

    /// <summary>What an open descriptor refers to.</summary>
    public static int GetStatus(FileDescriptor file, out FileStatus status) => Statx(file.Number, "", AtEmptyPath, BasicStats, out status);

    /// <summary>The magic number of the file system a path leads to.</summary>
    public static int GetFileSystemType(string path, out nint type)
    {
        // struct statfs begins with f_type, a machine word on every 64-bit architecture, and is 120 bytes long.
        nint* buffer = stackalloc nint[64];
        int result = StatFileSystem(path, buffer);
        type = buffer[0];
        return result;
    }

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatFileSystem(string path, nint* buffer);

    // statx rather than stat: its structure is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out FileStatus status);
}
