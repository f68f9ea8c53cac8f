using System.Globalization;
using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>The processes that have ports of dnsmasq's in a namespace: another dnsmasq, or something in its way.</summary>
/// <remarks>
/// dnsmasq itself would not always say that there is another: it goes without a DNS port that it can't have, and shares the DHCP port with
/// other dnsmasqs (SO_REUSEPORT).
/// </remarks>
internal static class PortHolders
{
    // DNS, DHCP, DHCPv6.
    private static readonly int[] Ports = [53, 67, 547];

    // Not TCP's: to print /proc/net/tcp the kernel walks the hash table of all the host's connections, 7 ms on a host of 24 GiB.
    private static readonly string[] Tables = ["udp", "udp6"];

    private static readonly string[] Counters = ["sockstat", "sockstat6"];

    // The columns of proc(5), /proc/net/udp.
    private const int LocalAddressColumn = 1;
    private const int InodeColumn = 9;

    /// <summary>
    /// The processes and their ports. All processes of the host are looked at only if there is such a socket at all: usually there is
    /// none, and with hundreds of networks the looking would be what takes the time.
    /// </summary>
    public static IReadOnlyList<(RunningProcess Process, IReadOnlyList<int> Ports)> Find(string namespaceName)
    {
        if (NetworkNamespace.GetState(namespaceName) != NamespaceState.Ready)
            return [];
        Dictionary<string, int> ports = NetworkNamespace.Run(namespaceName, ReadSockets);
        if (ports.Count == 0)
            return [];
        return
        [
            .. from process in NetworkNamespace.GetProcesses(namespaceName).Select(RunningProcess.Find)
               where process is not null
               let held = GetSockets(process.ProcessId).Where(ports.ContainsKey).Select(s => ports[s]).Distinct().Order().ToList()
               where held.Count > 0
               select (process, (IReadOnlyList<int>)held),
        ];
    }

    /// <summary>The ports of the sockets that have one of them, by what /proc/…/fd calls the sockets.</summary>
    private static Dictionary<string, int> ReadSockets()
    {
        Dictionary<string, int> ports = [];
        if (!HasSockets())
            return ports;
        foreach (string table in Tables)
        {
            foreach (string line in (NetworkDirectory.Read($"/proc/thread-self/net/{table}") ?? "").Split('\n').Skip(1))
            {
                string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (columns.Length > InodeColumn
                    && int.TryParse(columns[LocalAddressColumn].Split(':')[^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int port)
                    && Ports.Contains(port))
                    ports[$"socket:[{columns[InodeColumn]}]"] = port;
            }
        }
        return ports;
    }

    // Counters, which cost nothing: "TCP: inuse 2 orphan 0 ...". For the tables, however empty the namespace, the kernel goes through the
    // connections of the whole host, and that takes longer than starting dnsmasq.
    private static bool HasSockets() =>
        Counters.SelectMany(name => (NetworkDirectory.Read($"/proc/thread-self/net/{name}") ?? "").Split('\n'))
            .Any(line => line.Split(' ') is ["TCP:" or "UDP:" or "TCP6:" or "UDP6:", "inuse", not "0", ..]);

    private static IEnumerable<string> GetSockets(int processId)
    {
        try
        {
            string directory = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/fd");
            return [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Select(f => f.LinkTarget).OfType<string>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, and holds nothing any more.
            return [];
        }
    }
}
