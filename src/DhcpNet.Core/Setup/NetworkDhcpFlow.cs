using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DhcpNet.Plugins;

namespace DhcpNet.Setup;

/// <summary>
/// What is done to many networks' DHCP service at once. One network's failure does not stop the others; nobody else works on a network
/// until its outcome is known.
/// </summary>
/// <remarks>Each method yields an outcome a network, as each is done. Cancelling stops the run: networks not begun stay as they are.</remarks>
public sealed class NetworkDhcpFlow(IDhcpPlugin plugin, OvsTapStep taps, DhcpConfiguration configuration, ISetupLog log)
{
    /// <summary>How many networks are best worked on at once: for most of its time, a network waits for the kernel.</summary>
    public const int UsualThrottle = 16;

    private readonly FlowSteps _steps = new(plugin, taps, configuration, log);

    /// <summary>How long the steps have taken, the longest first.</summary>
    public IReadOnlyList<NetworkDhcpStepTime> Times => _steps.Clock.Times;

    /// <summary>Gives each network a working DHCP service; what is there already stays as it is.</summary>
    /// <param name="networks">The networks; each is looked up anew.</param>
    /// <param name="throttle">How many networks are worked on at once.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public IAsyncEnumerable<NetworkDhcpOutcome> EnableAsync(IReadOnlyList<Network> networks, int throttle, CancellationToken cancellationToken) =>
        RunAsync(networks, (free, writer, token) => new EnableFlow(_steps, throttle, writer).RunAsync(free, token), cancellationToken);

    /// <summary>Removes each network's DHCP service from this host: process, tap, namespace, files and, unless it is to be kept, port.</summary>
    public IAsyncEnumerable<NetworkDhcpOutcome> DisableAsync(IReadOnlyList<Network> networks, bool keepPort, int throttle, CancellationToken cancellationToken) =>
        RunAsync(networks, (free, writer, token) => new DisableFlow(_steps, throttle, keepPort, writer).RunAsync(free, token), cancellationToken);

    /// <summary>Brings the service of those networks that have one here up to what the plugin says now, by the least that does it.</summary>
    public IAsyncEnumerable<NetworkDhcpOutcome> UpdateAsync(IReadOnlyList<Network> networks, int throttle, CancellationToken cancellationToken) =>
        RunAsync(networks, (free, writer, token) => new UpdateFlow(_steps, throttle, writer).RunAsync(free, token), cancellationToken);

    /// <summary>
    /// Gives each network what the plugin says now, whether or not it has a service here: one that works where it is to have one, none where
    /// it is not.
    /// </summary>
    /// <param name="networks">The networks, of which no more than the id need be known.</param>
    /// <param name="isExtensible">Whether what the plugin tells of changes since is enough for a network whose dnsmasq runs; else all of its service is looked at.</param>
    /// <param name="waits">Whether to wait for others who work on a network; else it fails with <c>NetworkBusy</c> at once.</param>
    /// <param name="throttle">How many networks are worked on at once.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public IAsyncEnumerable<NetworkDhcpOutcome> ApplyAsync(
        IReadOnlyList<Network> networks, Func<Guid, bool> isExtensible, bool waits, int throttle, CancellationToken cancellationToken)
    {
        return RunAsync(
            networks,
            (free, writer, token) => new UpdateFlow(_steps, throttle, writer) { IsExtensible = isExtensible, EnablesOthers = true }.RunAsync(free, token),
            waits ? NetworkLocks.Patience : TimeSpan.Zero,
            cancellationToken);
    }

    /// <summary>Starts each network's dnsmasq anew; whatever else is missing is mended by the way. Leases are kept.</summary>
    public IAsyncEnumerable<NetworkDhcpOutcome> RestartAsync(IReadOnlyList<Network> networks, int throttle, CancellationToken cancellationToken) =>
        RunAsync(networks, async (free, writer, token) =>
        {
            foreach (Network network in free.Where(n => !_steps.AreHere(n.Id)))
            {
                writer.TryWrite(FlowSteps.Failure(network, new DhcpNetException("NetworkDhcpNotEnabled", DhcpNetErrorKind.NotFound,
                    $"Network '{network.DisplayName}' has no DHCP service on this host. Enable-NetworkDhcp gives it one.", network.Id), SetupSteps.Dnsmasq));
            }
            await new EnableFlow(_steps, throttle, writer) { RestartReason = "it was asked for" }.RunAsync([.. free.Where(n => _steps.AreHere(n.Id))], token).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Mends what drifted of each network's service; networks that the plugin does not know any more lose what is left of it here.</summary>
    public IAsyncEnumerable<NetworkDhcpOutcome> RepairAsync(IReadOnlyList<Network> networks, int throttle, CancellationToken cancellationToken) =>
        RunAsync(networks, (free, writer, token) => new RepairFlow(_steps, throttle, writer).RunAsync(free, token), cancellationToken);

    private IAsyncEnumerable<NetworkDhcpOutcome> RunAsync(
        IReadOnlyList<Network> networks, Func<IReadOnlyList<Network>, ChannelWriter<NetworkDhcpOutcome>, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RunAsync(networks, work, NetworkLocks.Patience, cancellationToken);

    private async IAsyncEnumerable<NetworkDhcpOutcome> RunAsync(
        IReadOnlyList<Network> networks,
        Func<IReadOnlyList<Network>, ChannelWriter<NetworkDhcpOutcome>, CancellationToken, Task> work,
        TimeSpan patience,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var outcomes = Channel.CreateUnbounded<NetworkDhcpOutcome>();
        Task run = Task.Run(async () =>
        {
            try
            {
                using NetworkLocks held = await NetworkLocks.AcquireAllAsync(configuration, [.. networks.Select(n => n.Id)], patience, log, cancellationToken).ConfigureAwait(false);
                foreach (Network busy in networks.Where(n => held.Busy.Contains(n.Id)))
                    outcomes.Writer.TryWrite(FlowSteps.Failure(busy, NetworkLocks.BusyError(configuration, busy.Id, patience), SetupSteps.DhcpPort));
                await work([.. networks.Where(n => !held.Busy.Contains(n.Id))], new ReleasingWriter(outcomes.Writer, held), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                outcomes.Writer.Complete();
            }
        }, CancellationToken.None);
        await foreach (NetworkDhcpOutcome outcome in outcomes.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            yield return outcome;
        await run.ConfigureAwait(false);
        // The networks are served, and free for others, while this is waited for.
        await _steps.Ready.WhenToldAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
