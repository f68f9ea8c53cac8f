using DhcpNet.Linux;
using DhcpNet.Metadata;

namespace DhcpNet.Setup;

/// <summary>
/// Starts and stops the haproxy that passes a network's requests for metadata on (Neutron: DhcpAgent.update_isolated_metadata_proxy).
/// There is one a network, whatever segments it has.
/// </summary>
/// <param name="configuration">Whether there is to be one, and what it is to be.</param>
/// <param name="log">Where the step tells what it does.</param>
public sealed class MetadataProxyStep(DhcpConfiguration configuration, ISetupLog log)
{
    private readonly HashSet<string> _told = [];

    /// <summary>The process that was started as a network's metadata proxy, whether it still runs or not; null: none was, or it was stopped.</summary>
    public static int? GetProcessId(DhcpConfiguration configuration, Guid networkId) => new MetadataProxy(configuration, networkId).ProcessId;

    /// <summary>The process that runs as a network's metadata proxy; null: none does.</summary>
    public static int? FindProcessId(DhcpConfiguration configuration, Guid networkId) => new MetadataProxy(configuration, networkId).Find()?.ProcessId;

    /// <summary>Whether anything may be to do for the network: metadata is on, or there is something left of when it was.</summary>
    public bool Concerns(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return MetadataRule.IsOn(configuration) || Of(network.Id).Exists;
    }

    /// <summary>
    /// Sees to it that the network has a metadata proxy or none, as it is to. Where it can't have one, a warning says why: its DHCP is none
    /// the worse.
    /// </summary>
    /// <param name="network">The whole network.</param>
    /// <param name="taps">Its taps here; with several, the proxy has the IPv4 address alone.</param>
    /// <param name="isTapNew">Whether one of them has come since.</param>
    /// <returns>What was done, as a step's: <c>metadata proxy started</c>; null: nothing. And why, where that does not go without saying.</returns>
    public async Task<(StepChange Change, string? Done, string? Reason)> EnsureAsync(Network network, IReadOnlyList<string> taps, bool isTapNew)
    {
        ArgumentNullException.ThrowIfNull(network);
        MetadataProxy proxy = Of(network.Id);
        try
        {
            if (!MetadataRule.IsWanted(network, configuration))
                return await proxy.StopAsync().ConfigureAwait(false) ? (StepChange.Updated, "metadata proxy stopped", null) : (StepChange.None, null, null);
            MetadataResult result = await proxy.EnsureAsync(network, Listener(taps), isTapNew).ConfigureAwait(false);
            return result.Change == StepChange.None ? (StepChange.None, null, null) : (result.Change, $"metadata proxy {result.Change.ToString().ToLowerInvariant()}", Told(result.Reason));
        }
        catch (Exception e)
        {
            Warn(network, e);
            return (StepChange.None, null, null);
        }
    }

    /// <summary>Ends the network's metadata proxy, and deletes its files.</summary>
    /// <returns>False if there was nothing of it.</returns>
    /// <exception cref="DhcpNetException"><c>MetadataProxyFailed</c>: it did not end.</exception>
    public Task<bool> StopAsync(Guid networkId) => Of(networkId).StopAsync();

    /// <summary>What is wrong with the network's metadata proxy; null: nothing, as where it is to have none and has none.</summary>
    /// <param name="network">The whole network.</param>
    /// <param name="taps">The taps that it is to have here.</param>
    public Finding? Inspect(Network network, IReadOnlyList<string> taps)
    {
        ArgumentNullException.ThrowIfNull(network);
        MetadataProxy proxy = Of(network.Id);
        if (MetadataRule.IsWanted(network, configuration))
            return proxy.FindFault(Listener(taps));
        return proxy.Exists ? new Finding("there is a metadata proxy, which the network is not to have", "stop the metadata proxy") : null;
    }

    /// <summary>The process among some that is a network's metadata proxy.</summary>
    internal RunningProcess? FindAmong(Guid networkId, IEnumerable<RunningProcess> processes) => processes.FirstOrDefault(Of(networkId).Is);

    /// <summary>Ends a process that <see cref="FindAmong"/> has found, and deletes its files.</summary>
    internal Task StopAsync(Guid networkId, RunningProcess process) => Of(networkId).StopAsync(process);

    private MetadataProxy Of(Guid networkId) => new(configuration, networkId);

    private static string? Listener(IReadOnlyList<string> taps) => taps is [string only] ? only : null;

    private static string? Told(string? reason) => reason is null ? null : $"the metadata proxy was started anew: {reason}";

    // What the host lacks, all networks lack: it is said once.
    private void Warn(Network network, Exception problem)
    {
        lock (_told)
        {
            if (!_told.Add(problem.Message))
                return;
        }
        log.Warning($"Network '{network.DisplayName}': {problem.Message}");
    }
}
