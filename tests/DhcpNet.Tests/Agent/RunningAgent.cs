using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DhcpNet.Agent;
using DhcpNet.Plugins;
using DhcpNet.Setup;

namespace DhcpNet.Tests.Agent;

/// <summary>An agent on a <see cref="FakePlugin"/> whose work on a network is to note it down.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-agent-");
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _gates = [];
    private readonly ConcurrentDictionary<Guid, int> _atWork = [];
    private readonly ConcurrentQueue<DhcpAgentEvent> _events = [];
    private Task? _run;

    public RunningAgent(FakePlugin plugin, Func<DhcpConfiguration, DhcpConfiguration>? configure = null, NetworkSelection? selection = null)
    {
        Plugin = plugin;
        Configuration = new DhcpConfiguration { StatePath = _state.FullName, HostName = AgentObjects.HostName };
        Configuration = configure?.Invoke(Configuration) ?? Configuration;
        Agent = new DhcpAgent(plugin, known => (networks, isExtensible, token) => ApplyAsync(known, networks, isExtensible, token), Configuration,
            new DhcpAgentOptions { Selection = selection ?? NetworkSelection.All }, (said, _) => _events.Enqueue(said));
    }

    public FakePlugin Plugin { get; }

    public DhcpConfiguration Configuration { get; }

    public DhcpAgent Agent { get; }

    /// <summary>The networks that were worked on, in order, each as it was then.</summary>
    public ConcurrentQueue<Network> Applied { get; } = [];

    /// <summary>For each of these, whether what the plugin tells of changes was enough.</summary>
    public ConcurrentQueue<(Guid NetworkId, bool IsExtensible)> Looks { get; } = [];

    /// <summary>What goes wrong with a network.</summary>
    public ConcurrentDictionary<Guid, Exception> Failures { get; } = [];

    /// <summary>Whether a network was ever worked on twice at a time.</summary>
    public bool HasOverlapped { get; private set; }

    public IReadOnlyList<DhcpAgentEvent> Events => [.. _events];

    public Task Run => _run!;

    public RunningAgent Start()
    {
        _run = Task.Run(() => Agent.RunAsync(_stop.Token));
        return this;
    }

    /// <summary>Starts, and waits until the first sync is done.</summary>
    public async Task<RunningAgent> StartSyncedAsync()
    {
        Start();
        await UntilAsync(() => Saw(DhcpAgentEventKind.Synced), "the first sync");
        return this;
    }

    public bool Saw(DhcpAgentEventKind kind) => _events.Any(e => e.Kind == kind);

    public int Times(Network network) => Applied.Count(n => n.Id == network.Id);

    /// <summary>Has work on a network wait until what is returned is completed.</summary>
    public TaskCompletionSource HoldWork(Network network) => _gates[network.Id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsAtWork(Network network) => _atWork.GetValueOrDefault(network.Id) > 0;

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (!condition())
        {
            if (_run is { IsFaulted: true })
                await _run;
            Assert.True(DateTime.UtcNow < end, $"waited for {what}; so far: {string.Join("; ", Events)}");
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (_run is not null)
            await _run.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TaskCompletionSource gate in _gates.Values)
            gate.TrySetResult();
        await _stop.CancelAsync();
        if (_run is not null)
            await _run.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Agent.Dispose();
        _stop.Dispose();
        _state.Delete(recursive: true);
    }

    private async IAsyncEnumerable<NetworkDhcpOutcome> ApplyAsync(IDhcpPlugin plugin, IReadOnlyList<Network> networks, Func<Guid, bool> isExtensible, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Network asked in networks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Looks.Enqueue((asked.Id, isExtensible(asked.Id)));
            HasOverlapped |= _atWork.AddOrUpdate(asked.Id, 1, (_, n) => n + 1) > 1;
            NetworkDhcpOutcome outcome = await ApplyAsync(plugin, asked);
            _atWork.AddOrUpdate(asked.Id, 0, (_, n) => n - 1);
            yield return outcome;
        }
    }

    private async Task<NetworkDhcpOutcome> ApplyAsync(IDhcpPlugin plugin, Network asked)
    {
        try
        {
            Network? network = await plugin.GetNetworkInfoAsync(asked.Id, CancellationToken.None);
            Applied.Enqueue(network ?? asked);
            if (_gates.TryGetValue(asked.Id, out TaskCompletionSource? gate))
                await gate.Task;
            if (Failures.TryGetValue(asked.Id, out Exception? failure))
                throw failure;
            if (network is null)
                return new NetworkDhcpOutcome { Network = asked, Result = new NetworkDhcp { Network = asked, State = NetworkDhcpState.Disabled, Change = StepChange.Removed } };
            await plugin.DhcpReadyOnPortsAsync([.. network.Ports.Select(p => p.Id)], CancellationToken.None);
            return new NetworkDhcpOutcome { Network = network, Result = new NetworkDhcp { Network = network, State = NetworkDhcpState.Enabled, Change = StepChange.Updated } };
        }
        catch (Exception e)
        {
            return new NetworkDhcpOutcome { Network = asked, Error = e, FailedStep = SetupSteps.DhcpPort };
        }
    }
}
