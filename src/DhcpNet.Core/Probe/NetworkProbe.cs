using System.Diagnostics;

namespace DhcpNet.Probe;

/// <summary>Tests one network, by all protocols at once.</summary>
internal sealed class NetworkProbe(ProbePlan plan, TimeSpan timeout)
{
    public async Task<NetworkDhcpTest> RunAsync(ProbeNamespace space, ProbeDevice device, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Task<IReadOnlyList<NetworkDhcpCheck>>[] probes =
        [
            new Dhcpv4Probe(plan, timeout).RunAsync(space, device, cancellationToken),
            WhenReadyAsync(() => new Dhcpv6Probe(plan, timeout).RunAsync(space, device, cancellationToken), cancellationToken),
            WhenReadyAsync(() => new DnsProbe(plan, timeout).RunAsync(space, device, cancellationToken), cancellationToken),
        ];
        IReadOnlyList<NetworkDhcpCheck>[] checks = await Task.WhenAll(probes).ConfigureAwait(false);
        return Report(plan.Network, [.. checks.SelectMany(c => c)], clock.Elapsed);
    }

    // Both go over IPv6.
    private async Task<IReadOnlyList<NetworkDhcpCheck>> WhenReadyAsync(Func<Task<IReadOnlyList<NetworkDhcpCheck>>> probe, CancellationToken cancellationToken)
    {
        foreach (ProbeServer server in plan.Servers.Where(s => s.IsThisHosts))
            await TapReadiness.WaitAsync(plan.Network.NamespaceName, server.Port.TapName, cancellationToken).ConfigureAwait(false);
        return await probe().ConfigureAwait(false);
    }

    /// <summary>The test of a network that cannot be asked anything, and why.</summary>
    public static NetworkDhcpTest Unasked(Network network, NetworkDhcpTestResult result, string problem) => new() { Network = network, Result = result, Problems = [problem] };

    private static NetworkDhcpTest Report(Network network, NetworkDhcpCheck[] checks, TimeSpan duration) => new()
    {
        Network = network,
        Result = checks.Any(c => c.Result == NetworkDhcpTestResult.Failed) ? NetworkDhcpTestResult.Failed
            : checks.Any(c => c.Result == NetworkDhcpTestResult.Passed && c.Protocol != NetworkDhcpProtocol.DNS) ? NetworkDhcpTestResult.Passed
            : NetworkDhcpTestResult.Inconclusive,
        Checks = checks,
        Problems = [.. checks.SelectMany(c => c.Problems.Select(p => $"{Subject(c)}: {p}"))],
        RoundTripTime = checks.Max(c => c.RoundTripTime),
        Duration = duration,
    };

    private static string Subject(NetworkDhcpCheck check) =>
        check.Server is null ? $"{check.Protocol} {check.Question}" : $"{check.Protocol} {check.Question} to {check.Server}";
}
