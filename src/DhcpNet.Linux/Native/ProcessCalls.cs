using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>System calls on processes and waiting: pidfd_open(2), pidfd_send_signal(2), poll(2), eventfd(2).</summary>
internal static unsafe partial class ProcessCalls
{
    public const short PollInput = 1;

    private const int EventCloseOnExec = 0x80000;

    // The same numbers on every architecture. glibc has functions for them only since 2.36, so syscall(2) is called.
    private const nint SendSignalNumber = 424;
    private const nint OpenNumber = 434;

    public static FileDescriptor OpenProcess(int processId) => SystemCall(OpenNumber, processId, 0);

    public static nint SendSignal(FileDescriptor process, int signal) => SystemCall(SendSignalNumber, process, signal, 0, 0);

    public static FileDescriptor CreateEvent() => CreateEvent(0, EventCloseOnExec);

    /// <summary>Wakes whoever waits for an event descriptor.</summary>
    public static void Raise(FileDescriptor eventDescriptor)
    {
        ulong one = 1;
        _ = FileCalls.Write(eventDescriptor, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Takes note of an event descriptor's having been raised.</summary>
    public static void Lower(FileDescriptor eventDescriptor)
    {
        ulong count;
        _ = FileCalls.Read(eventDescriptor, (byte*)&count, sizeof(ulong));
    }

    /// <summary>Waits until one of the descriptors has something. Negative milliseconds wait for ever.</summary>
    /// <returns>How many have something, 0 after the time, -1 at an error (also at a signal, EINTR).</returns>
    public static int Poll(Span<PollEntry> entries, int milliseconds)
    {
        fixed (PollEntry* first = entries)
            return Poll(first, (nuint)entries.Length, milliseconds);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial FileDescriptor SystemCall(nint number, nint processId, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, FileDescriptor process, nint signal, nint information, nint flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial FileDescriptor CreateEvent(uint initialValue, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, int milliseconds);
}
