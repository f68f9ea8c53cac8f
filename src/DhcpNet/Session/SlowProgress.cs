using System.Diagnostics;
using System.Management.Automation;

namespace DhcpNet.Session;

/// <summary>Shows how far a piece of work is, once it has lasted for a second.</summary>
internal sealed class SlowProgress(PipelineLog log, string activity) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private TimeSpan _next = Patience;

    /// <summary>Tells how far it is; the fraction is from 0 to 1, null where it is not known.</summary>
    public void Report(string status, double? fraction)
    {
        if (_time.Elapsed < _next)
            return;
        _next = _time.Elapsed + Interval;
        log.Progress(new ProgressRecord(0, activity, status) { PercentComplete = fraction is double known ? (int)(100 * known) : -1 });
    }

    /// <summary>Takes away what was shown.</summary>
    public void Dispose()
    {
        if (_next > Patience)
            log.Progress(new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed });
    }
}
