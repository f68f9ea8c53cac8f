using System.Diagnostics;
using System.Runtime.InteropServices;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// Exclusive locks on single bytes of a file (open file description locks, fcntl(2)), between processes and between threads of one.
/// They end with <see cref="Dispose"/> or with the process, however that ends. The bytes need not exist: the file stays empty.
/// </summary>
public sealed class FileRangeLock : IDisposable
{
    private const uint OwnerOnly = 0x180; // 0600

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly string _path;
    private readonly FileDescriptor _file;

    private FileRangeLock(string path, FileDescriptor file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Opens the file, and creates it where it is missing, readable by its owner only. Nothing is locked yet.</summary>
    /// <exception cref="LinuxException">The file can't be opened.</exception>
    public static FileRangeLock Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // An open file of its own for each: the locks belong to that, so threads exclude each other like processes.
        FileDescriptor file = FileCalls.Open(path, FileCalls.ReadWrite | FileCalls.Create | FileCalls.NoFollow | FileCalls.CloseOnExec, OwnerOnly);
        if (!file.IsInvalid)
            return new FileRangeLock(path, file);
        LinuxException error = LinuxException.FromLastCall("open lock file", $"'{path}'");
        file.Dispose();
        throw error;
    }

    /// <summary>Takes the lock of the byte at <paramref name="offset"/>, waiting for whoever has it.</summary>
    /// <returns>False where somebody else kept it for <paramref name="timeout"/>.</returns>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public async Task<bool> TryLockAsync(long offset, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var elapsed = Stopwatch.StartNew();
        // A thread that is blocked in fcntl could not be cancelled without a signal, so it is asked again at growing intervals.
        for (TimeSpan wait = FirstWait; !TryLock(offset); wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            if (elapsed.Elapsed > timeout)
                return false;
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Whether somebody else has the lock of the byte at <paramref name="offset"/>; it is not taken, not even for a moment.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public bool IsHeldByOther(long offset) =>
        RangeLockCalls.Test(_file, offset, length: 1, out bool isFree) == 0
            ? !isFree
            : throw LinuxException.FromLastCall("look at the lock of", $"byte {offset} of '{_path}'");

    /// <summary>Gives the lock of the byte at <paramref name="offset"/> back; nothing where it is not held here.</summary>
    public void Unlock(long offset) => _ = RangeLockCalls.Set(_file, RangeLockCalls.Unlock, offset, length: 1);

    /// <summary>Gives all of them back.</summary>
    public void Dispose()
    {
        // Not by closing alone: a child between fork and exec has a copy, and would keep the locks for that moment.
        if (!_file.IsClosed)
            _ = RangeLockCalls.Set(_file, RangeLockCalls.Unlock, start: 0, length: 0);
        _file.Dispose();
    }

    private bool TryLock(long offset)
    {
        if (RangeLockCalls.Set(_file, RangeLockCalls.Exclusive, offset, length: 1) == 0)
            return true;
        return Marshal.GetLastPInvokeError() is ErrorNumbers.TryAgain or ErrorNumbers.Interrupted
            ? false
            : throw LinuxException.FromLastCall("lock", $"byte {offset} of '{_path}'");
    }
}
