using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>Starts dnsmasq and says why, when it does not start.</summary>
internal static class DnsmasqStarter
{
    // It takes milliseconds; more than that is for machines that are out of breath.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Starts it in the network's namespace. Back when it serves: what is started here forks, and ends with 0 only when the daemon that it
    /// left behind has its sockets, files and rights.
    /// </summary>
    /// <remarks>Not cancellable: a half-started daemon could be anybody's.</remarks>
    public static Task StartAsync(string path, IReadOnlyList<string> commandLine, Network network) =>
        RunAsync(path, [.. commandLine.Skip(1)], network);

    /// <summary>Has dnsmasq read its command line and its configuration file, and serve nothing.</summary>
    public static Task TestAsync(string path, IReadOnlyList<string> commandLine, Network network) =>
        RunAsync(path, ["--test", .. commandLine.Skip(1)], network);

    private static async Task RunAsync(string path, IReadOnlyList<string> arguments, Network network)
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
            throw DnsmasqErrors.Failed(exception.Message, network, exception);
        }
        if (result.ExitCode != 0)
            throw DnsmasqErrors.Failed(Explain(result), network);
    }

    private static string Explain(ChildProcessResult result)
    {
        string message = string.Join(' ', result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (message.Length == 0)
            message = result.Signal is int signal ? $"it was ended by signal {signal}." : $"it ended with exit code {result.ExitCode}.";
        return message;
    }
}
