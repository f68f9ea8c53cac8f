using System.Diagnostics;
using System.Management.Automation;

namespace DhcpNet.Session;

/// <summary>
/// Shows how far a command is, once it has been waited for for a second in all: what its work reports, or else what it last told of
/// itself, and for how long. For the pipeline's thread alone.
/// </summary>
/// <param name="activity">What it is that is going on: the command's name.</param>
internal sealed class CommandProgress(string activity)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    // Runs while the command is waited for, and not while the pipeline behind it works or a person is asked.
    private readonly Stopwatch _waited = new();
    private TimeSpan _next = Patience;
    private bool _isShown;
    private ProgressReport? _report;
    private string? _line;
    private int _done;

    /// <summary>How long to wait at most until <see cref="Show"/> is to be called.</summary>
    public TimeSpan Pace => _report == ProgressReport.Idle ? Timeout.InfiniteTimeSpan : Interval;

    /// <summary>The work on one piece of the input begins.</summary>
    public void Begin(object? target)
    {
        _report = null;
        _line = target?.ToString();
    }

    /// <summary>The work on one piece of the input has ended.</summary>
    public void End() => _done++;

    /// <summary>Takes what the work reports.</summary>
    public void Report(ProgressReport report) => _report = report;

    /// <summary>Takes a line of the story; it is shown where nothing is reported.</summary>
    public void Tell(string line) => _line = line;

    /// <summary>The command is waited for from now on.</summary>
    public void Resume() => _waited.Start();

    /// <summary>The command is not waited for any more.</summary>
    public void Pause() => _waited.Stop();

    /// <summary>Shows how far it is, where that is due.</summary>
    public void Show(Cmdlet cmdlet)
    {
        if (_report == ProgressReport.Idle)
        {
            Hide(cmdlet);
            return;
        }
        if (_waited.Elapsed < _next)
            return;
        _next = _waited.Elapsed + Interval;
        _isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(0, activity, Describe())
        {
            PercentComplete = _report?.Fraction is double fraction ? (int)(100 * fraction) : -1,
            SecondsRemaining = _report?.Left is TimeSpan left ? (int)Math.Ceiling(left.TotalSeconds) : -1,
        });
    }

    /// <summary>Takes away what is shown; what comes then has its second again.</summary>
    public void Hide(Cmdlet cmdlet)
    {
        _waited.Reset();
        _next = Patience;
        if (!_isShown)
            return;
        _isShown = false;
        cmdlet.WriteProgress(new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed });
    }

    // Where there is no number that grows, the time does. The numbers come first: a terminal cuts the end off.
    private string Describe()
    {
        if (_report is { Fraction: not null } counted)
            return counted.Status;
        string done = _done > 0 ? $"{_done} done, " : "";
        string? what = _report?.Status ?? _line?.TrimEnd('.');
        return $"{done}{(int)_waited.Elapsed.TotalSeconds} s{(string.IsNullOrEmpty(what) ? "" : $": {what}")}";
    }
}
