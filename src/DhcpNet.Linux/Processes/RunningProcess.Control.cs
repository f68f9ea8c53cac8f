using System.Runtime.InteropServices;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <content>Signals and waiting, by pidfd (Linux 5.3): nothing here ever reaches another process that got the number since.</content>
public sealed partial record RunningProcess
{
    /// <summary>Whether it still runs now. A zombie does not.</summary>
    public bool IsAlive => TryRead(ProcessDirectory.PathOf(ProcessId, "stat")) is string text
        && ProcessStat.Parse(text) is ProcessStat stat && stat.StartTime == StartTime && !stat.IsZombie;

    /// <summary>Sends a signal (see <see cref="Signals"/>).</summary>
    /// <returns>False if the process has ended.</returns>
    /// <exception cref="LinuxException">The caller may not send it (EPERM), or there is no such signal (EINVAL).</exception>
    public bool Signal(int signal)
    {
        using FileDescriptor? process = Open();
        if (process is null)
            return false;
        if (ProcessCalls.SendSignal(process, signal) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == ErrorNumbers.NoProcess
            ? false
            : throw LinuxException.FromLastCall($"send signal {signal} to", ToString());
    }

    /// <summary>Waits until the process has ended; the kernel says when.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False if it still runs.</returns>
    public async Task<bool> WaitForExitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using FileDescriptor? process = Open();
        if (process is null)
            return true;
        using FileDescriptor cancelled = ProcessCalls.CreateEvent();
        if (cancelled.IsInvalid)
            throw LinuxException.FromLastCall("create", "an event descriptor");
        CancellationTokenRegistration registration = cancellationToken.Register(() => ProcessCalls.Raise(cancelled));
        await using (registration.ConfigureAwait(false))
        {
            bool hasExited = await DedicatedThread.RunAsync(() => Wait(process, cancelled, timeout)).ConfigureAwait(false);
            if (!hasExited)
                cancellationToken.ThrowIfCancellationRequested();
            return hasExited;
        }
    }

    /// <summary>Ends it: by SIGTERM, so that it can put its things in order, and by SIGKILL if it does not heed that.</summary>
    /// <param name="patience">How long it is waited for after each.</param>
    /// <returns>False if it still runs.</returns>
    /// <remarks>Not cancellable: the caller is halfway between a service and none.</remarks>
    public async Task<bool> EndAsync(TimeSpan patience)
    {
        foreach (int signal in new[] { Signals.Terminate, Signals.Kill })
        {
            Signal(signal);
            if (await WaitForExitAsync(patience, CancellationToken.None).ConfigureAwait(false))
                return true;
        }
        return false;
    }

    /// <summary>The process and its number: <c>dnsmasq (4711)</c>.</summary>
    public override string ToString() => $"{Name} ({ProcessId})";

    /// <summary>A descriptor of this process, and no other; null if it has ended.</summary>
    internal FileDescriptor? Open()
    {
        FileDescriptor process = ProcessCalls.OpenProcess(ProcessId);
        // EINVAL: the number now belongs to a thread.
        int error = process.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        if (error is not (0 or ErrorNumbers.NoProcess or ErrorNumbers.InvalidArgument))
            throw new LinuxException("open process", ToString(), error);
        // Only now: what the descriptor refers to had the number before this look, and the process looked at had it before that.
        if (error == 0 && IsAlive)
            return process;
        process.Dispose();
        return null;
    }

    private static bool Wait(FileDescriptor process, FileDescriptor cancelled, TimeSpan timeout)
    {
        long start = Environment.TickCount64;
        Span<PollEntry> entries =
        [
            new PollEntry { Descriptor = process.Number, Events = ProcessCalls.PollInput },
            new PollEntry { Descriptor = cancelled.Number, Events = ProcessCalls.PollInput },
        ];
        while (true)
        {
            int result = ProcessCalls.Poll(entries, GetRest(timeout, start));
            if (result >= 0)
                return entries[0].Returned != 0;
            if (Marshal.GetLastPInvokeError() != ErrorNumbers.Interrupted)
                throw LinuxException.FromLastCall("wait for", "a process");
        }
    }

    private static int GetRest(TimeSpan timeout, long start) => timeout == Timeout.InfiniteTimeSpan
        ? -1
        : (int)Math.Clamp(Math.Ceiling(timeout.TotalMilliseconds) - (Environment.TickCount64 - start), 0, int.MaxValue);
}
