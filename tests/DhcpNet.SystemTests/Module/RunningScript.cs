using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>A script that runs while the test goes on, to be stopped as by Ctrl+C or to be waited for.</summary>
internal sealed class RunningScript : IDisposable
{
    private readonly PowerShell _pipeline;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _invocation;

    private RunningScript(PowerShell pipeline)
    {
        _pipeline = pipeline;
        _invocation = pipeline.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    /// <summary>The objects that have come so far.</summary>
    public int OutputCount => _output.Count;

    /// <summary>The same, themselves.</summary>
    public IReadOnlyList<PSObject> Output => [.. Enumerable.Range(0, _output.Count).Select(i => _output[i])];

    /// <summary>The errors that have come so far.</summary>
    public IReadOnlyList<ErrorRecord> Errors => [.. _pipeline.Streams.Error];

    /// <summary>How far it has told to be so far.</summary>
    public IReadOnlyList<ProgressRecord> Progress => [.. _pipeline.Streams.Progress];

    public bool HasEnded => _invocation.IsCompleted;

    public static RunningScript Start(PowerShellSession session, string script)
    {
        var pipeline = PowerShell.Create(session.Runspace);
        pipeline.AddScript(script);
        return new RunningScript(pipeline);
    }

    /// <summary>Does what Ctrl+C does, and waits until the script has ended.</summary>
    /// <inheritdoc cref="EndAsync"/>
    public async Task<IReadOnlyList<ErrorRecord>> StopAsync(TimeSpan patience)
    {
        await Task.Run(_pipeline.Stop).WaitAsync(patience);
        return await EndAsync(patience);
    }

    /// <summary>Waits until the script has ended.</summary>
    /// <returns>Its errors.</returns>
    /// <exception cref="TimeoutException">It has not ended in that time.</exception>
    public async Task<IReadOnlyList<ErrorRecord>> EndAsync(TimeSpan patience)
    {
        await Task.Run(() =>
        {
            try
            {
                _pipeline.EndInvoke(_invocation);
            }
            catch (PipelineStoppedException)
            {
                // as it was asked to
            }
        }).WaitAsync(patience);
        return [.. _pipeline.Streams.Error];
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _output.Dispose();
    }
}
