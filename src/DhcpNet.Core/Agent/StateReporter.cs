using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>Tells the plugin at intervals that the agent is alive, where the plugin keeps a list of agents.</summary>
internal sealed class StateReporter(AgentParts parts, IAgentRegistry registry, NetworkSync sync)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isStart = true;

    /// <summary>Completes when the first report has been taken, or has failed.</summary>
    public Task Tried => _tried.Task;

    /// <summary>Reports until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            if (await ReportAsync(cancellationToken).ConfigureAwait(false) is Exception error)
            {
                if (failures++ == 0)
                    parts.Journal.Fail(error, "reporting the agent's state; tried again");
                await Task.Delay(new Backoff(FirstRetry, parts.Configuration.ReportInterval).After(failures), cancellationToken).ConfigureAwait(false);
                continue;
            }
            if (failures > 0)
                parts.Journal.Tell(DhcpAgentEventKind.Recovered, "the agent's state is reported again");
            failures = 0;
            await Task.Delay(parts.Configuration.ReportInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reports once.</summary>
    /// <returns>What went wrong; null: nothing.</returns>
    public async Task<Exception?> ReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            (int networks, int subnets, int ports) = parts.Cache.Count();
            var state = new AgentState { IsStart = _isStart, Networks = networks, Subnets = subnets, Ports = ports, LeaseDuration = parts.Configuration.LeaseDuration };
            AgentStanding standing = await registry.ReportStateAsync(state, cancellationToken).ConfigureAwait(false);
            _isStart = false;
            parts.Journal.Count(c => c with { Reports = c.Reports + 1 });
            // The sync at the start waits for the first report; one that is asked for before it begins is the same.
            if (standing != AgentStanding.Alive)
                sync.Request(standing == AgentStanding.Revived ? "the plugin had believed the agent to be dead" : "the plugin had not known the agent");
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e;
        }
        finally
        {
            _tried.TrySetResult();
        }
    }
}
