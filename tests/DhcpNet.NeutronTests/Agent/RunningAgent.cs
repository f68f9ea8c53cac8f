using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>Watch-NetworkDhcp, running for all tests of a class, and what the server tells it.</summary>
public sealed class RunningAgent(NeutronLab lab) : IAsyncLifetime
{
    private readonly List<TestNetwork> _networks = [];
    private NeutronSession? _session;
    private RunningScript? _agent;
    private CastCopies? _casts;

    internal CastCopies Casts => _casts!;

    public async ValueTask InitializeAsync()
    {
        if (lab.WhyNone is not null)
            return;
        _casts = await CastCopies.StartAsync();
        _session = NeutronSession.Connect(lab);
        _agent = RunningScript.Start(_session.PowerShell, "Watch-NetworkDhcp");
        await UntilAsync("its first sync", () => _agent.Output.Any(e => $"{e.Properties["Kind"].Value}" == "Synced"));
    }

    /// <summary>Makes a network with a subnet a prefix, and waits until it is served.</summary>
    internal async Task<TestNetwork> ServeAsync(params string[] prefixes)
    {
        lab.Require();
        TestNetwork network = await TestNetwork.CreateHostedAsync(lab, prefixes);
        _networks.Add(network);
        await UntilAsync("its service", () => network.FindDnsmasq() is not null);
        return network;
    }

    /// <summary>Waits until the server has told something of a network.</summary>
    internal async Task<Cast> WaitForCastAsync(TestNetwork network, string method, Func<Cast, bool>? which = null)
    {
        Cast? Find() => Casts.Of(network).LastOrDefault(c => c.Method == method && (which is null || which(c)));
        await UntilAsync(method, () => Find() is not null);
        return Find()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_agent is null)
            return;
        foreach (TestNetwork network in _networks)
            await network.WaitForServiceToEndAsync();
        Assert.Empty(await _agent.StopAsync(Patience));
        _agent.Dispose();
        _session!.Dispose();
        await _casts!.DisposeAsync();
    }
}
