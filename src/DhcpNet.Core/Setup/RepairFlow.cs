using System.Threading.Channels;

namespace DhcpNet.Setup;

/// <summary>Mends what drifted of networks' service, and nothing where all is well.</summary>
internal sealed class RepairFlow(FlowSteps steps, int throttle, ChannelWriter<NetworkDhcpOutcome> outcomes)
{
    private readonly NetworkDhcpInspector _inspector = new(steps.Taps, steps.Ports, steps.Dnsmasq, steps.Metadata, steps.Configuration);

    /// <summary>Looks at the networks once more, mends what is wrong, and tells how they stand then.</summary>
    public async Task RunAsync(IReadOnlyList<Network> networks, CancellationToken cancellationToken)
    {
        List<Network> known = [], gone = [];
        foreach ((Network asked, Network? fresh) in await steps.RefreshAsync(networks, outcomes, cancellationToken).ConfigureAwait(false))
            (fresh is null ? gone : known).Add(fresh ?? asked);
        IReadOnlyList<Inspection> seen = await _inspector.LookAsync(known, closely: true, cancellationToken).ConfigureAwait(false);
        foreach (Inspection well in seen.Where(i => i.Mendable.Count == 0))
            outcomes.TryWrite(new NetworkDhcpOutcome { Network = well.State.Network, Result = well.State });

        Inspection[] wrong = [.. seen.Where(i => i.Mendable.Count > 0)];
        await MendAsync([.. wrong.Where(i => i.Unwanted is null && !i.IsHung)], restartReason: null, cancellationToken).ConfigureAwait(false);
        await MendAsync([.. wrong.Where(i => i.Unwanted is null && i.IsHung)], "it answered nobody", cancellationToken).ConfigureAwait(false);
        Dictionary<Guid, string> reasons = wrong.Where(i => i.Unwanted is not null).ToDictionary(i => i.State.Id, i => i.Unwanted!);
        foreach (Network network in gone)
            reasons[network.Id] = "the network does not exist any more";
        await new DisableFlow(steps, throttle, keepPort: false, outcomes) { Reasons = reasons }
            .RunAsync([.. wrong.Where(i => i.Unwanted is not null).Select(i => i.State.Network), .. gone], cancellationToken).ConfigureAwait(false);
    }

    private async Task MendAsync(IReadOnlyList<Inspection> wrong, string? restartReason, CancellationToken cancellationToken)
    {
        if (wrong.Count == 0)
            return;
        var mended = Channel.CreateUnbounded<NetworkDhcpOutcome>();
        await new EnableFlow(steps, throttle, mended.Writer) { RestartReason = restartReason }.RunFreshAsync([.. wrong.Select(i => i.State.Network)], cancellationToken).ConfigureAwait(false);
        mended.Writer.Complete();
        Dictionary<Guid, Inspection> before = wrong.ToDictionary(i => i.State.Id);
        await foreach (NetworkDhcpOutcome outcome in mended.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            outcomes.TryWrite(await VerifyAsync(outcome, before[outcome.Network.Id], cancellationToken).ConfigureAwait(false));
    }

    private async Task<NetworkDhcpOutcome> VerifyAsync(NetworkDhcpOutcome outcome, Inspection before, CancellationToken cancellationToken)
    {
        if (outcome.Result is not NetworkDhcp done)
            return outcome;
        await steps.Dnsmasq.ReleaseStaleLeasesAsync(done.Network, cancellationToken).ConfigureAwait(false);
        Inspection after = (await _inspector.LookAsync([done.Network], closely: true, cancellationToken).ConfigureAwait(false))[0];
        Finding[] mended = [.. before.Mendable.Except(after.Findings)];
        // Where the host can't have the rule, the namespace's step has warned of it.
        after = after.With([.. after.Findings.Where(f => f != NetworkDhcpInspector.NoChecksumRule)]);
        return outcome with
        {
            Result = after.State with
            {
                Change = mended.Length == 0 ? StepChange.None : done.Change == StepChange.None ? StepChange.Updated : done.Change,
                Steps = [.. mended.Select(f => f.Remedy!)],
                Reason = mended.Length == 0 ? null : string.Join("; ", before.Mendable.Select(f => f.Problem)),
            },
        };
    }
}
