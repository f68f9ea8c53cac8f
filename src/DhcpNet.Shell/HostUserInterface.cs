using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace DhcpNet.Shell;

/// <summary>Where the engine writes and asks: objects go to standard output, all that is said about them to standard error, questions to the terminal.</summary>
internal sealed class HostUserInterface : PSHostUserInterface
{
    private const string Reset = "\u001b[0m";

    private readonly PromptReader _prompts;
    private readonly ProgressLine _progress;
    private readonly bool _outputIsTerminal = !Console.IsOutputRedirected;
    private readonly bool _errorIsTerminal = !Console.IsErrorRedirected;
    private string _unfinishedLine = "";

    /// <param name="prompts">Who asks the person.</param>
    public HostUserInterface(PromptReader prompts)
    {
        _prompts = prompts;
        _progress = new ProgressLine(Console.Error, _errorIsTerminal);
    }

    /// <summary>Whether colours are wanted: https://no-color.org.</summary>
    public static bool IsColorWanted =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb"
        && !(Console.IsOutputRedirected && Console.IsErrorRedirected);

    /// <summary>Set while what the engine's formatter writes is an error.</summary>
    public bool IsReportingError { get; set; }

    public override PSHostRawUserInterface RawUI { get; } = new RawUserInterface();

    public override bool SupportsVirtualTerminal => IsColorWanted;

    // A script writes its question first: the editor must know it, to draw it again.
    public override string ReadLine() => _prompts.ReadLine(TakeUnfinishedLine());

    public override SecureString ReadLineAsSecureString() => _prompts.ReadSecret(TakeUnfinishedLine());

    public override void Write(string value)
    {
        if (IsReportingError)
        {
            WriteTo(Console.Error, value, _errorIsTerminal);
            return;
        }
        WriteTo(Console.Out, value, _outputIsTerminal);
        int newline = value.LastIndexOf('\n');
        _unfinishedLine = newline < 0 ? _unfinishedLine + value : value[(newline + 1)..];
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(IsColorWanted && foregroundColor != RawUI.ForegroundColor ? PSStyle.Instance.Foreground.FromConsoleColor(foregroundColor) + value + Reset : value);

    public override void WriteLine(string value) => Write(value + "\n");

    public override void WriteErrorLine(string value) => WriteMessage(PSStyle.Instance.Formatting.Error, "", value);

    public override void WriteWarningLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Warning, "WARNING: ", message);

    public override void WriteVerboseLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Verbose, "VERBOSE: ", message);

    public override void WriteDebugLine(string message) => WriteMessage(PSStyle.Instance.Formatting.Debug, "DEBUG: ", message);

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <summary>Takes away what is left of a pipeline's progress.</summary>
    public void EndPipeline() => _progress.Erase();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        _progress.Erase();
        return _prompts.Fields(caption, message, descriptions);
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        _progress.Erase();
        return _prompts.Choice(caption, message, choices, defaultChoice);
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        _progress.Erase();
        return _prompts.Credential(caption, message, userName);
    }

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private string TakeUnfinishedLine()
    {
        (string line, _unfinishedLine) = (_unfinishedLine, "");
        return line;
    }

    private void WriteMessage(string style, string label, string message)
    {
        string line = label + message;
        // The engine's own error view comes with its colours.
        bool isStyled = line.Contains('\u001b');
        WriteTo(Console.Error, (isStyled || !IsColorWanted ? line : style + line + Reset) + "\n", _errorIsTerminal);
    }

    private void WriteTo(TextWriter writer, string text, bool isTerminal)
    {
        _progress.Erase();
        writer.Write(isTerminal && IsColorWanted ? text : PlainText.Of(text));
    }
}
