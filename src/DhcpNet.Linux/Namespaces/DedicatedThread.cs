using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// Threads that may enter network namespaces. A namespace belongs to the thread that entered it: a pool thread would carry it into whatever
/// runs there next. These go home after each action, before anybody hears of its end, and then wait a while for the next.
/// </summary>
internal sealed class DedicatedThread
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Stack<DedicatedThread> Idle = [];

    [ThreadStatic]
    private static DedicatedThread? _current;

    private readonly object _gate = new();
    private FileDescriptor? _home;
    private Action? _work;
    private bool _hasLeft;
    private bool _isGone;

    private DedicatedThread()
    {
    }

    /// <summary>Runs <paramref name="action"/> and waits for it; what it throws is thrown here with its stack.</summary>
    /// <remarks>On a thread of this kind it runs right there, and the thread is back in its namespace afterwards.</remarks>
    public static T Run<T>(Func<T> action) =>
        _current is DedicatedThread here ? here.RunNested(action) : RunAsync(action).GetAwaiter().GetResult();

    /// <summary>Runs <paramref name="action"/>; the task completes with it.</summary>
    public static Task<T> RunAsync<T>(Func<T> action)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result = default;
        Exception? failure = null;
        // Threads are used again, and hear whoever started them first.
        Action<string>? listener = NetlinkTrace.Listener;
        Start(() =>
        {
            NetlinkTrace.Listener = listener;
            try
            {
                result = action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }, () =>
        {
            if (failure is not null)
                completion.SetException(failure);
            else
                completion.SetResult(result!);
        });
        return completion.Task;
    }

    /// <summary>Moves the calling thread, which must be of this kind, into a namespace: setns(2).</summary>
    public static int Enter(FileDescriptor space) => Leave(() => NamespaceCalls.Enter(space, NamespaceCalls.NewNetwork));

    /// <summary>Moves the calling thread, which must be of this kind, into a new namespace: unshare(2).</summary>
    public static int EnterNew() => Leave(() => NamespaceCalls.Unshare(NamespaceCalls.NewNetwork));

    private static int Leave(Func<int> call)
    {
        DedicatedThread here = _current ?? throw new InvalidOperationException("Only a dedicated thread may leave its namespace.");
        here._home ??= OpenOwn();
        int result = call();
        here._hasLeft |= result == 0;
        return result;
    }

    // An action within an action: afterwards the thread is where the outer one had taken it.
    private T RunNested<T>(Func<T> action)
    {
        using FileDescriptor? outer = _hasLeft ? OpenOwn() : null;
        try
        {
            return action();
        }
        finally
        {
            if (outer is null)
                GoHome();
            else
                Return(outer);
        }
    }

    /// <summary>The namespace of the calling thread.</summary>
    /// <exception cref="LinuxException">It can't be opened.</exception>
    public static FileDescriptor OpenOwn()
    {
        FileDescriptor file = FileCalls.Open("/proc/thread-self/ns/net", FileCalls.ReadOnly | FileCalls.CloseOnExec, 0);
        return file.IsInvalid ? throw LinuxException.FromLastCall("open", "this thread's namespace") : file;
    }

    private void GoHome()
    {
        if (!_hasLeft)
            return;
        Return(_home!);
        _hasLeft = false;
    }

    private static void Return(FileDescriptor space)
    {
        if (NamespaceCalls.Enter(space, NamespaceCalls.NewNetwork) != 0)
            throw LinuxException.FromLastCall("go back to", "a thread's own namespace");
    }

    private static void Start(Action action, Action ended)
    {
        while (true)
        {
            DedicatedThread? idle;
            lock (Idle)
                _ = Idle.TryPop(out idle);
            if (idle is null)
            {
                var fresh = new DedicatedThread();
                new Thread(() => fresh.Loop(action, ended)) { IsBackground = true, Name = "dedicated" }.Start();
                return;
            }
            lock (idle._gate)
            {
                if (idle._isGone)
                    continue;
                idle._work = () => idle.Perform(action, ended);
                Monitor.Pulse(idle._gate);
                return;
            }
        }
    }

    private void Loop(Action action, Action ended)
    {
        _current = this;
        Perform(action, ended);
        while (!_hasLeft && Next() is Action work)
            work();
        _home?.Dispose();
    }

    // A thread that can't go home is good for nothing more, and ends.
    private void Perform(Action action, Action ended)
    {
        action();
        try
        {
            GoHome();
        }
        catch (LinuxException)
        {
        }
        ended();
    }

    // Null when nobody has had anything for it for a while.
    private Action? Next()
    {
        lock (_gate)
        {
            _work = null;
            lock (Idle)
                Idle.Push(this);
            while (_work is null && !_isGone)
                _isGone = !Monitor.Wait(_gate, Patience) && _work is null;
            return _work;
        }
    }
}
