using System.Management.Automation;

namespace DhcpNet.Shell;

/// <summary>Shows the progress of the running pipeline as one line on the terminal, and takes it away when it is done or anything else is written.</summary>
internal sealed class ProgressLine(TextWriter output, bool isTerminal)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _lastDrawn;
    private bool _visible;

    public void Show(ProgressRecord record)
    {
        if (!isTerminal)
            return;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Erase();
            return;
        }
        if (_visible && TimeProvider.System.GetElapsedTime(_lastDrawn) < Interval)
            return;
        _lastDrawn = TimeProvider.System.GetTimestamp();
        _visible = true;
        output.Write($"\r\u001b[K{Truncated(Describe(record), ConsoleTerminal.OutputWidth - 1)}");
        output.Flush();
    }

    public void Erase()
    {
        if (!_visible)
            return;
        _visible = false;
        output.Write("\r\u001b[K");
        output.Flush();
    }

    private static string Describe(ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete,3}%" : "";
        string left = record.SecondsRemaining >= 0 ? $", {TimeSpan.FromSeconds(record.SecondsRemaining):c} left" : "";
        string operation = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        return $"{record.Activity}:{percent} {record.StatusDescription}{operation}{left}".ReplaceLineEndings(" ");
    }

    private static string Truncated(string text, int cells)
    {
        while (CellWidth.Of(text) > cells)
            text = text[..^1];
        return text;
    }
}
