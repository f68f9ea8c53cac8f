using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>What Enable-, Update-, Restart- and Disable-NetworkDhcp have in common: networks are gathered from the pipeline, then worked on together.</summary>
public abstract class NetworkDhcpBulkCommand : NetworksCommand
{
    private readonly List<NetworkReference> _references = [];

    /// <summary>How many networks are worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = NetworkDhcpFlow.UsualThrottle;

    /// <summary>One object about the whole run takes the place of one a network; failures are errors all the same.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <summary>What is done to a network, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    /// <summary>Whether nothing is asked.</summary>
    private protected virtual bool Forced => false;

    /// <summary>Does it.</summary>
    private protected abstract IAsyncEnumerable<NetworkDhcpOutcome> WorkAsync(NetworkDhcpFlow flow, IReadOnlyList<Network> networks, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void ProcessRecord() => _references.AddRange(Network);

    /// <inheritdoc/>
    private protected override void Finish() => Try(target: null, async (log, token) =>
    {
        IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
        List<Network> networks = [];
        foreach (Network network in (await plugin.OutlinesAsync(_references, areWildcardsAllowed: false, log, token).ConfigureAwait(false)).Networks)
        {
            if (await ConfirmedAsync(log, $"network {network.DisplayName}", Action, Forced, token).ConfigureAwait(false))
                networks.Add(network);
        }
        if (networks.Count > 0)
            await RunAsync(log, plugin, networks, token).ConfigureAwait(false);
    });

    private async Task RunAsync(PipelineLog log, IDhcpPlugin plugin, List<Network> networks, CancellationToken token)
    {
        var flow = new NetworkDhcpFlow(plugin, await TapsAsync(token).ConfigureAwait(false), Session.Configuration, log);
        var tally = new NetworkDhcpTally(networks.Count);
        await foreach (NetworkDhcpOutcome outcome in WorkAsync(flow, networks, token).ConfigureAwait(false))
        {
            tally.Count(outcome);
            if (outcome.Error is not null || !Summary)
                log.Write(outcome);
            log.Progress(tally, outcome.Network.DisplayName);
        }
        if (Summary)
            log.Output(tally.ToSummary(flow.Times));
    }
}
