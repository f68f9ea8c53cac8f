using DhcpNet.Linux;

namespace DhcpNet.Daemons;

/// <summary>The programs that serve in networks' namespaces: starts them, and knows their processes.</summary>
internal static class DaemonProgram
{
    // The kernel keeps no more of a process's name (TASK_COMM_LEN).
    private const int MaxNameLength = 15;

    // They take milliseconds; more than that is for machines that are out of breath.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Runs a program in the network's namespace. Back when it serves, where it is a daemon: what is started here forks, and ends with 0 only
    /// when the process that it left behind has its sockets, files and rights.
    /// </summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments, without its own name.</param>
    /// <param name="network">The network.</param>
    /// <param name="describe">Makes the error of what the program says, or of what kept it from being started.</param>
    /// <remarks>Not cancellable: a half-started daemon could be anybody's.</remarks>
    public static async Task RunAsync(string path, IReadOnlyList<string> arguments, Network network, Func<string, Exception?, DhcpNetException> describe)
    {
        ChildProcessStart start = new()
        {
            FileName = path,
            Arguments = arguments,
            NamespaceName = network.NamespaceName,
            Timeout = StartTimeout,
            // So that what it says can be read by everybody, and names are what they are in any locale.
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" },
        };
        ChildProcessResult result;
        try
        {
            result = await ChildProcess.RunAsync(start, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LinuxException or TimeoutException)
        {
            throw describe(exception.Message, exception);
        }
        if (result.ExitCode != 0)
            throw describe(Explain(result), null);
    }

    /// <summary>Whether a process that runs is one of the program, by its name: the command line of a debugger or a shell that started it has the same arguments.</summary>
    /// <param name="process">The process.</param>
    /// <param name="program">The program as it is configured.</param>
    /// <param name="usualName">What others call it.</param>
    public static bool IsOf(RunningProcess process, string program, string usualName)
    {
        string name = Path.GetFileName(program);
        return !process.IsZombie && (process.Name == usualName || process.Name == (name.Length > MaxNameLength ? name[..MaxNameLength] : name));
    }

    private static string Explain(ChildProcessResult result)
    {
        string message = string.Join(' ', result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (message.Length == 0)
            message = result.Signal is int signal ? $"it was ended by signal {signal}." : $"it ended with exit code {result.ExitCode}.";
        return message;
    }
}
