using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Dnsmasq;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Finds and mends what drifted of networks' DHCP service on this host, and what is left of networks that are gone.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "NetworkDhcp", DefaultParameterSetName = NetworkSet, SupportsShouldProcess = true)]
[OutputType(typeof(NetworkDhcp))]
public sealed class RepairNetworkDhcpCommand : DhcpCmdlet
{
    private const string NetworkSet = "Network";
    private const string AllSet = "All";

    private readonly Dictionary<Guid, Network> _networks = [];

    /// <summary>The networks: name, id, or object.</summary>
    [Parameter(ParameterSetName = NetworkSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference[] Network { get; set; } = [];

    /// <summary>All networks, and what is left of those that are gone.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>How many networks are worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = NetworkDhcpFlow.UsualThrottle;

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (log, token) =>
            {
                IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
                Network network = await plugin.NetworkAsync(reference, token).ConfigureAwait(false);
                _networks[network.Id] = network;
            });
        }
    }

    /// <inheritdoc/>
    private protected override void Finish()
    {
        bool tellsOnly = IsWhatIf;
        Try(target: null, (log, token) => RepairAsync(log, tellsOnly, token));
    }

    private async Task RepairAsync(PipelineLog log, bool tellsOnly, CancellationToken token)
    {
        IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
        NetworkDhcpInspector inspector = await InspectorAsync(log, token).ConfigureAwait(false);
        if (All)
        {
            foreach (Network network in await plugin.FindNetworksAsync("*", token).ConfigureAwait(false))
                _networks[network.Id] = network;
        }
        List<Network> wrong = [];
        foreach (Inspection seen in await inspector.LookAsync([.. _networks.Values], closely: true, token).ConfigureAwait(false))
        {
            if (seen.Mendable.Count == 0)
                log.Output(seen.State);
            else if (await ConfirmedAsync(log, seen.State.Network, seen.Mendable, tellsOnly, token).ConfigureAwait(false))
                wrong.Add(seen.State.Network);
        }
        if (All)
            wrong.AddRange(await LeftoversAsync(log, plugin, tellsOnly, token).ConfigureAwait(false));
        if (wrong.Count == 0)
            return;
        var flow = new NetworkDhcpFlow(plugin, await TapsAsync(token).ConfigureAwait(false), Session.Configuration, log);
        var tally = new NetworkDhcpTally(wrong.Count);
        await foreach (NetworkDhcpOutcome outcome in flow.RepairAsync(wrong, ThrottleLimit, token).ConfigureAwait(false))
        {
            tally.Count(outcome);
            log.Write(outcome);
            log.Progress(tally, outcome.Network.DisplayName);
        }
    }

    // -WhatIf lists each of the things that would be done; a question is asked once for them all.
    private async Task<bool> ConfirmedAsync(PipelineLog log, Network network, IReadOnlyList<Finding> findings, bool tellsOnly, CancellationToken cancellationToken)
    {
        string target = $"network {network.DisplayName}";
        if (!tellsOnly)
            return await ConfirmedAsync(log, target, string.Join("; ", findings.Select(f => f.Remedy)), force: false, cancellationToken).ConfigureAwait(false);
        foreach (Finding finding in findings)
            await ConfirmedAsync(log, $"{target}: {finding.Problem}", finding.Remedy!, force: false, cancellationToken).ConfigureAwait(false);
        return false;
    }

    // Those alone that have files below this module's own directory: other namespaces may be another agent's.
    private async Task<IReadOnlyList<Network>> LeftoversAsync(PipelineLog log, IDhcpPlugin plugin, bool tellsOnly, CancellationToken cancellationToken)
    {
        List<Network> leftovers = [];
        foreach (Guid id in new DnsmasqService(Session.Configuration).List())
        {
            if (_networks.ContainsKey(id) || await plugin.GetNetworkAsync(id, cancellationToken).ConfigureAwait(false) is not null)
                continue;
            var network = new Network { Id = id };
            if (await ConfirmedAsync(log, network, [new Finding("the network does not exist any more", "remove what is left of its service")], tellsOnly, cancellationToken).ConfigureAwait(false))
                leftovers.Add(network);
        }
        return leftovers;
    }
}
