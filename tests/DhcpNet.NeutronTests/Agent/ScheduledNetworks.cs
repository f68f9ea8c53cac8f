using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>Many networks that Neutron has this host's agent serve.</summary>
public sealed class ScheduledNetworks(NeutronLab lab) : IAsyncLifetime
{
    private const string CountVariable = "DHCPNET_SCHEDULED_NETWORKS";

    /// <summary>How many: enough that a sync can be interrupted. Making them takes the server most of a run's time; more are had by the variable.</summary>
    internal static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), out int count) ? count : 100;

    internal IReadOnlyList<TestNetwork> All { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (lab.WhyNone is null)
            All = await TestNetwork.CreateManyHostedAsync(lab, [.. Enumerable.Range(0, Count).Select(i => $"10.100.{i}.0/24")]);
    }

    /// <summary>Has all of them served but some.</summary>
    /// <param name="except">How many are not; the last ones.</param>
    /// <returns>Those that are not.</returns>
    internal IReadOnlyList<TestNetwork> Serve(int except)
    {
        lab.Require();
        TestNetwork[] rest = [.. All.TakeLast(except)];
        using var session = NeutronSession.Connect(lab);
        if (rest.Length > 0)
            session.Run($"{Names(rest)} | Disable-NetworkDhcp -Force");
        session.Run($"{Names(All.Except(rest))} | Enable-NetworkDhcp");
        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        if (All.Count == 0)
            return;
        using (var session = NeutronSession.Connect(lab))
            session.Run($"{Names(All)} | Disable-NetworkDhcp -Force");
        await Parallel.ForEachAsync(All, async (network, _) => await network.DisposeAsync());
    }

    private static string Names(IEnumerable<TestNetwork> networks) => string.Join(',', networks.Select(n => $"'{n.Id}'"));
}
