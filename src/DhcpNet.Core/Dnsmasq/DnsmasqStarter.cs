using DhcpNet.Daemons;

namespace DhcpNet.Dnsmasq;

/// <summary>Starts dnsmasq and says why, when it does not start.</summary>
internal static class DnsmasqStarter
{
    /// <summary>Starts it in the network's namespace. Back when it serves.</summary>
    public static Task StartAsync(string path, IReadOnlyList<string> commandLine, Network network) =>
        RunAsync(path, [.. commandLine.Skip(1)], network);

    /// <summary>Has dnsmasq read its command line and its configuration file, and serve nothing.</summary>
    public static Task TestAsync(string path, IReadOnlyList<string> commandLine, Network network) =>
        RunAsync(path, ["--test", .. commandLine.Skip(1)], network);

    private static Task RunAsync(string path, IReadOnlyList<string> arguments, Network network) =>
        DaemonProgram.RunAsync(path, arguments, network, (message, cause) => DnsmasqErrors.Failed(message, network, cause));
}
