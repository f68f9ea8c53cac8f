using System.Globalization;
using System.Management.Automation;

namespace DhcpNet.Shell;

/// <summary>The entry point: a PowerShell for machines that have none.</summary>
internal static class Program
{
    private const int UsageStatus = 64;

    public static int Main(string[] args)
    {
        CommandLine commandLine;
        try
        {
            commandLine = CommandLine.Parse(args);
        }
        catch (CommandLineException e)
        {
            Console.Error.WriteLine($"{e.Message}\n\n{CommandLine.Usage}");
            return UsageStatus;
        }
        switch (commandLine.Mode)
        {
            case StartMode.Help:
                Console.Out.WriteLine(CommandLine.Usage);
                return 0;
            case StartMode.Version:
                Console.Out.WriteLine(VersionLine);
                return 0;
            default:
                return Start(commandLine);
        }
    }

    private static string VersionLine =>
        $"DhcpNet.Shell {ShellHost.ProgramVersion.ToString(fieldCount: 3)} (PowerShell engine {PSVersionInfo.PSVersion})";

    private static int Start(CommandLine commandLine)
    {
        // The engine reports the modules that are imported to Microsoft unless told not to.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        // Pipelines run on this thread, whose culture the engine leaves as it is.
        if (CultureInfo.CurrentCulture.Equals(CultureInfo.InvariantCulture))
            CultureInfo.CurrentCulture = new EnglishInvariantCulture();
        bool isInteractive = commandLine.Mode == StartMode.Interactive && !Console.IsInputRedirected && !commandLine.NonInteractive;
        var terminal = new ConsoleTerminal();
        var ui = new HostUserInterface(new PromptReader(terminal, canAsk: !commandLine.NonInteractive && !Console.IsInputRedirected));
        using var interruption = new Interruption(returnsToPrompt: isInteractive);
        using var session = new Session(new ShellHost(ui), ui, interruption);
        if (!commandLine.Modules.All(session.ImportModule))
            return session.ExitCode(succeeded: false);
        bool succeeded = true;
        if (isInteractive)
            RunInteractive(session, terminal, commandLine.NoLogo);
        else
            succeeded = RunBatch(session, commandLine);
        return session.ExitCode(succeeded);
    }

    private static void RunInteractive(Session session, ConsoleTerminal terminal, bool noLogo)
    {
        if (!noLogo)
            terminal.Write($"{VersionLine}. Tab completes, 'exit' leaves.\r\n");
        new InteractiveLoop(session, terminal, new History(History.DefaultFile)).Run();
    }

    private static bool RunBatch(Session session, CommandLine commandLine)
    {
        if (commandLine.Mode == StartMode.File)
            return RunFile(session, commandLine);
        bool isFromInput = commandLine.Mode != StartMode.Command;
        string text = isFromInput ? Console.In.ReadToEnd() : commandLine.Command;
        return session.Run(text, isFromInput ? null : InputFor(text)) && session.LastStatementSucceeded;
    }

    private static bool RunFile(Session session, CommandLine commandLine)
    {
        string path = Path.GetFullPath(commandLine.File);
        if (!File.Exists(path) && File.Exists(path + ".ps1"))
            path += ".ps1";
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"The script '{commandLine.File}' does not exist.");
            return false;
        }
        string script = File.ReadAllText(path);
        bool readsInput = ScriptText.ReadsInput(script);
        string invocation = ScriptText.Invocation(path, commandLine.Arguments);
        return session.Run(readsInput ? "$input | " + invocation : invocation, readsInput ? InputFor(script) : null);
    }

    /// <summary>Standard input, line by line, where it is a file or a pipe and the script wants it.</summary>
    private static IEnumerable<string>? InputFor(string script) =>
        Console.IsInputRedirected && ScriptText.ReadsInput(script) ? Lines(Console.In) : null;

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is string line)
            yield return line;
    }
}
