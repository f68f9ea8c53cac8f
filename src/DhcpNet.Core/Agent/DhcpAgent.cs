using DhcpNet.Plugins;
using DhcpNet.Setup;

namespace DhcpNet.Agent;

/// <summary>
/// Serves a host's networks for as long as it runs: brings each to what the plugin says, follows what the plugin tells, and keeps the
/// processes alive (Neutron: neutron-dhcp-agent).
/// </summary>
/// <remarks>The networks' service outlives it; the next one takes it over as it is. One state directory has one agent at a time.</remarks>
public sealed class DhcpAgent : IDisposable
{
    // A plugin that takes no reports is most likely away altogether: then the sync finds out, and says so.
    private static readonly TimeSpan FirstReportPatience = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startTime = DateTimeOffset.Now;
    private readonly TaskCompletionSource _fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDhcpPlugin _plugin;
    private readonly DhcpConfiguration _configuration;
    private readonly AgentJournal _journal;
    private readonly AgentParts _parts;
    private readonly ProcessMonitor _monitor;
    private readonly NetworkWorker _worker;
    private readonly NetworkSync _sync;
    private readonly ReadyPortSender _sender;
    private readonly StateReporter? _reporter;
    private readonly AgentStatusWriter _status;
    private NotificationReader? _reader;

    /// <summary>Makes an agent; <see cref="RunAsync"/> or <see cref="SyncAsync"/> starts it.</summary>
    /// <param name="plugin">Whose networks it serves.</param>
    /// <param name="taps">Where their taps are.</param>
    /// <param name="configuration">What all networks have in common.</param>
    /// <param name="options">How it is to work.</param>
    /// <param name="log">Where the steps tell what they do.</param>
    /// <param name="tell">Told of each event, with the failure where it is one, from any thread; must be quick and not throw.</param>
    public DhcpAgent(IDhcpPlugin plugin, OvsTapStep taps, DhcpConfiguration configuration, DhcpAgentOptions options, ISetupLog log, Action<DhcpAgentEvent, Exception?> tell)
        : this(plugin, known => Flow(known, taps, configuration, options, log), configuration, options, tell)
    {
    }

    /// <summary>Makes an agent whose work on networks is somebody else's.</summary>
    internal DhcpAgent(
        IDhcpPlugin plugin, Func<IDhcpPlugin, ApplyNetworks> flow, DhcpConfiguration configuration, DhcpAgentOptions options, Action<DhcpAgentEvent, Exception?> tell)
    {
        _plugin = plugin;
        _configuration = configuration;
        _journal = new AgentJournal(tell);
        _parts = new AgentParts(plugin, configuration, options, _journal);
        _monitor = new ProcessMonitor(isOn: configuration.CheckChildProcessesInterval > TimeSpan.Zero, Respawn);
        _worker = new NetworkWorker(_parts, flow(_parts.Plugin), _monitor);
        _sync = new NetworkSync(_parts, _worker);
        _sender = new ReadyPortSender(_parts);
        _reporter = plugin is IAgentRegistry registry && configuration.ReportInterval > TimeSpan.Zero ? new StateReporter(_parts, registry, _sync) : null;
        _status = new AgentStatusWriter(configuration, Describe);
        _journal.Changed = _status.Note;
    }

    /// <summary>How the agent of a host stands, in whatever process it runs.</summary>
    /// <exception cref="DhcpNetException">The caller may not look.</exception>
    public static DhcpAgentStatus GetStatus(DhcpConfiguration configuration) =>
        AgentLock.IsHeld(configuration)
            ? AgentStatusFile.Read(configuration) with { State = DhcpAgentState.Running }
            : AgentStatusFile.Read(configuration) with { State = DhcpAgentState.Stopped, IsConnected = false, InWork = 0 };

    /// <summary>Serves until it is cancelled; networks that are being worked on then are finished.</summary>
    /// <exception cref="DhcpNetException">
    /// <c>AgentRunning</c>: there is one already. <c>PluginTellsNothing</c>: the plugin does not tell of changes. <c>ProcessEnded</c>: one
    /// ended by itself, and the configuration has the agent end then. <c>StatePathNotWritable</c>. What
    /// <see cref="DhcpAgentOptions.Publish"/> throws.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        INotifyingPlugin plugin = _plugin as INotifyingPlugin
            ?? throw new DhcpNetException("PluginTellsNothing", DhcpNetErrorKind.InvalidInput,
                $"This plugin ({_plugin.Description}) does not tell what changes, so that nothing can be watched. Watch-NetworkDhcp -Once brings all networks to what it says now.", _plugin.Description);
        using AgentLock held = await AgentLock.AcquireAsync(_configuration, cancellationToken).ConfigureAwait(false);
        using IDisposable? published = _parts.Options.Publish?.Invoke(Describe);
        _journal.Tell(DhcpAgentEventKind.Started, _plugin.Description);
        NotificationReader reader = _reader = new NotificationReader(_parts, plugin, _worker, _sync);
        await using (reader.ConfigureAwait(false))
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            List<Task> loops = [_fatal.Task, _status.RunAsync(ending.Token)];
            try
            {
                await reader.ListenAsync(ending.Token).ConfigureAwait(false);
                if (_reporter is not null)
                    loops.Add(_reporter.RunAsync(ending.Token));
                loops.AddRange([reader.RunAsync(ending.Token), SyncAlwaysAsync(ending.Token), _worker.RunAsync(ending.Token), _sender.RunAsync(ending.Token)]);
                await (await Task.WhenAny(loops).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            finally
            {
                await ending.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(loops.Skip(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _journal.Tell(DhcpAgentEventKind.Stopped, "the networks' service runs on");
            }
        }
    }

    /// <summary>Brings all networks to what the plugin says now, each tried once, and ends.</summary>
    /// <exception cref="DhcpNetException">There is an agent already; the plugin does not answer.</exception>
    public async Task SyncAsync(CancellationToken cancellationToken)
    {
        using AgentLock held = await AgentLock.AcquireAsync(_configuration, cancellationToken).ConfigureAwait(false);
        if (_reporter is not null && await _reporter.ReportAsync(cancellationToken).ConfigureAwait(false) is Exception notReported)
            _journal.Fail(notReported, "reporting the agent's state");
        TimeSpan start = _parts.Now;
        SyncProgress progress = await _sync.BeginAsync("asked for", cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource worked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken), told = new();
        Task work = _worker.RunAsync(worked.Token), status = _status.RunAsync(told.Token);
        try
        {
            await Task.WhenAny(progress.Done, work).ConfigureAwait(false);
            await worked.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (await _sender.TellAsync(cancellationToken).ConfigureAwait(false) is Exception notTold)
                _journal.Fail(notTold, "telling the plugin of ports that are ready");
            _sync.Tell(progress, start);
        }
        finally
        {
            // Last, so that it has all of it.
            await told.CancelAsync().ConfigureAwait(false);
            await status.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _monitor.Dispose();
        _worker.Dispose();
        _sync.Dispose();
        _status.Dispose();
        _parts.Dispose();
    }

    // The plugin may give networks only to agents that it knows to be alive: the first report goes before the first question.
    private async Task SyncAlwaysAsync(CancellationToken cancellationToken)
    {
        if (_reporter is not null)
            await _reporter.Tried.WaitAsync(FirstReportPatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _sync.Request("start");
        await _sync.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ApplyNetworks Flow(IDhcpPlugin plugin, OvsTapStep taps, DhcpConfiguration configuration, DhcpAgentOptions options, ISetupLog log)
    {
        var flow = new NetworkDhcpFlow(plugin, taps, configuration, log);
        return (networks, isExtensible, token) => flow.ApplyAsync(networks, isExtensible, options.WaitsForOthers, options.ThrottleLimit, token);
    }

    private void Respawn(ProcessDeath death)
    {
        if (_configuration.CheckChildProcessesAction == DhcpConfiguration.ExitAction)
        {
            _fatal.TrySetException(new DhcpNetException("ProcessEnded", DhcpNetErrorKind.Failed,
                $"{death.What}, and the configuration has the agent end then. Set-DhcpConfiguration -CheckChildProcessesAction {DhcpConfiguration.RespawnAction} has it started again instead.", death.NetworkId));
            return;
        }
        if (death.IsMended)
            return;
        if (death.Wait > TimeSpan.Zero)
        {
            _journal.Fail(new DhcpNetException("ProcessEnded", DhcpNetErrorKind.Failed, $"{death.What} after {death.Life.TotalSeconds:0.#} s, and not for the first time.", death.NetworkId),
                $"started again in {death.Wait.TotalSeconds:0} s", _parts.Cache.GetLast(death.NetworkId));
        }
        _worker.Mark(new DirtyNetwork(death.NetworkId, [death.What], AgentPriorities.Respawn, _parts.Now, IsThorough: true, IsRespawn: true), death.Wait);
    }

    // From any thread.
    private DhcpAgentStatus Describe()
    {
        (int networks, int subnets, int ports) = _parts.Cache.Count();
        NotificationFeedStatus? feed = _reader?.Status;
        return new DhcpAgentStatus
        {
            ProcessId = Environment.ProcessId,
            StartTime = _startTime,
            HostName = _configuration.HostName,
            Plugin = _plugin.Description,
            IsLimited = !_parts.Options.Selection.IsAll,
            Source = feed?.Source,
            IsConnected = feed?.IsConnected ?? false,
            Networks = networks,
            Subnets = subnets,
            Ports = ports,
            Backlog = _parts.Dirty.Count,
            InWork = _parts.Dirty.InWork,
            ReadyBacklog = _parts.Ready.Count,
            LastSync = _journal.LastSync?.Time,
            LastSyncDuration = _journal.LastSync?.Duration,
            LastError = _journal.LastError?.Error ?? feed?.LastError,
            LastErrorTime = _journal.LastError?.Time,
            Counts = _journal.Counts,
        };
    }
}
