namespace DhcpNet.Shell;

/// <summary>The program's options, which have pwsh's names and meaning. Any unambiguous beginning of a name will do.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Usage: DhcpNet.Shell [options] [[-File] <path> [arguments] | -Command <statements> | -Command -]

          -File, -f <path>     run a script; everything behind the path is passed to it
          -Command, -c <text>  run statements; '-' reads them from standard input
          -Module <path>       import a module first (may be repeated)
          -NonInteractive      fail instead of asking
          -NoLogo              start without the greeting
          -Version, -Help      print the version, print this
          -NoProfile, -ExecutionPolicy <policy>
                               accepted for pwsh's sake: there are no profiles and no policies here

        Without -File and -Command it prompts. Exit status: that of 'exit', 1 after a terminating error,
        130 when interrupted, 143 when terminated, 64 for options that make no sense, else 0.
        """;

    private static readonly string[] OptionNames =
        ["command", "executionpolicy", "file", "help", "module", "nologo", "noninteractive", "noprofile", "version"];

    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["c"] = "command",
        ["ep"] = "executionpolicy",
        ["f"] = "file",
        ["h"] = "help",
        ["?"] = "help",
        ["v"] = "version",
    };

    public StartMode Mode { get; private init; } = StartMode.Interactive;

    /// <summary>The script of <see cref="StartMode.File"/>.</summary>
    public string File { get; private init; } = "";

    /// <summary>The statements of <see cref="StartMode.Command"/>.</summary>
    public string Command { get; private init; } = "";

    /// <summary>What is passed to the script.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>Modules to import before anything runs.</summary>
    public IReadOnlyList<string> Modules { get; private init; } = [];

    /// <summary>A prompt is an error.</summary>
    public bool NonInteractive { get; private init; }

    /// <summary>No greeting.</summary>
    public bool NoLogo { get; private init; }

    /// <exception cref="CommandLineException">An option is unknown, or its value is missing.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var result = new CommandLine();
        List<string> modules = [];
        for (int i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith('-') || args[i] == "-")
                return WithFile(result, args, i);
            string name = Resolve(args[i]);
            switch (name)
            {
                case "file":
                    return WithFile(result, args, ++i);
                case "command":
                    return WithCommand(result, args, ++i);
                case "module":
                    modules.Add(Value(args, ++i));
                    result = result with { Modules = modules };
                    break;
                case "executionpolicy":
                    Value(args, ++i);
                    break;
                case "noninteractive":
                    result = result with { NonInteractive = true };
                    break;
                case "nologo":
                    result = result with { NoLogo = true };
                    break;
                case "version":
                    return result with { Mode = StartMode.Version };
                case "help":
                    return result with { Mode = StartMode.Help };
            }
        }
        return result;
    }

    private static CommandLine WithFile(CommandLine result, IReadOnlyList<string> args, int index)
    {
        string file = Value(args, index);
        return file == "-"
            ? result with { Mode = StartMode.StandardInput }
            : result with { Mode = StartMode.File, File = file, Arguments = [.. args.Skip(index + 1)] };
    }

    private static CommandLine WithCommand(CommandLine result, IReadOnlyList<string> args, int index)
    {
        string command = Value(args, index);
        if (command != "-")
            return result with { Mode = StartMode.Command, Command = string.Join(' ', args.Skip(index)) };
        return index == args.Count - 1
            ? result with { Mode = StartMode.StandardInput }
            : throw new CommandLineException("'-Command -' reads the statements from standard input: nothing may follow it.");
    }

    private static string Value(IReadOnlyList<string> args, int index) =>
        index < args.Count ? args[index] : throw new CommandLineException($"Option '{args[index - 1]}' needs a value.");

    private static string Resolve(string option)
    {
        string typed = option.TrimStart('-').ToLowerInvariant();
        if (ShortNames.TryGetValue(typed, out string? name))
            return name;
        string[] candidates = [.. OptionNames.Where(n => n == typed)];
        if (candidates.Length == 0 && typed.Length > 0)
            candidates = [.. OptionNames.Where(n => n.StartsWith(typed, StringComparison.Ordinal))];
        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw new CommandLineException($"Unknown option '{option}'."),
            _ => throw new CommandLineException($"Option '{option}' could be any of: {string.Join(", ", candidates.Select(c => "-" + c))}."),
        };
    }
}
