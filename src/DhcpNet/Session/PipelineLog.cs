using System.Collections.Concurrent;
using System.Management.Automation;
using DhcpNet.Setup;

namespace DhcpNet.Session;

/// <summary>Carries what other threads have to say to the pipeline's thread, the only one from which a cmdlet may write.</summary>
/// <param name="tellsAllAsDebug">Whether the story of a step is told with what is behind it, for -Debug: PowerShell would stop and ask at each line of it.</param>
internal sealed class PipelineLog(bool tellsAllAsDebug) : ISetupLog, IDisposable
{
    private readonly BlockingCollection<Action<Cmdlet>> _lines = [];

    public void Verbose(string message)
    {
        if (tellsAllAsDebug)
            Debug(message);
        else
            Add(c => c.WriteVerbose(message));
    }

    public void Warning(string message) => Add(c => c.WriteWarning(message));

    public void Debug(string message) => Add(c => c.WriteDebug(message));

    public void Error(ErrorRecord record) => Add(c => c.WriteError(record));

    public void Progress(ProgressRecord record) => Add(c => c.WriteProgress(record));

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

    /// <summary>Writes what comes until <see cref="Complete"/>.</summary>
    public void WriteTo(Cmdlet cmdlet)
    {
        foreach (Action<Cmdlet> line in _lines.GetConsumingEnumerable())
            line(cmdlet);
    }

    public void Dispose() => _lines.Dispose();
}
