using System.Globalization;
using System.Management.Automation;
using DhcpNet.Setup;

namespace DhcpNet.Session;

/// <summary>Tells how far a bulk run has come: counts, rate, and the time that is left.</summary>
internal sealed class BulkProgress(PipelineLog log, string action, NetworkDhcpTally tally)
{
    // What is told more often than it is drawn slows the run down.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly string _activity = $"{char.ToUpperInvariant(action[0])}{action[1..]}";
    private TimeSpan _told = -Interval;

    /// <summary>Tells that one more network is done.</summary>
    public void Tell(string name)
    {
        TimeSpan elapsed = tally.Elapsed;
        bool isLast = tally.Done == tally.Networks;
        if (tally.Networks < 2 || (!isLast && elapsed - _told < Interval))
            return;
        _told = elapsed;
        log.Progress(new ProgressRecord(0, _activity, Describe(name))
        {
            PercentComplete = 100 * tally.Done / tally.Networks,
            SecondsRemaining = (int)Math.Ceiling((tally.Networks - tally.Done) / tally.PerSecond),
            RecordType = isLast ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    private string Describe(string name)
    {
        string failed = tally.Failed > 0 ? $", {tally.Failed} failed" : "";
        return string.Create(CultureInfo.CurrentCulture, $"{tally.Done} of {tally.Networks}{failed}, {tally.PerSecond:F0} a second: {name}");
    }
}
