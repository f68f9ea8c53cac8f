using System.Collections.Concurrent;
using System.Management.Automation;
using DhcpNet.Setup;

namespace DhcpNet.Session;

/// <summary>Carries what other threads have to say to the pipeline's thread, the only one from which a cmdlet may write.</summary>
/// <param name="progress">What shows how far the command is.</param>
/// <param name="tellsAllAsDebug">Whether the story of a step is told with what is behind it, for -Debug: PowerShell would stop and ask at each line of it.</param>
internal sealed class PipelineLog(CommandProgress progress, bool tellsAllAsDebug) : ISetupLog, IDisposable
{
    private readonly BlockingCollection<Action<Cmdlet>> _lines = [];

    public void Verbose(string message)
    {
        Add(c =>
        {
            progress.Tell(message);
            if (tellsAllAsDebug)
                c.WriteDebug(message);
            else
                c.WriteVerbose(message);
        });
    }

    public void Warning(string message) => Add(c => c.WriteWarning(message));

    public void Debug(string message) => Add(c => c.WriteDebug(message));

    public void Error(ErrorRecord record) => Add(c => c.WriteError(record));

    public void Progress(ProgressReport report) => Add(_ => progress.Report(report));

    public void Output(object value) => Add(c => c.WriteObject(value));

    /// <summary>Asks something on the pipeline's thread.</summary>
    public async Task<bool> AskAsync(Func<bool> question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(_ => answer.SetResult(question()));
        return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Add(Action<Cmdlet> line)
    {
        try
        {
            _lines.Add(line);
        }
        catch (InvalidOperationException)
        {
            // The command has ended; a connection that outlives it may still have something to say.
        }
    }

    public void Complete() => _lines.CompleteAdding();

    /// <summary>Writes what comes until <see cref="Complete"/>, and shows how far it is.</summary>
    public void WriteTo(Cmdlet cmdlet)
    {
        while (!_lines.IsCompleted)
        {
            progress.Resume();
            bool isLine = _lines.TryTake(out Action<Cmdlet>? line, progress.Pace);
            progress.Pause();
            if (isLine)
                line!(cmdlet);
            progress.Show(cmdlet);
        }
    }

    public void Dispose() => _lines.Dispose();
}
