using DhcpNet.Dnsmasq;
using DhcpNet.Linux;

namespace DhcpNet.Agent;

/// <summary>
/// Hears of each process that ends although its network is to be served: dnsmasq, the metadata proxy (Neutron: external_process.ProcessMonitor, which looks once a
/// minute). What the agent itself ends is none of its business.
/// </summary>
internal sealed class ProcessMonitor : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<Guid, HashSet<RunningProcess>> _served = [];
    private readonly Dictionary<RunningProcess, Guid> _networks = [];
    private readonly Dictionary<Guid, RespawnDamper> _dampers = [];
    private readonly HashSet<Guid> _suspended = [];
    private readonly Action<ProcessDeath> _died;
    private readonly ProcessWatcher? _watcher;

    /// <summary>Begins, with no process so far.</summary>
    /// <param name="isOn">Whether to watch at all.</param>
    /// <param name="died">Told of each that has died. It must be quick.</param>
    public ProcessMonitor(bool isOn, Action<ProcessDeath> died)
    {
        _died = died;
        _watcher = isOn ? new ProcessWatcher(Ended) : null;
    }

    /// <summary>Says that a network is being worked on: its process may be ended by that.</summary>
    public void Suspend(Guid networkId)
    {
        lock (_gate)
            _suspended.Add(networkId);
    }

    /// <summary>Ends what <see cref="Suspend"/> began, where the network's processes are those that they were, or should be.</summary>
    public void Resume(Guid networkId)
    {
        IReadOnlyCollection<RunningProcess> processes;
        lock (_gate)
        {
            _suspended.Remove(networkId);
            processes = [.. _served.GetValueOrDefault(networkId, [])];
        }
        Watch(processes);
    }

    /// <summary>Ends what <see cref="Suspend"/> began, and watches the processes of a network, and no others of it any more.</summary>
    /// <param name="networkId">The network.</param>
    /// <param name="areStarted">Whether they were started while no other ran: those from before, if any, had ended by themselves then.</param>
    /// <param name="processIds">The processes.</param>
    /// <returns>That one had; null: none.</returns>
    public ProcessDeath? Watch(Guid networkId, bool areStarted, IReadOnlyCollection<int> processIds)
    {
        HashSet<RunningProcess> processes = [.. processIds.Select(RunningProcess.Find).OfType<RunningProcess>()];
        List<RunningProcess> others;
        lock (_gate)
        {
            _suspended.Remove(networkId);
            others = [.. _served.GetValueOrDefault(networkId, []).Except(processes)];
            _served[networkId] = processes;
            foreach (RunningProcess other in others)
                _networks.Remove(other);
            foreach (RunningProcess process in processes)
                _networks[process] = networkId;
        }
        ProcessDeath? death = null;
        foreach (RunningProcess other in others)
        {
            _watcher?.Forget(other);
            if (areStarted && !processIds.Contains(other.ProcessId))
                death = Tell(networkId, other.Name, other.ProcessId, LifeOf(other), isMended: true);
        }
        Watch([.. processes]);
        // Of those that ended before they could be looked at there is no trace, but where they were watched before.
        foreach (int processId in processIds.Except(processes.Select(p => p.ProcessId)))
        {
            RunningProcess? known = others.Find(o => o.ProcessId == processId);
            Tell(networkId, known?.Name ?? "a process", processId, known is null ? TimeSpan.Zero : LifeOf(known), isMended: false);
        }
        return death;
    }

    /// <summary>Watches none of a network's processes any more.</summary>
    public void Forget(Guid networkId)
    {
        Watch(networkId, areStarted: false, []);
        lock (_gate)
        {
            _served.Remove(networkId);
            _dampers.Remove(networkId);
        }
    }

    public void Dispose() => _watcher?.Dispose();

    private void Watch(IReadOnlyCollection<RunningProcess> processes)
    {
        foreach (RunningProcess process in processes)
        {
            if (_watcher is not null && !_watcher.Watch(process))
                Ended(process);
        }
    }

    // Where the network is being worked on, whoever does that says afterwards which process is the right one.
    private void Ended(RunningProcess process)
    {
        Guid networkId;
        lock (_gate)
        {
            if (!_networks.TryGetValue(process, out networkId) || _suspended.Contains(networkId))
                return;
            _networks.Remove(process);
            _served[networkId].Remove(process);
        }
        Tell(networkId, process.Name, process.ProcessId, LifeOf(process), isMended: false);
    }

    private static TimeSpan LifeOf(RunningProcess process) => DateTimeOffset.UtcNow - ProcessTimes.ToTime(process.StartTime);

    private ProcessDeath? Tell(Guid networkId, string name, int processId, TimeSpan life, bool isMended)
    {
        if (_watcher is null)
            return null;
        TimeSpan wait;
        lock (_gate)
        {
            if (!_dampers.TryGetValue(networkId, out RespawnDamper? damper))
                _dampers[networkId] = damper = new RespawnDamper();
            wait = damper.Next(life);
        }
        var death = new ProcessDeath(networkId, name, processId, life, wait, isMended);
        _died(death);
        return death;
    }
}
