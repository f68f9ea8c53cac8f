using System.Diagnostics;
using System.Globalization;
using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>Requests that have reached dnsmasq's sockets and that it has not read yet. What is left when it ends is lost.</summary>
internal static class RequestQueue
{
    // Longer only where it does not read at all.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly string[] Tables = ["udp", "udp6"];

    // DHCP and DHCPv6, as the kernel writes them.
    private static readonly string[] Ports = [":0043", ":0223"];

    // The columns of proc(5), /proc/net/udp; a queue's is what was sent, ':', what was received.
    private const int LocalAddressColumn = 1;
    private const int QueuesColumn = 4;

    /// <summary>Waits until the process has read them all; not for ever.</summary>
    public static async Task DrainAsync(RunningProcess process)
    {
        var waited = Stopwatch.StartNew();
        while (!IsEmpty(process.ProcessId) && waited.Elapsed < Patience)
            await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
    }

    private static bool IsEmpty(int processId) => Tables
        .SelectMany(table => (NetworkDirectory.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/net/{table}")) ?? "").Split('\n').Skip(1))
        .All(IsEmpty);

    private static bool IsEmpty(string line)
    {
        string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns.Length <= QueuesColumn
            || !Ports.Any(columns[LocalAddressColumn].EndsWith)
            || columns[QueuesColumn].EndsWith(":00000000", StringComparison.Ordinal);
    }
}
