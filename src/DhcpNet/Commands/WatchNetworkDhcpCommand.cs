using System.Management.Automation;
using DhcpNet.Agent;
using DhcpNet.Binding;
using DhcpNet.Metrics;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Serves this host's networks until it is stopped: follows what the plugin tells, and keeps the processes alive.</summary>
[Cmdlet(VerbsCommon.Watch, "NetworkDhcp", SupportsShouldProcess = true)]
[OutputType(typeof(DhcpAgentEvent))]
public sealed class WatchNetworkDhcpCommand : NetworkFilterCommand
{
    private readonly List<NetworkReference> _references = [];

    /// <summary>Brings all networks to what the plugin says now, and ends.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>How many networks one run works on at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = NetworkDhcpFlow.UsualThrottle;

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _references.AddRange(Network ?? []);

    /// <inheritdoc/>
    private protected override void Finish()
    {
        // An empty pipeline names no network, which is not the same as naming none.
        if (_references.Count == 0 && (MyInvocation.ExpectingInput || Network is not null))
            return;
        bool tellsOnly = IsWhatIf;
        Try(target: null, async (log, token) =>
        {
            if (await SelectAsync(log, token).ConfigureAwait(false) is not NetworkSelection selection)
                return;
            if (tellsOnly)
                await TellAsync(log, selection, token).ConfigureAwait(false);
            else if (await ConfirmedAsync(log, $"networks of {(await PluginAsync(token).ConfigureAwait(false)).Description}", "serve DHCP on this host", force: false, token).ConfigureAwait(false))
                await WatchAsync(log, selection, token).ConfigureAwait(false);
        });
    }

    // Names with wildcards stand for networks that are made later, too.
    private async Task<NetworkSelection?> SelectAsync(PipelineLog log, CancellationToken cancellationToken)
    {
        if (_references.Count == 0)
            return NetworkSelection.All;
        IDhcpPlugin plugin = await PluginAsync(cancellationToken).ConfigureAwait(false);
        (IReadOnlyCollection<Network> networks, bool isComplete) = await plugin.OutlinesAsync(_references, areWildcardsAllowed: true, log, cancellationToken).ConfigureAwait(false);
        string[] patterns = [.. _references.Select(r => r.Name).OfType<string>().Where(WildcardPattern.ContainsWildcardCharacters)];
        return isComplete ? new NetworkSelection(networks.Select(n => n.Id), patterns) : null;
    }

    private async Task TellAsync(PipelineLog log, NetworkSelection selection, CancellationToken cancellationToken)
    {
        var plan = new SyncPlan(await PluginAsync(cancellationToken).ConfigureAwait(false), await InspectorAsync(log, cancellationToken).ConfigureAwait(false), Session.Configuration);
        foreach ((Network network, string action) in await plan.MakeAsync(selection, cancellationToken).ConfigureAwait(false))
            await ConfirmedAsync(log, $"network {network.DisplayName}", action, force: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task WatchAsync(PipelineLog log, NetworkSelection selection, CancellationToken cancellationToken)
    {
        bool isOnce = Once;
        using var termination = new Termination(cancellationToken);
        using var agent = new DhcpAgent(
            await PluginAsync(cancellationToken).ConfigureAwait(false),
            await TapsAsync(cancellationToken).ConfigureAwait(false),
            Session.Configuration,
            new DhcpAgentOptions { Selection = selection, ThrottleLimit = ThrottleLimit, WaitsForOthers = isOnce, Publish = Session.Configuration.MetricsPort > 0 ? Publish : null },
            log,
            (said, error) =>
            {
                log.Output(said);
                // Between syncs it waits for something to happen, which has no end to be shown.
                if (said.Kind is DhcpAgentEventKind.SyncStarted or DhcpAgentEventKind.Synced)
                    log.Progress(said.Kind == DhcpAgentEventKind.SyncStarted ? new ProgressReport($"sync ({said.Reason})") : ProgressReport.Idle);
                // Nothing is tried again after the end.
                if (isOnce && error is not null)
                    log.Error(Errors.ToRecord(error, said.Network));
            });
        await (isOnce ? agent.SyncAsync(termination.Token) : agent.RunAsync(termination.Token)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // What serves metrics is loaded where this runs, and nowhere else.
    private IDisposable Publish(Func<DhcpAgentStatus> status) => MetricsEndpoint.Start(Session.Configuration.MetricsPort, status);
}
