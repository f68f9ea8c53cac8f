using System.Management.Automation;
using System.Management.Automation.Runspaces;
using DhcpNet.Configuration;

namespace DhcpNet.SystemTests.Module;

/// <summary>
/// A real PowerShell engine in this process, with the built module imported: what a test types here, a person could type.
/// </summary>
/// <remarks>A session has one configuration and one connection to each plugin and OVSDB, as one of a person's has; two of them act as two people.</remarks>
internal sealed class PowerShellSession : IDisposable
{
    /// <summary>The width that views are designed for.</summary>
    private const int Columns = 100;

    private readonly Runspace _runspace;
    private readonly ScreenHost _host;
    private readonly string? _formerConfiguration = Environment.GetEnvironmentVariable(ConfigurationFile.PathVariable);

    private PowerShellSession()
    {
        _host = new ScreenHost(Columns);
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
    }

    /// <summary>Opens a session and imports the module.</summary>
    /// <param name="stateDirectory">
    /// Where the session's module keeps its state: the networks' database, dnsmasq's files, and a configuration file of its own
    /// (<c>dhcpnet.json</c>; none is there until a test writes it). Without it the module stays as it is on import.
    /// </param>
    public static PowerShellSession Create(string? stateDirectory = null)
    {
        var session = new PowerShellSession();
        try
        {
            if (stateDirectory is not null)
                Environment.SetEnvironmentVariable(ConfigurationFile.PathVariable, Path.Combine(stateDirectory, "dhcpnet.json"));
            session.Require("Import-Module -Name $args[0] -ErrorAction Stop", ModulePath.Manifest);
            if (stateDirectory is not null)
                session.Require("$null = Set-DhcpConfiguration -StatePath $args[0] -ErrorAction Stop", stateDirectory);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The runspace, for what <see cref="Invoke"/> has no words for: stopping, input piece by piece.</summary>
    public Runspace Runspace => _runspace;

    /// <summary>Runs a script in the session's global scope. Errors, terminating ones too, are in the result; nothing is thrown for them.</summary>
    /// <param name="script">The script.</param>
    /// <param name="args">What it finds in <c>$args</c>.</param>
    public Result Invoke(string script, params object?[] args)
    {
        using PowerShell pipeline = Pipeline(script, args);
        List<PSObject> output = [];
        ErrorRecord? last = null;
        try
        {
            pipeline.Invoke(input: null, output);
        }
        catch (RuntimeException e)
        {
            last = e.ErrorRecord;
        }
        return new Result(
            output,
            last is null ? [.. pipeline.Streams.Error] : [.. pipeline.Streams.Error, last],
            [.. pipeline.Streams.Verbose.Select(r => r.Message)],
            [.. pipeline.Streams.Warning.Select(r => r.Message)],
            [.. pipeline.Streams.Progress]);
    }

    /// <summary>Runs a script that must go without an error, and returns what it puts out.</summary>
    public IReadOnlyList<PSObject> Require(string script, params object?[] args)
    {
        Result result = Invoke(script, args);
        Assert.True(result.Errors.Count == 0, $"{script}\n{string.Join('\n', result.Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}"))}");
        return result.Output;
    }

    /// <summary>What a person at a terminal of 100 columns sees of a script's objects and errors, without colours.</summary>
    public string Show(string script, params object?[] args)
    {
        _host.Clear();
        using PowerShell pipeline = Pipeline(script, args);
        pipeline.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.AddCommand("Out-Default");
        OutputRendering former = PSStyle.Instance.OutputRendering;
        PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        try
        {
            pipeline.Invoke();
        }
        finally
        {
            PSStyle.Instance.OutputRendering = former;
        }
        return _host.Text;
    }

    /// <summary>What the Tab key offers a person at the end of a line.</summary>
    public string[] Complete(string line)
    {
        using var powerShell = PowerShell.Create(_runspace);
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, powerShell).CompletionMatches.Select(m => m.CompletionText)];
    }

    /// <summary>Ends the session.</summary>
    public void Dispose()
    {
        _runspace.Dispose();
        Environment.SetEnvironmentVariable(ConfigurationFile.PathVariable, _formerConfiguration);
    }

    private PowerShell Pipeline(string script, object?[] args)
    {
        var pipeline = PowerShell.Create(_runspace);
        pipeline.AddScript(script);
        foreach (object? argument in args)
            pipeline.AddArgument(argument);
        return pipeline;
    }

    /// <summary>What came of a script.</summary>
    /// <param name="Output">The objects.</param>
    /// <param name="Errors">The errors; where one ended the script, it is the last.</param>
    /// <param name="Verbose">What it told with -Verbose.</param>
    /// <param name="Warnings">What it warned of.</param>
    /// <param name="Progress">How far it told to be.</param>
    public sealed record Result(
        IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Verbose, IReadOnlyList<string> Warnings, IReadOnlyList<ProgressRecord> Progress);
}
