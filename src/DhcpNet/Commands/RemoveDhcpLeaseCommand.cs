using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Removes leases: a dnsmasq that runs is made to forget them.</summary>
[Cmdlet(VerbsCommon.Remove, "DhcpLease", DefaultParameterSetName = LeaseSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhcpLeaseCommand : DhcpCmdlet
{
    private const string LeaseSet = "Lease";
    private const string StaleSet = "Stale";

    private readonly List<DhcpLease> _leases = [];

    /// <summary>The leases: address, or object.</summary>
    [Parameter(ParameterSetName = LeaseSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [LeaseReference]
    [ArgumentCompleter(typeof(LeaseCompleter))]
    public LeaseReference[] Lease { get; set; } = [];

    /// <summary>The networks whose stale leases go: name, id, or object.</summary>
    [Parameter(ParameterSetName = StaleSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference[] Network { get; set; } = [];

    /// <summary>Removes all leases of the networks that belong to no port.</summary>
    [Parameter(ParameterSetName = StaleSet, Mandatory = true)]
    public SwitchParameter Stale { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == StaleSet)
            GatherStale();
        else
            GatherNamed();
    }

    // Those of one network together: they are released in one go.
    /// <inheritdoc/>
    private protected override void Finish()
    {
        foreach (IGrouping<Guid, DhcpLease> group in _leases.GroupBy(l => l.NetworkId))
        {
            Try(group.First().Network, async (log, token) =>
            {
                LeaseStep step = new(await PluginAsync(token).ConfigureAwait(false), Session.Configuration);
                await step.RemoveAsync(group.Key, [.. group], Stale, log, token).ConfigureAwait(false);
                log.Verbose($"Network '{group.First().Network.DisplayName}': {group.Count()} leases were removed.");
            });
        }
    }

    private void GatherStale()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (log, token) =>
            {
                IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
                Network network = await plugin.NetworkAsync(reference, token).ConfigureAwait(false);
                IReadOnlyList<DhcpLease> leases = await new LeaseStep(plugin, Session.Configuration).GetAsync(network, token).ConfigureAwait(false);
                await AddAsync(leases.Where(l => l.State == DhcpLeaseState.Stale), log, token).ConfigureAwait(false);
            });
        }
    }

    private void GatherNamed()
    {
        foreach (LeaseReference reference in Lease)
        {
            Try(reference, async (log, token) =>
            {
                DhcpLease lease = reference.Lease ?? await FindAsync(reference, log, token).ConfigureAwait(false);
                await AddAsync([lease], log, token).ConfigureAwait(false);
            });
        }
    }

    private async Task<DhcpLease> FindAsync(LeaseReference reference, PipelineLog log, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await PluginAsync(cancellationToken).ConfigureAwait(false);
        return await plugin.LeaseAsync(reference, Session.Configuration, log, cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(IEnumerable<DhcpLease> leases, PipelineLog log, CancellationToken cancellationToken)
    {
        foreach (DhcpLease lease in leases)
        {
            string client = lease.MacAddress?.ToString() ?? lease.Duid ?? lease.ClientId ?? "an unknown client";
            string target = $"{lease.State.ToString().ToLowerInvariant()} lease of {lease.Address} to {client} on network {lease.Network.DisplayName}";
            if (await ConfirmedAsync(log, target, "remove", Force, cancellationToken).ConfigureAwait(false))
                _leases.Add(lease);
        }
    }
}
