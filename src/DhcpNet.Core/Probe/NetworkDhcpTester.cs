using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DhcpNet.Ovsdb;
using DhcpNet.Setup;

namespace DhcpNet.Probe;

/// <summary>Tests whether networks' DHCP and DNS service really answers, many at once: a probe is plugged into each, and removed whatever happens.</summary>
/// <param name="ovs">The switch.</param>
/// <param name="configuration">Where the bridge is, and what all networks have in common.</param>
/// <param name="ownsVlanTags">Whether a network's VLAN tag is the plugin's to say; else it is that of the tap, which somebody else (Neutron's L2 agent) chose.</param>
/// <param name="log">Where the test tells what it does.</param>
public sealed class NetworkDhcpTester(OvsSwitch ovs, DhcpConfiguration configuration, bool ownsVlanTags, ISetupLog log)
{
    // So that a run over thousands of networks has no thousands of devices.
    private const int BatchSize = 250;

    /// <summary>Tests networks.</summary>
    /// <param name="targets">The networks.</param>
    /// <param name="timeout">How long to wait for an answer.</param>
    /// <param name="throttle">How many networks are asked at once.</param>
    /// <param name="cancellationToken">Ends the run; its probes are removed first.</param>
    /// <returns>An outcome a network, as each is done. That nobody answers is a result, not an error.</returns>
    /// <exception cref="DhcpNetException"><c>BridgeNotFound</c>; <c>DnsmasqConfigurationInvalid</c>; the state path can't be written.</exception>
    /// <exception cref="OvsdbException">OVSDB refuses the transaction.</exception>
    /// <exception cref="OvsdbConnectionException">OVSDB, or ovs-vswitchd, does not answer.</exception>
    public async IAsyncEnumerable<NetworkDhcpTestOutcome> TestAsync(
        IReadOnlyList<NetworkDhcpTarget> targets, TimeSpan timeout, int throttle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await new OvsTapStep(ovs, configuration, ownsVlanTags).RequireBridgeAsync(cancellationToken).ConfigureAwait(false);
        var outcomes = Channel.CreateUnbounded<NetworkDhcpTestOutcome>();
        // On its own: the probes are removed also where whoever reads the outcomes stops reading.
        Task run = Task.Run(async () =>
        {
            try
            {
                foreach (NetworkDhcpTarget[] batch in targets.Chunk(BatchSize))
                    await RunAsync(batch, timeout, throttle, outcomes.Writer, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                outcomes.Writer.Complete();
            }
        }, CancellationToken.None);
        await foreach (NetworkDhcpTestOutcome outcome in outcomes.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            yield return outcome;
        await run.ConfigureAwait(false);
    }

    private async Task RunAsync(NetworkDhcpTarget[] targets, TimeSpan timeout, int throttle, ChannelWriter<NetworkDhcpTestOutcome> outcomes, CancellationToken cancellationToken)
    {
        List<ProbePlan> plans = [];
        foreach (NetworkDhcpTarget target in targets)
        {
            ProbePlan plan = new(target.Network, target.Reservations, configuration);
            if (FindObstacle(plan) is NetworkDhcpTest test)
                outcomes.TryWrite(new NetworkDhcpTestOutcome { Network = target.Network, Result = test });
            else
                plans.Add(plan);
        }
        if (plans.Count == 0)
            return;

        IReadOnlyList<int?> tags = await GetTagsAsync(plans, cancellationToken).ConfigureAwait(false);
        ProbePorts ports = await ProbePorts.PlugAsync(ovs, configuration, log, tags, cancellationToken).ConfigureAwait(false);
        await using (ports.ConfigureAwait(false))
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = throttle, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(plans.Zip(ports.Probes), options, async (item, token) =>
            {
                (ProbePlan plan, (ProbeDevice? device, Exception? error)) = item;
                outcomes.TryWrite(device is null
                    ? new NetworkDhcpTestOutcome { Network = plan.Network, Error = error }
                    : await TestAsync(plan, ports.Space, device, timeout, token).ConfigureAwait(false));
            }).ConfigureAwait(false);
        }
    }

    private static async Task<NetworkDhcpTestOutcome> TestAsync(ProbePlan plan, ProbeNamespace space, ProbeDevice device, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            NetworkDhcpTest test = await new NetworkProbe(plan, timeout).RunAsync(space, device, cancellationToken).ConfigureAwait(false);
            return new NetworkDhcpTestOutcome { Network = plan.Network, Result = test };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new NetworkDhcpTestOutcome { Network = plan.Network, Error = e };
        }
    }

    private static NetworkDhcpTest? FindObstacle(ProbePlan plan)
    {
        if (!plan.Network.Subnets.Any(s => s.EnableDhcp))
            return NetworkProbe.Unasked(plan.Network, NetworkDhcpTestResult.Inconclusive, "DHCP serves none of the subnets");
        return plan.Servers.Count == 0
            ? NetworkProbe.Unasked(plan.Network, NetworkDhcpTestResult.Failed, "no host has a DHCP port on the network; Enable-NetworkDhcp gives it one")
            : null;
    }

    private async Task<IReadOnlyList<int?>> GetTagsAsync(List<ProbePlan> plans, CancellationToken cancellationToken)
    {
        if (ownsVlanTags)
            return [.. plans.Select(p => p.Network.VlanTag)];
        string[] taps = [.. plans.SelectMany(p => p.Servers).Select(s => s.Port.TapName)];
        IReadOnlyList<OvsPort> ports = await ovs.GetPortsAsync(taps, cancellationToken).ConfigureAwait(false);
        Dictionary<string, int?> tags = ports.ToDictionary(p => p.Name, p => p.VlanTag);
        return [.. plans.Select(p => p.Servers.Select(s => tags.GetValueOrDefault(s.Port.TapName)).FirstOrDefault(t => t is not null) ?? p.Network.VlanTag)];
    }
}
