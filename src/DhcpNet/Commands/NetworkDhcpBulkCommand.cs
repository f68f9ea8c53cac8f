using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>What Enable-, Update-, Restart- and Disable-NetworkDhcp have in common: networks are gathered from the pipeline, then worked on together.</summary>
public abstract class NetworkDhcpBulkCommand : NetworksCommand
{
    private readonly Dictionary<Guid, Network> _networks = [];

    /// <summary>How many networks are worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = NetworkDhcpFlow.UsualThrottle;

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <summary>What is done to a network, for -WhatIf and -Confirm.</summary>
    private protected abstract string Action { get; }

    /// <summary>Whether nothing is asked.</summary>
    private protected virtual bool Forced => false;

    /// <summary>Does it.</summary>
    private protected abstract IAsyncEnumerable<NetworkDhcpOutcome> WorkAsync(NetworkDhcpFlow flow, IReadOnlyList<Network> networks, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (log, token) =>
            {
                IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
                Network network = await plugin.OutlineAsync(reference, token).ConfigureAwait(false);
                if (await ConfirmedAsync(log, $"network {network.DisplayName}", Action, Forced, token).ConfigureAwait(false))
                    _networks[network.Id] = network;
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_networks.Count == 0)
            return;
        Try(target: null, async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            var flow = new NetworkDhcpFlow(plugin, await TapsAsync(token).ConfigureAwait(false), Session.Configuration, log);
            int done = 0;
            await foreach (NetworkDhcpOutcome outcome in WorkAsync(flow, [.. _networks.Values], token).ConfigureAwait(false))
            {
                log.Write(outcome);
                ReportProgress(log, ++done, outcome.Network.DisplayName);
            }
        });
    }

    private void ReportProgress(PipelineLog log, int done, string name)
    {
        if (_networks.Count > 1)
        {
            log.Progress(new ProgressRecord(0, $"{char.ToUpperInvariant(Action[0])}{Action[1..]}", $"{done} of {_networks.Count}: {name}")
            {
                PercentComplete = 100 * done / _networks.Count,
                RecordType = done == _networks.Count ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            });
        }
    }
}
