namespace DhcpNet.Shell;

/// <summary>Prompt, read, run, again.</summary>
internal sealed class InteractiveLoop(Session session, ITerminal terminal, History history)
{
    private const string ContinuationPrompt = ">> ";

    public void Run()
    {
        var editor = new LineEditor(terminal, history, session.Complete);
        while (!session.IsEnding)
        {
            if (ReadStatements(editor) is not string statements)
                return;
            if (string.IsNullOrWhiteSpace(statements))
                continue;
            history.Add(statements);
            session.Run(statements);
        }
    }

    /// <returns>Complete statements, nothing when they were abandoned, null at the end of input.</returns>
    private string? ReadStatements(LineEditor editor)
    {
        string text = "";
        string prompt = session.Ask("prompt") is { Length: > 0 } answer ? answer : "PS> ";
        while (true)
        {
            LineResult line = editor.Read(prompt);
            if (line.End == LineEnd.EndOfInput)
                return text.Length == 0 ? null : "";
            if (line.End == LineEnd.Cancelled)
                return "";
            text += line.Text;
            // As in pwsh, an empty line ends what is unfinished, and its errors are shown.
            if (line.Text.Length == 0 || !ScriptText.IsIncomplete(text))
                return text;
            text += "\n";
            prompt = ContinuationPrompt;
        }
    }
}
