using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace DhcpNet.Shell;

/// <summary>A runspace, and how statements are run in it: their objects and errors reach the person as they come.</summary>
internal sealed class Session : IDisposable
{
    private readonly Runspace _runspace;
    private readonly HostUserInterface _ui;
    private readonly Interruption _interruption;

    public Session(ShellHost host, HostUserInterface ui, Interruption interruption)
    {
        Host = host;
        _ui = ui;
        _interruption = interruption;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        PSStyle.Instance.OutputRendering = HostUserInterface.IsColorWanted ? OutputRendering.Ansi : OutputRendering.PlainText;
    }

    public ShellHost Host { get; }

    /// <summary>Whether a script or a signal asked the program to end.</summary>
    public bool IsEnding => Host.ExitCode is not null || _interruption.ExitCode is not null;

    /// <summary>The status to end the program with.</summary>
    /// <param name="succeeded">What <see cref="Run"/> answered.</param>
    public int ExitCode(bool succeeded) => _interruption.ExitCode ?? Host.ExitCode ?? (succeeded ? 0 : 1);

    /// <summary>Whether the last statement succeeded: <c>$?</c>.</summary>
    public bool LastStatementSucceeded => _runspace.SessionStateProxy.GetVariable("?") is true;

    /// <summary>Runs statements, writing what they put out.</summary>
    /// <param name="text">The statements.</param>
    /// <param name="input">What they find in <c>$input</c>.</param>
    /// <returns>False when an error ended them; it has been shown.</returns>
    public bool Run(string text, IEnumerable<string>? input = null)
    {
        using PowerShell pipeline = PowerShell.Create(_runspace);
        pipeline.AddScript(text);
        pipeline.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.AddCommand("Out-Default");
        // Statements that are not part of the history leave $? as it was.
        return Invoke(pipeline, input, new PSInvocationSettings { AddToHistory = true });
    }

    /// <summary>Imports a module into the session's global scope.</summary>
    /// <returns>False when that failed; the error has been shown.</returns>
    public bool ImportModule(string name)
    {
        // The engine takes a relative path for a name unless it begins with a dot.
        if (Path.Exists(name))
            name = Path.GetFullPath(name);
        using PowerShell pipeline = PowerShell.Create(_runspace);
        pipeline.AddCommand("Import-Module").AddParameter("Name", name).AddParameter("Global").AddParameter("ErrorAction", ActionPreference.Stop);
        return Invoke(pipeline, null, new PSInvocationSettings());
    }

    /// <summary>What a function of the session, such as <c>prompt</c>, answers; null when it fails.</summary>
    public string? Ask(string text)
    {
        using PowerShell pipeline = PowerShell.Create(_runspace);
        try
        {
            return string.Concat(pipeline.AddScript(text).Invoke());
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    /// <summary>What could stand at a place in a line.</summary>
    public Completions Complete(string text, int cursor)
    {
        using PowerShell pipeline = PowerShell.Create(_runspace);
        try
        {
            CommandCompletion found = CommandCompletion.CompleteInput(text, cursor, null, pipeline);
            return new Completions(
                found.ReplacementIndex,
                found.ReplacementLength,
                [.. found.CompletionMatches.Select(m => m.CompletionText)],
                [.. found.CompletionMatches.Select(m => m.ListItemText)]);
        }
        catch (RuntimeException)
        {
            return Completions.None;
        }
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>Shows an error as the engine shows those that pipelines end with.</summary>
    private void Report(ErrorRecord error)
    {
        using PowerShell pipeline = PowerShell.Create(_runspace);
        // Out-Default takes an error record that comes as an object for output.
        _ui.IsReportingError = true;
        pipeline.AddCommand("Out-Default").Invoke(new[] { error });
        _ui.IsReportingError = false;
    }

    private bool Invoke(PowerShell pipeline, IEnumerable<string>? input, PSInvocationSettings settings)
    {
        bool succeeded = true;
        try
        {
            _interruption.While(pipeline, () => pipeline.Invoke(input, settings));
        }
        catch (PipelineStoppedException)
        {
            succeeded = false;
        }
        catch (IncompleteParseException e)
        {
            // It knows no position, without which the engine's view of it is empty.
            succeeded = false;
            _ui.WriteErrorLine($"ParserError: {e.Message}");
        }
        catch (RuntimeException e)
        {
            succeeded = false;
            Report(e.ErrorRecord);
        }
        finally
        {
            _ui.EndPipeline();
        }
        return succeeded;
    }
}
