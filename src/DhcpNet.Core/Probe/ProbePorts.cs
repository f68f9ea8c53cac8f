using DhcpNet.Linux;
using DhcpNet.Ovsdb;
using DhcpNet.Setup;

namespace DhcpNet.Probe;

/// <summary>The probes of one run: a port each on the integration bridge, plugged in together and removed together, whatever happens between.</summary>
internal sealed class ProbePorts : IAsyncDisposable
{
    // ovs-vswitchd makes and closes devices one after the other.
    private static readonly TimeSpan TimePerPort = TimeSpan.FromMilliseconds(100);

    private readonly OvsSwitch _ovs;
    private readonly DhcpConfiguration _configuration;
    private readonly ISetupLog _log;
    private readonly ProbeRun _run;
    private readonly ProbeNamespace _space;
    private readonly List<string> _names = [];

    private ProbePorts(OvsSwitch ovs, DhcpConfiguration configuration, ISetupLog log, ProbeRun run, ProbeNamespace space)
    {
        _ovs = ovs;
        _configuration = configuration;
        _log = log;
        _run = run;
        _space = space;
    }

    /// <summary>The probes, or why there is none, in the networks' order.</summary>
    public IReadOnlyList<(ProbeDevice? Device, Exception? Error)> Probes { get; private set; } = [];

    public ProbeNamespace Space => _space;

    /// <summary>Plugs a probe into each network, with the VLAN tag that goes with it in <paramref name="tags"/>.</summary>
    /// <exception cref="OvsdbException">None of them can be had: OVSDB does not answer, or refuses the transaction.</exception>
    public static async Task<ProbePorts> PlugAsync(
        OvsSwitch ovs, DhcpConfiguration configuration, ISetupLog log, IReadOnlyList<int?> tags, CancellationToken cancellationToken)
    {
        ProbeRun run = await ProbeRun.BeginAsync(configuration, cancellationToken).ConfigureAwait(false);
        ProbePorts ports;
        try
        {
            ports = new ProbePorts(ovs, configuration, log, run, ProbeNamespace.Create());
        }
        catch
        {
            run.Dispose();
            throw;
        }
        try
        {
            await ports.PlugAsync(tags, cancellationToken).ConfigureAwait(false);
            return ports;
        }
        catch
        {
            await ports.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Removes the ports, and with them their devices; what cannot be removed now is left to the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_names.Count > 0)
                await _ovs.RemovePortsAsync(_names, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OvsdbException or OvsdbConnectionException)
        {
            _log.Warning($"The test's ports could not be removed; the next Test-NetworkDhcp removes them: {e.Message}");
        }
        _space.Dispose();
        _run.Dispose();
    }

    private async Task PlugAsync(IReadOnlyList<int?> tags, CancellationToken cancellationToken)
    {
        string bridge = _configuration.IntegrationBridge;
        IReadOnlyList<string> left = await _run.RemoveLeftoversAsync(_ovs, bridge, cancellationToken).ConfigureAwait(false);
        if (left.Count > 0)
            _log.Verbose($"Ports that a test which was killed left behind were removed: {string.Join(", ", left)}");

        OvsPortRequest[] requests = [.. tags.Select(tag => new OvsPortRequest { Name = ProbeRun.NewPortName(), VlanTag = tag, ExternalIds = _run.Marks })];
        _names.AddRange(requests.Select(r => r.Name));
        TimeSpan timeout = _configuration.OvsdbTimeout + (TimePerPort * requests.Length);
        IReadOnlyList<OvsPortOutcome> outcomes = await _ovs.EnsureInternalPortsAsync(bridge, requests, timeout, cancellationToken).ConfigureAwait(false);
        // On a thread of its own, and all of them before anything is asked: the kernel takes 20 ms for a move, does but one at once, and keeps
        // Open vSwitch waiting meanwhile, which would be taken for a slow server.
        Probes = await Task.Factory.StartNew(() => MoveIn(outcomes, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private List<(ProbeDevice?, Exception?)> MoveIn(IReadOnlyList<OvsPortOutcome> outcomes, CancellationToken cancellationToken)
    {
        using Rtnetlink host = Rtnetlink.Open();
        List<(ProbeDevice?, Exception?)> probes = [];
        foreach (OvsPortOutcome outcome in outcomes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            probes.Add(MoveIn(host, outcome));
        }
        return probes;
    }

    private (ProbeDevice?, Exception?) MoveIn(Rtnetlink host, OvsPortOutcome outcome)
    {
        if (outcome.Change == OvsPortChange.Failed)
            return (null, new DhcpNetException("ProbeFailed", DhcpNetErrorKind.Failed, $"The test's port could not be added to bridge '{_configuration.IntegrationBridge}': {outcome.Error}", outcome.Name));
        try
        {
            return (_space.MoveIn(host, outcome.Name), null);
        }
        catch (Exception e) when (e is LinuxException or DhcpNetException)
        {
            return (null, e);
        }
    }
}
