using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DhcpNet.Linux;
using DhcpNet.Plugins;

namespace DhcpNet.Setup;

/// <summary>The whole flow for many networks at once, and its undo. One network's failure does not stop the others.</summary>
public sealed class NetworkDhcpFlow(IDhcpPlugin plugin, OvsTapStep taps, DhcpConfiguration configuration, ISetupLog log)
{
    private readonly DhcpPortStep _ports = new(plugin, configuration);
    private readonly NamespaceStep _namespaces = new(taps, log);
    private readonly TapAddressStep _addresses = new(configuration);
    private readonly DnsmasqStep _dnsmasq = new(plugin, configuration, log);

    /// <summary>Gives each network a working DHCP service; what is there already stays as it is.</summary>
    /// <param name="networks">The networks; each is looked up anew.</param>
    /// <param name="throttle">How many networks are worked on at once.</param>
    /// <param name="cancellationToken">Stops the run: networks not begun stay as they are.</param>
    /// <returns>An outcome a network, as each is done.</returns>
    public IAsyncEnumerable<NetworkDhcpOutcome> EnableAsync(IReadOnlyList<Network> networks, int throttle, CancellationToken cancellationToken) =>
        RunAsync(networks, (free, writer, token) => EnableAsync(free, throttle, writer, token), cancellationToken);

    /// <summary>Removes each network's DHCP service from this host: process, tap, namespace, files and, unless it is to be kept, port.</summary>
    public IAsyncEnumerable<NetworkDhcpOutcome> DisableAsync(IReadOnlyList<Network> networks, bool keepPort, int throttle, CancellationToken cancellationToken) =>
        RunAsync(networks, (free, writer, token) => DisableAsync(free, keepPort, throttle, writer, token), cancellationToken);

    private async IAsyncEnumerable<NetworkDhcpOutcome> RunAsync(
        IReadOnlyList<Network> networks, Func<IReadOnlyList<Network>, ChannelWriter<NetworkDhcpOutcome>, CancellationToken, Task> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var outcomes = Channel.CreateUnbounded<NetworkDhcpOutcome>();
        Task run = Task.Run(async () =>
        {
            try
            {
                using NetworkLocks held = await NetworkLocks.AcquireAllAsync(configuration, [.. networks.Select(n => n.Id)], cancellationToken).ConfigureAwait(false);
                foreach (Network busy in networks.Where(n => held.Busy.Contains(n.Id)))
                    outcomes.Writer.TryWrite(Failure(busy, NetworkLocks.BusyError(configuration, busy.Id), SetupSteps.DhcpPort));
                await work([.. networks.Where(n => !held.Busy.Contains(n.Id))], outcomes.Writer, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                outcomes.Writer.Complete();
            }
        }, CancellationToken.None);
        await foreach (NetworkDhcpOutcome outcome in outcomes.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            yield return outcome;
        await run.ConfigureAwait(false);
    }

    private async Task EnableAsync(IReadOnlyList<Network> networks, int throttle, ChannelWriter<NetworkDhcpOutcome> outcomes, CancellationToken cancellationToken)
    {
        await taps.RequireBridgeAsync(cancellationToken).ConfigureAwait(false);
        _dnsmasq.RequireProgram();
        List<Port> ports = await GetPortsAsync(networks, outcomes, cancellationToken).ConfigureAwait(false);
        if (ports.Count == 0)
            return;
        List<OvsTap> ready = await AddTapsAsync(ports, outcomes, cancellationToken).ConfigureAwait(false);
        await Parallel.ForEachAsync(ready, Options(throttle, cancellationToken), async (tap, token) =>
            outcomes.TryWrite(await FinishAsync(tap, token).ConfigureAwait(false))).ConfigureAwait(false);
    }

    private async Task<List<Port>> GetPortsAsync(IReadOnlyList<Network> networks, ChannelWriter<NetworkDhcpOutcome> outcomes, CancellationToken cancellationToken)
    {
        List<Port> ports = [];
        foreach (Network network in networks)
        {
            try
            {
                ports.Add(await _ports.EnsureAsync(await RefreshAsync(network, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outcomes.TryWrite(Failure(network, e, SetupSteps.DhcpPort));
            }
        }
        return ports;
    }

    private async Task<Network> RefreshAsync(Network network, CancellationToken cancellationToken)
    {
        Network fresh = await plugin.GetNetworkInfoAsync(network.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new DhcpNetException("NetworkNotFound", DhcpNetErrorKind.NotFound,
                $"Network '{network.DisplayName}' ({network.Id}) does not exist any more. Get-DhcpNetwork lists what there is.", network.Id);
        return fresh.AdminStateUp
            ? fresh
            : throw new DhcpNetException("NetworkAdminDown", DhcpNetErrorKind.InvalidInput,
                $"Network '{network.DisplayName}' is administratively down. Set-DhcpNetwork -AdminStateUp $true turns it on, Disable-NetworkDhcp removes the service that it may still have.", network.Name);
    }

    private async Task<List<OvsTap>> AddTapsAsync(List<Port> ports, ChannelWriter<NetworkDhcpOutcome> outcomes, CancellationToken cancellationToken)
    {
        List<OvsTap> ready = [];
        try
        {
            IReadOnlyList<(OvsTap? Tap, DhcpNetException? Error)> results = await taps.EnsureAsync(ports, bridge: null, vlanTag: null, cancellationToken).ConfigureAwait(false);
            foreach ((Port port, (OvsTap? tap, DhcpNetException? error)) in ports.Zip(results))
            {
                if (tap is not null)
                    ready.Add(tap);
                else
                    outcomes.TryWrite(Failure(port.Network!, error!, SetupSteps.OvsTap));
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (Port port in ports)
                outcomes.TryWrite(Failure(port.Network!, e, SetupSteps.OvsTap));
        }
        return ready;
    }

    private async Task<NetworkDhcpOutcome> FinishAsync(OvsTap tap, CancellationToken cancellationToken)
    {
        Port port = tap.Port!;
        Network network = port.Network!;
        string step = SetupSteps.NetNamespace;
        try
        {
            NetNamespace space = await _namespaces.EnsureAsync(tap, cancellationToken).ConfigureAwait(false);
            step = SetupSteps.TapAddress;
            TapAddress address = _addresses.Ensure(network, port);
            step = SetupSteps.Dnsmasq;
            DnsmasqInstance dnsmasq = await _dnsmasq.EnsureAsync(network, port, cancellationToken).ConfigureAwait(false);
            (string Name, StepChange Change)[] steps =
                [("port", port.Change), ("tap", tap.Change), ("namespace", space.Change), ("addresses", address.Change), ("dnsmasq", dnsmasq.Change)];
            var result = new NetworkDhcp
            {
                Network = network,
                State = NetworkDhcpState.Enabled,
                Port = port,
                TapName = tap.Name,
                Addresses = address.Addresses,
                ProcessId = dnsmasq.ProcessId,
                Change = steps.Any(s => s.Change == StepChange.Created) ? StepChange.Created : steps.Select(s => s.Change).Max(),
                Steps = [.. steps.Where(s => s.Change != StepChange.None).Select(s => $"{s.Name} {s.Change.ToString().ToLowerInvariant()}")],
            };
            log.Verbose($"{network.DisplayName}: {(result.Steps.Count == 0 ? "all is as it is to be" : string.Join(", ", result.Steps))}");
            return new NetworkDhcpOutcome { Network = network, Result = result };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failure(network, e, step);
        }
    }

    private async Task DisableAsync(IReadOnlyList<Network> networks, bool keepPort, int throttle, ChannelWriter<NetworkDhcpOutcome> outcomes, CancellationToken cancellationToken)
    {
        // Processes first, then all taps in one transaction, then what held them; the port last, because its id is what the tap is found by.
        List<(Network Network, HashSet<string> Taps, List<string> Done)> stopped = [];
        var gate = new object();
        await Parallel.ForEachAsync(networks, Options(throttle, cancellationToken), async (asked, token) =>
        {
            Network network = asked;
            try
            {
                // As it is now that nobody else works on it; a network that is gone is cleaned all the same.
                network = await plugin.GetNetworkInfoAsync(asked.Id, token).ConfigureAwait(false) ?? asked;
                List<string> done = await _dnsmasq.StopAsync(network.Id, token).ConfigureAwait(false) ? ["dnsmasq stopped"] : [];
                HashSet<string> names = TapsOf(network);
                lock (gate)
                    stopped.Add((network, names, done));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outcomes.TryWrite(Failure(network, e, SetupSteps.Dnsmasq));
            }
        }).ConfigureAwait(false);

        HashSet<string> removed;
        try
        {
            removed = [.. await taps.RemoveAsync([.. stopped.SelectMany(s => s.Taps)], cancellationToken).ConfigureAwait(false)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach ((Network network, _, _) in stopped)
                outcomes.TryWrite(Failure(network, e, SetupSteps.OvsTap));
            return;
        }

        await Parallel.ForEachAsync(stopped, Options(throttle, cancellationToken), async (item, token) =>
        {
            if (item.Taps.Overlaps(removed))
                item.Done.Add("tap removed");
            outcomes.TryWrite(await CleanAsync(item.Network, item.Done, keepPort, token).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    private async Task<NetworkDhcpOutcome> CleanAsync(Network network, List<string> done, bool keepPort, CancellationToken cancellationToken)
    {
        string step = SetupSteps.NetNamespace;
        try
        {
            if (NamespaceStep.Remove(network.NamespaceName))
                done.Add("namespace removed");
            step = SetupSteps.Dnsmasq;
            if (_dnsmasq.DeleteFiles(network.Id))
                done.Add("files removed");
            step = SetupSteps.DhcpPort;
            if (!keepPort && await _ports.RemoveAsync(network.Id, cancellationToken).ConfigureAwait(false))
                done.Add("port released");
            log.Verbose($"{network.DisplayName}: {(done.Count == 0 ? "there was nothing to undo" : string.Join(", ", done))}");
            var result = new NetworkDhcp
            {
                Network = network,
                State = NetworkDhcpState.Disabled,
                Change = done.Count > 0 ? StepChange.Removed : StepChange.None,
                Steps = done,
            };
            return new NetworkDhcpOutcome { Network = network, Result = result };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Failure(network, e, step);
        }
    }

    // The port may be gone from the plugin, and taps of earlier ports may be left: the files and the namespace remember them.
    private HashSet<string> TapsOf(Network network)
    {
        HashSet<string> names = [];
        if (_ports.Find(network) is Port port)
            names.Add(port.TapName);
        if (_dnsmasq.Find(network, port: null)?.Interface is string recorded)
            names.Add(recorded);
        if (NetworkNamespace.GetState(network.NamespaceName) == NamespaceState.Ready)
            names.UnionWith(NamespaceStep.Devices(network.NamespaceName));
        return names;
    }

    private static ParallelOptions Options(int throttle, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = throttle, CancellationToken = cancellationToken };

    private static NetworkDhcpOutcome Failure(Network network, Exception error, string step) =>
        new() { Network = network, Error = error, FailedStep = (error as DhcpNetException)?.Step ?? step };
}
