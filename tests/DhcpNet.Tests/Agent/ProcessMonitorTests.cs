using System.Collections.Concurrent;
using System.Diagnostics;
using DhcpNet.Agent;

namespace DhcpNet.Tests.Agent;

public sealed class ProcessMonitorTests : IDisposable
{
    private static readonly Guid Blue = Guid.NewGuid(), Green = Guid.NewGuid();

    private readonly List<Process> _processes = [];
    private readonly BlockingCollection<ProcessDeath> _deaths = [];
    private readonly ProcessMonitor _monitor;

    public ProcessMonitorTests() => _monitor = new ProcessMonitor(isOn: true, _deaths.Add);

    public void Dispose()
    {
        _monitor.Dispose();
        foreach (Process process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        _deaths.Dispose();
    }

    [Fact]
    public void A_process_that_ends_by_itself_is_told_of_and_the_next_time_it_is_to_wait()
    {
        foreach (double wait in new[] { 0, 1, 2 })
        {
            int process = Start();
            _monitor.Watch(Blue, areStarted: true, [process]);
            Kill(process);

            ProcessDeath death = Next();
            Assert.Equal((Blue, process, wait, false), (death.NetworkId, death.ProcessId, death.Wait.TotalSeconds, death.IsMended));
        }
    }

    [Fact]
    public void What_ends_while_the_network_is_worked_on_is_that_works_own()
    {
        int process = Start(), next = Start();
        _monitor.Watch(Blue, areStarted: true, [process]);
        _monitor.Suspend(Blue);
        Kill(process);
        _monitor.Watch(Blue, areStarted: false, [next]);

        RequireNone();
        Kill(next);
        Assert.Equal(next, Next().ProcessId);
    }

    [Fact]
    public void A_process_that_was_found_dead_by_work_on_the_network_is_told_of_as_mended()
    {
        int process = Start(), next = Start();
        _monitor.Watch(Blue, areStarted: true, [process]);
        _monitor.Suspend(Blue);
        Kill(process);

        Assert.NotNull(_monitor.Watch(Blue, areStarted: true, [next]));

        ProcessDeath death = Next();
        Assert.Equal((process, true), (death.ProcessId, death.IsMended));
    }

    [Fact]
    public void A_process_that_ends_while_work_on_the_network_leaves_it_alone_is_told_of_afterwards()
    {
        int process = Start(), other = Start();
        _monitor.Watch(Blue, areStarted: true, [process]);
        _monitor.Watch(Green, areStarted: true, [other]);
        _monitor.Suspend(Blue);
        _monitor.Suspend(Green);
        Kill(process);
        Kill(other);

        _monitor.Watch(Blue, areStarted: false, [process]);
        ProcessDeath death = Next();
        Assert.Equal(("sleep", process, false), (death.Name, death.ProcessId, death.IsMended));

        _monitor.Resume(Green);
        Assert.Equal(other, Next().ProcessId);
    }

    [Fact]
    public void A_process_that_ended_beside_one_that_was_started_anew_is_not_mended()
    {
        int proxy = Start(), dnsmasq = Start();
        _monitor.Watch(Blue, areStarted: true, [proxy]);
        _monitor.Suspend(Blue);
        Kill(proxy);

        Assert.Null(_monitor.Watch(Blue, areStarted: true, [dnsmasq, proxy]));

        Assert.False(Next().IsMended);
    }

    [Fact]
    public void A_network_that_is_served_no_more_has_no_deaths()
    {
        int process = Start();
        _monitor.Watch(Blue, areStarted: true, [process]);
        _monitor.Forget(Blue);
        Kill(process);

        RequireNone();
    }

    [Fact]
    public void Turned_off_it_tells_nothing()
    {
        using var off = new ProcessMonitor(isOn: false, _deaths.Add);
        int process = Start();
        off.Watch(Blue, areStarted: true, [process]);
        Kill(process);

        RequireNone();
    }

    private int Start()
    {
        var process = Process.Start("sleep", "1000");
        _processes.Add(process);
        return process.Id;
    }

    private void Kill(int processId)
    {
        Process process = _processes.Single(p => p.Id == processId);
        process.Kill();
        process.WaitForExit();
    }

    private ProcessDeath Next()
    {
        Assert.True(_deaths.TryTake(out ProcessDeath? death, TimeSpan.FromSeconds(30)), "no death was told of");
        return death;
    }

    // Whatever came before the death of another network's process has been told by then.
    private void RequireNone()
    {
        int process = Start();
        _monitor.Watch(Guid.NewGuid(), areStarted: true, [process]);
        Kill(process);
        Assert.Equal(process, Next().ProcessId);
        Assert.Empty(_deaths);
    }
}
