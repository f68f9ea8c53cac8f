using System.Collections.Concurrent;
using System.Diagnostics;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public sealed class ProcessWatcherTests : IDisposable
{
    private readonly BlockingCollection<RunningProcess> _ended = [];
    private readonly List<Process> _sleepers = [];

    public void Dispose()
    {
        foreach (Process sleeper in _sleepers)
        {
            sleeper.Kill();
            sleeper.WaitForExit();
            sleeper.Dispose();
        }
        _ended.Dispose();
    }

    [Fact]
    public void Each_process_that_ends_is_told_of_once_among_many()
    {
        using var watcher = new ProcessWatcher(_ended.Add);
        RunningProcess[] processes = [.. Enumerable.Range(0, 20).Select(_ => Start())];
        Assert.All(processes, p => Assert.True(watcher.Watch(p)));
        Assert.All(processes, p => Assert.True(watcher.Watch(p)));

        foreach (RunningProcess process in processes[..10])
            process.Signal(Signals.Kill);

        Assert.Equal(processes[..10].Select(p => p.ProcessId).Order(), Take(10).Select(p => p.ProcessId).Order());
        processes[15].Signal(Signals.Kill);
        Assert.Equal([processes[15]], Take(1));
    }

    [Fact]
    public void A_process_that_has_ended_before_is_not_watched()
    {
        using var watcher = new ProcessWatcher(_ended.Add);
        RunningProcess process = Start();
        process.Signal(Signals.Kill);
        _sleepers[^1].WaitForExit();

        Assert.False(watcher.Watch(process));
    }

    [Fact]
    public void One_that_is_forgotten_ends_unheard()
    {
        using var watcher = new ProcessWatcher(_ended.Add);
        RunningProcess forgotten = Start(), watched = Start();
        watcher.Watch(forgotten);
        watcher.Watch(watched);
        watcher.Forget(forgotten);

        forgotten.Signal(Signals.Kill);
        watched.Signal(Signals.Kill);

        Assert.Equal([watched], Take(1));
        Assert.Empty(_ended);
    }

    [Fact]
    public void Nothing_is_told_after_the_end()
    {
        var watcher = new ProcessWatcher(_ended.Add);
        RunningProcess process = Start();
        watcher.Watch(process);
        watcher.Dispose();
        watcher.Dispose();

        process.Signal(Signals.Kill);
        _sleepers[^1].WaitForExit();

        Assert.Empty(_ended);
        Assert.Throws<ObjectDisposedException>(() => watcher.Watch(process));
    }

    [Fact]
    public void Who_is_told_may_watch_another()
    {
        RunningProcess first = Start(), second = Start();
        ProcessWatcher? watcher = null;
        using (watcher = new ProcessWatcher(p =>
        {
            if (p == first)
                watcher!.Watch(second);
            _ended.Add(p);
        }))
        {
            watcher.Watch(first);
            first.Signal(Signals.Kill);
            Assert.Equal([first], Take(1));

            second.Signal(Signals.Kill);

            Assert.Equal([second], Take(1));
        }
    }

    private RunningProcess Start()
    {
        var sleeper = Process.Start("sleep", "1000");
        _sleepers.Add(sleeper);
        return RunningProcess.Find(sleeper.Id)!;
    }

    private List<RunningProcess> Take(int count)
    {
        List<RunningProcess> taken = [];
        while (taken.Count < count)
        {
            Assert.True(_ended.TryTake(out RunningProcess? process, TimeSpan.FromSeconds(30)), $"{taken.Count} of {count} were told of");
            taken.Add(process);
        }
        return taken;
    }
}
