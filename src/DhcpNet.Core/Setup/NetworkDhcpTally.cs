using System.Diagnostics;

namespace DhcpNet.Setup;

/// <summary>Counts what becomes of the networks of a bulk run, from when it is made. Not thread-safe.</summary>
/// <param name="networks">How many there are in all.</param>
public sealed class NetworkDhcpTally(int networks)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _failed = [];
    private int _changed;
    private int _unchanged;

    /// <summary>How many there are in all.</summary>
    public int Networks { get; } = networks;

    /// <summary>How many have come to an end, good or bad.</summary>
    public int Done => _changed + _unchanged + Failed;

    /// <summary>How many have failed.</summary>
    public int Failed => _failed.Count;

    /// <summary>How long it has taken so far.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>How many have come to an end a second.</summary>
    public double PerSecond => Done / Math.Max(Elapsed.TotalSeconds, 0.001);

    /// <summary>Counts one.</summary>
    public void Count(NetworkDhcpOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Result is not NetworkDhcp result)
            _failed.Add(outcome.Network.DisplayName);
        else if (result.Change == StepChange.None)
            _unchanged++;
        else
            _changed++;
    }

    /// <summary>What has become of them.</summary>
    public NetworkDhcpSummary ToSummary(IReadOnlyList<NetworkDhcpStepTime> steps) => new()
    {
        Networks = Networks,
        Changed = _changed,
        Unchanged = _unchanged,
        Failed = Failed,
        FailedNetworks = [.. _failed],
        Elapsed = Elapsed,
        PerSecond = PerSecond,
        Steps = steps,
    };
}
