using System.Globalization;
using DhcpNet.Setup;

namespace DhcpNet.Session;

/// <summary>Reports how far the work on several networks has come. Of a single one there is nothing to count.</summary>
internal static class BulkProgress
{
    /// <summary>Reports counts, rate, and the time that is left.</summary>
    public static void Progress(this PipelineLog log, NetworkDhcpTally tally, string name)
    {
        if (tally.Networks < 2)
            return;
        string failed = tally.Failed > 0 ? $", {tally.Failed} failed" : "";
        log.Progress(new ProgressReport(
            string.Create(CultureInfo.CurrentCulture, $"{tally.Done} of {tally.Networks}{failed}, {tally.PerSecond:F0} a second: {name}"),
            (double)tally.Done / tally.Networks,
            TimeSpan.FromSeconds((tally.Networks - tally.Done) / tally.PerSecond)));
    }

    /// <summary>Reports so many of a known number.</summary>
    public static void Progress(this PipelineLog log, int done, int networks)
    {
        if (networks > 1)
            log.Progress(new ProgressReport($"{done} of {networks} networks", (double)done / networks));
    }
}
