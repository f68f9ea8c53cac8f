using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>Open file description locks: fcntl(2), "Open file description locks".</summary>
internal static partial class RangeLockCalls
{
    public const short Exclusive = 1;
    public const short Unlock = 2;

    private const int GetOpenFileDescriptionLock = 36;
    private const int SetOpenFileDescriptionLock = 37;

    /// <summary>Takes or gives back the lock of a range; -1 where somebody else has it (EAGAIN).</summary>
    public static int Set(FileDescriptor file, short type, long start, long length)
    {
        var range = new Range { Type = type, Start = start, Length = length };
        return Control(file, SetOpenFileDescriptionLock, ref range);
    }

    /// <summary>Asks whether the lock of a range could be taken, and takes none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where the range begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="isFree">Whether nobody else has it.</param>
    public static int Test(FileDescriptor file, long start, long length, out bool isFree)
    {
        var range = new Range { Type = Exclusive, Start = start, Length = length };
        int result = Control(file, GetOpenFileDescriptionLock, ref range);
        isFree = range.Type == Unlock;
        return result;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(FileDescriptor file, int command, ref Range range);

    // struct flock of 64-bit Linux; l_whence 0 is SEEK_SET, l_pid must be 0 for these locks
    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int ProcessId;
    }
}
