using System.Diagnostics;
using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>What the parts of a running agent share.</summary>
internal sealed class AgentParts : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public AgentParts(IDhcpPlugin plugin, DhcpConfiguration configuration, DhcpAgentOptions options, AgentJournal journal)
    {
        Source = plugin;
        Configuration = configuration;
        Options = options;
        Journal = journal;
        Cache = new NetworkCache(configuration.HostName, () => Now);
        Plugin = new CachingPlugin(plugin, Cache, TellReady);
    }

    /// <summary>The plugin itself.</summary>
    public IDhcpPlugin Source { get; }

    /// <summary>The plugin with what is known before it.</summary>
    public CachingPlugin Plugin { get; }

    public DhcpConfiguration Configuration { get; }

    public DhcpAgentOptions Options { get; }

    public AgentJournal Journal { get; }

    public NetworkCache Cache { get; }

    public DirtyNetworks Dirty { get; } = new();

    public ReadyPorts Ready { get; } = new();

    /// <summary>Set when there are ports to tell the plugin of.</summary>
    public Signal HasReady { get; } = new();

    /// <summary>The time since the agent was started.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Has the plugin told that DHCP answers for ports.</summary>
    public void TellReady(IReadOnlyCollection<Guid> portIds)
    {
        if (Ready.Add(portIds))
            HasReady.Set();
    }

    public void Dispose() => HasReady.Dispose();
}
