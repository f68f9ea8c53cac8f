using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Probe;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Tests whether networks' DHCP and DNS service really answers, and rightly, by asking it over the network in a client's name.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetworkDhcp")]
[OutputType(typeof(NetworkDhcpTest))]
public sealed class TestNetworkDhcpCommand : NetworksCommand
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Guid, Network> _networks = [];

    /// <summary>The reservations in whose name is asked: MAC address, host name, id, or object; one a subnet, whichever is fit, unless given.</summary>
    [Parameter(Position = 1)]
    [ReservationReference]
    [ArgumentCompleter(typeof(ReservationCompleter))]
    public ReservationReference[]? Reservation { get; set; }

    /// <summary>How long to wait for an answer; questions are repeated meanwhile.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many networks are asked at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>Puts out true or false a network, and nothing else: whether it passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Timeout <= TimeSpan.Zero || Timeout > LongestTimeout)
        {
            ThrowTerminatingError(Errors.ToRecord(
                new DhcpNetException("TimeoutInvalid", DhcpNetErrorKind.InvalidInput,
                    $"'{Timeout}' can't be how long to wait for an answer: give more than zero seconds, and {LongestTimeout.TotalSeconds:0} at most.", Timeout),
                Timeout));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (_, token) =>
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
        List<NetworkDhcpTarget> targets = [];
        foreach (Network network in _networks.Values)
        {
            Try(network, (_, _) =>
            {
                targets.Add(new NetworkDhcpTarget(network, Reservation?.Select(r => Lookup.Reservation(network, r).Id).ToHashSet()));
                return Task.CompletedTask;
            });
        }
        if (targets.Count > 0)
            Try(target: null, (log, token) => TestAsync(targets, log, token));
    }

    private async Task TestAsync(List<NetworkDhcpTarget> targets, PipelineLog log, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await PluginAsync(cancellationToken).ConfigureAwait(false);
        var tester = new NetworkDhcpTester(
            await Session.GetSwitchAsync(cancellationToken).ConfigureAwait(false), Session.Configuration, ownsVlanTags: plugin is INetworkStore, log);
        int done = 0;
        log.Progress(done, targets.Count);
        await foreach (NetworkDhcpTestOutcome outcome in tester.TestAsync(targets, Timeout, ThrottleLimit, cancellationToken).ConfigureAwait(false))
        {
            Write(log, outcome);
            log.Progress(++done, targets.Count);
        }
    }

    private void Write(PipelineLog log, NetworkDhcpTestOutcome outcome)
    {
        if (outcome.Result is null)
            log.Error(Errors.ToRecord(outcome.Error!, outcome.Network));
        else if (Quiet)
            log.Output(outcome.Result.Passed);
        else
            log.Output(outcome.Result);
    }
}
