using System.Collections.Concurrent;
using System.Threading.Channels;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Agent;

/// <summary>A plugin that answers what a test put in, tells what a test says, and notes what it is asked.</summary>
internal sealed class FakePlugin : INotifyingPlugin, IAgentRegistry, INotificationFeed
{
    private volatile Channel<DhcpNotification> _told = Channel.CreateUnbounded<DhcpNotification>();

    public ConcurrentDictionary<Guid, Network> Networks { get; } = [];

    public ConcurrentQueue<string> Asked { get; } = [];

    public ConcurrentQueue<Guid> Ready { get; } = [];

    public ConcurrentQueue<AgentState> Reports { get; } = [];

    public ConcurrentQueue<AgentStanding> Standings { get; } = [];

    /// <summary>What goes wrong with the next question.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = [];

    /// <summary>What goes wrong with the next try to listen.</summary>
    public ConcurrentQueue<Exception> ListenFailures { get; } = [];

    /// <summary>Whether it was ever used.</summary>
    public bool HasHadNetworks { get; set; } = true;

    /// <summary>Holds back the answer for all networks until it is completed.</summary>
    public TaskCompletionSource? Pause { get; set; }

    /// <summary>Holds back the answer about ports that are ready until it is completed.</summary>
    public TaskCompletionSource? ReadyPause { get; set; }

    public string Description => "fake";

    public NotificationFeedStatus Status => new("fake", IsConnected: true, LastError: null);

    public void Tell(DhcpNotification notification) => _told.Writer.TryWrite(notification);

    /// <summary>Ends what is being listened to; whoever listens again hears what is told from now on.</summary>
    public void EndFeed() => Interlocked.Exchange(ref _told, Channel.CreateUnbounded<DhcpNotification>()).Writer.Complete();

    public void Add(Network network) => Networks[network.Id] = network;

    public Task<INotificationFeed> ListenAsync(CancellationToken cancellationToken) =>
        ListenFailures.TryDequeue(out Exception? failure) ? Task.FromException<INotificationFeed>(failure) : Task.FromResult<INotificationFeed>(this);

    public IAsyncEnumerable<DhcpNotification> ReadAllAsync(CancellationToken cancellationToken) => _told.Reader.ReadAllAsync(cancellationToken);

    public async Task<IReadOnlyList<Network>> GetActiveNetworksInfoAsync(CancellationToken cancellationToken)
    {
        Ask("all");
        Network[] answer = [.. Networks.Values];
        if (Pause is not null)
            await Pause.Task.WaitAsync(cancellationToken);
        return answer;
    }

    public Task<bool> HasHadNetworksAsync(CancellationToken cancellationToken) => Task.FromResult(HasHadNetworks);

    public Task<Network?> GetNetworkInfoAsync(Guid networkId, CancellationToken cancellationToken)
    {
        Ask($"network {networkId}");
        return Task.FromResult(Networks.GetValueOrDefault(networkId));
    }

    public Task<Port?> CreateDhcpPortAsync(DhcpPortRequest request, CancellationToken cancellationToken)
    {
        Ask("create port");
        if (!Networks.TryGetValue(request.NetworkId, out Network? network))
            return Task.FromResult<Port?>(null);
        Port port = network.NewPort(2, request.DeviceId);
        Networks[network.Id] = network with { Ports = [.. network.Ports, port] };
        // As Neutron's server does: told before it is answered.
        Tell(port.Created());
        return Task.FromResult<Port?>(port);
    }

    public Task<bool> ReleaseDhcpPortAsync(Guid networkId, string deviceId, CancellationToken cancellationToken)
    {
        Ask("release port");
        return Task.FromResult(true);
    }

    public async Task DhcpReadyOnPortsAsync(IReadOnlyCollection<Guid> portIds, CancellationToken cancellationToken)
    {
        Ask($"{portIds.Count} ready");
        if (ReadyPause is not null)
            await ReadyPause.Task.WaitAsync(cancellationToken);
        foreach (Guid id in portIds)
            Ready.Enqueue(id);
    }

    public Task<AgentStanding> ReportStateAsync(AgentState state, CancellationToken cancellationToken)
    {
        Reports.Enqueue(state);
        Ask("report");
        return Task.FromResult(Standings.TryDequeue(out AgentStanding standing) ? standing : AgentStanding.Alive);
    }

    public Task<Network?> GetAddedSinceAsync(Guid networkId, long revision, CancellationToken cancellationToken) => Task.FromResult<Network?>(null);

    public Task<Network?> GetNetworkAsync(Guid networkId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Network>> FindNetworksAsync(string namePattern, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Network>> GetNetworksAsync(string namePattern, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Port?> UpdateDhcpPortAsync(Guid portId, DhcpPortRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Port?> GetDhcpPortAsync(Guid portId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Ask(string what)
    {
        Asked.Enqueue(what);
        if (Failures.TryDequeue(out Exception? failure))
            throw failure;
    }
}
