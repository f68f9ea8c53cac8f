using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>A world with an agent in a session of its own, beside the one in which the test changes things.</summary>
internal sealed class WatchedWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PowerShellSession _session;

    private WatchedWorld(ModuleWorld world)
    {
        World = world;
        _session = PowerShellSession.Create(world.StateDirectory);
        _session.Require($"Set-DhcpConfiguration -StatePath '{world.StateDirectory}' -Ovsdb '{world.Ovs.Endpoint}'");
    }

    public ModuleWorld World { get; }

    /// <summary>The agent that runs, or ran last.</summary>
    public RunningScript Agent { get; private set; } = null!;

    /// <summary>Starts a world, and no agent yet.</summary>
    public static async Task<WatchedWorld> PrepareAsync() => new(await ModuleWorld.StartAsync());

    /// <summary>Starts a world and an agent, and waits until its first sync is done.</summary>
    public static async Task<WatchedWorld> StartAsync(string setup = "")
    {
        WatchedWorld world = await PrepareAsync();
        if (setup.Length > 0)
            world.World.Run(setup);
        await world.WatchAsync();
        return world;
    }

    /// <summary>Starts an agent, and waits until its first sync is done.</summary>
    public async Task WatchAsync(string parameters = "")
    {
        Agent = RunningScript.Start(_session, $"Watch-NetworkDhcp {parameters}");
        await UntilAsync(() => Saw("Synced"), "the first sync");
    }

    /// <summary>Runs a script in the agent's session, while no agent does.</summary>
    public void Configure(string script) => _session.Require(script);

    public async Task StopAsync()
    {
        await Agent.StopAsync(Patience);
        Agent.Dispose();
    }

    /// <summary>The agent's events of a kind, of a network where one is given.</summary>
    public IReadOnlyList<PSObject> Events(string kind, string? network = null) =>
        [.. Agent.Output.Where(e => $"{Value(e, "Kind")}" == kind && (network is null || $"{Value(e, "Network")}" == network))];

    public bool Saw(string kind, string? network = null) => Events(kind, network).Count > 0;

    public static object? Value(PSObject item, string property) => item.Properties[property].Value;

    public async Task UntilAsync(Func<bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end && !(Agent.HasEnded && Agent.Errors.Count > 0),
                $"waited for {what}; so far:\n{string.Join('\n', Agent.Output.Select(e => $"{e} {Value(e, "Reason")} {Value(e, "Error")}"))}\n{string.Join('\n', Agent.Errors)}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the agent has nothing left to do.</summary>
    public Task UntilIdleAsync() => UntilAsync(() => World.RunSingle("Get-DhcpAgent") is PSObject s && Value(s, "Backlog") is 0 && Value(s, "InWork") is 0, "nothing to be left to do");

    public async ValueTask DisposeAsync()
    {
        if (Agent is { HasEnded: false })
            await StopAsync();
        _session.Dispose();
        await World.DisposeAsync();
    }
}
