using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// Tells when processes end, whoever's children they are. The kernel says so by their pidfds (pidfd_open(2)), for all of which one thread
/// waits; none is looked for at intervals.
/// </summary>
public sealed class ProcessWatcher : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<RunningProcess, FileDescriptor> _watched = [];

    // Forgotten while the thread may be waiting for them: it closes them.
    private readonly List<FileDescriptor> _forgotten = [];
    private readonly Action<RunningProcess> _ended;
    private readonly FileDescriptor _wake;
    private readonly Thread _thread;
    private bool _isDisposed;

    /// <summary>Begins to watch, nothing so far.</summary>
    /// <param name="ended">Told of each process that ends, once, on the thread that waits: it must be quick and not throw.</param>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public ProcessWatcher(Action<RunningProcess> ended)
    {
        _ended = ended;
        _wake = ProcessCalls.CreateEvent();
        if (_wake.IsInvalid)
            throw LinuxException.FromLastCall("create", "an event descriptor");
        _thread = new Thread(Wait) { IsBackground = true, Name = "process watcher" };
        _thread.Start();
    }

    /// <summary>Watches a process from now on.</summary>
    /// <returns>False if it has ended; nobody is told then.</returns>
    /// <exception cref="LinuxException">The kernel refuses: too many files are open.</exception>
    public bool Watch(RunningProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_watched.ContainsKey(process))
                return true;
        }
        if (process.Open() is not FileDescriptor descriptor)
            return false;
        lock (_gate)
        {
            if (_isDisposed || !_watched.TryAdd(process, descriptor))
            {
                descriptor.Dispose();
                return true;
            }
            ProcessCalls.Raise(_wake);
        }
        return true;
    }

    /// <summary>Watches a process no more. One that ended just now may still be told of.</summary>
    public void Forget(RunningProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        lock (_gate)
        {
            if (_isDisposed || !_watched.Remove(process, out FileDescriptor? descriptor))
                return;
            _forgotten.Add(descriptor);
            ProcessCalls.Raise(_wake);
        }
    }

    /// <summary>Ends the watching; nobody is told of anything after that.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            ProcessCalls.Raise(_wake);
        }
        // Who is told disposes of it.
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Wait()
    {
        PollEntry[] entries = [];
        while (Collect() is (RunningProcess, FileDescriptor)[] watched)
        {
            Array.Resize(ref entries, watched.Length + 1);
            entries[0] = new PollEntry { Descriptor = _wake.Number, Events = ProcessCalls.PollInput };
            for (int i = 0; i < watched.Length; i++)
                entries[i + 1] = new PollEntry { Descriptor = watched[i].Item2.Number, Events = ProcessCalls.PollInput };
            if (ProcessCalls.Poll(entries, milliseconds: -1) < 0)
                continue;
            if (entries[0].Returned != 0)
                ProcessCalls.Lower(_wake);
            for (int i = 0; i < watched.Length; i++)
            {
                if (entries[i + 1].Returned != 0)
                    Tell(watched[i].Item1);
            }
        }
        Close();
    }

    // Null when it is over. Nobody but this thread closes a descriptor, so that none that it waits for gets to be another's.
    private (RunningProcess, FileDescriptor)[]? Collect()
    {
        lock (_gate)
        {
            foreach (FileDescriptor descriptor in _forgotten)
                descriptor.Dispose();
            _forgotten.Clear();
            return _isDisposed ? null : [.. _watched.Select(w => (w.Key, w.Value))];
        }
    }

    private void Tell(RunningProcess process)
    {
        lock (_gate)
        {
            if (_isDisposed || !_watched.Remove(process, out FileDescriptor? descriptor))
                return;
            _forgotten.Add(descriptor);
        }
        _ended(process);
    }

    private void Close()
    {
        lock (_gate)
        {
            foreach (FileDescriptor descriptor in _watched.Values)
                descriptor.Dispose();
            _watched.Clear();
            _wake.Dispose();
        }
    }
}
