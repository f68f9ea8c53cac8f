using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// What tells a file from every other, whatever its name: its device and its inode (statx(2)). They are given to another file only when nobody has
/// the first one open any more.
/// </summary>
public readonly record struct FileIdentity
{
    private readonly (ulong Inode, uint Major, uint Minor) _numbers;

    private FileIdentity(in FileStatus status) => _numbers = status.Numbers;

    /// <summary>The file that a path leads to, symbolic links followed; null where there is none that can be looked at.</summary>
    public static FileIdentity? Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return FileCalls.GetStatus(path, out FileStatus status) == 0 ? new FileIdentity(status) : null;
    }
}
