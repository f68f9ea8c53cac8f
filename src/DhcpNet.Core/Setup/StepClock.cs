using System.Collections.Concurrent;
using System.Diagnostics;

namespace DhcpNet.Setup;

/// <summary>Adds up the times of steps, from many threads.</summary>
internal sealed class StepClock
{
    private readonly ConcurrentDictionary<string, long> _ticks = new(StringComparer.Ordinal);

    /// <summary>What was measured, the longest first.</summary>
    public IReadOnlyList<NetworkDhcpStepTime> Times =>
        [.. _ticks.OrderByDescending(t => t.Value).Select(t => new NetworkDhcpStepTime(t.Key, Stopwatch.GetElapsedTime(0, t.Value)))];

    /// <summary>Measures a step until what it returns is disposed of.</summary>
    public Measurement Measure(string step) => new(this, step, Stopwatch.GetTimestamp());

    internal readonly struct Measurement(StepClock clock, string step, long start) : IDisposable
    {
        public void Dispose()
        {
            long ticks = Stopwatch.GetTimestamp() - start;
            clock._ticks.AddOrUpdate(step, ticks, (_, sum) => sum + ticks);
        }
    }
}
