using System.Globalization;
using DhcpNet.Daemons;
using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>The process that serves one network or segment: found by the path of its pid file, which no other dnsmasq has among its arguments.</summary>
internal sealed class DnsmasqProcess(DhcpConfiguration configuration, DhcpServiceId id)
{
    private const string UsualName = "dnsmasq";

    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(5);

    private readonly NetworkDirectory _directory = new(configuration, id);

    /// <summary>
    /// The running process: the one that the pid file names, or, where that names none, one in the network's namespace. Null if there
    /// is neither.
    /// </summary>
    public RunningProcess? Find() => Find(out _);

    /// <summary>The same, and, where the pid file named none, who else has dnsmasq's ports in the namespace.</summary>
    /// <param name="strangers">Processes that are not of this configuration, such as <c>named (4711): port 53</c>.</param>
    public RunningProcess? Find(out IReadOnlyList<string> strangers)
    {
        strangers = [];
        if (FindByPid() is RunningProcess process)
            return process;
        IReadOnlyList<(RunningProcess Process, IReadOnlyList<int> Ports)> holders = PortHolders.Find(NamespaceNames.For(id.NetworkId));
        strangers = [.. holders.Where(h => !IsOfConfiguration(h.Process)).Select(h => $"{h.Process}: port {string.Join(", ", h.Ports)}")];
        return holders.Select(h => h.Process).FirstOrDefault(IsOurs);
    }

    /// <summary>The running process, wherever it may be: its namespace may have lost its name.</summary>
    public RunningProcess? FindAnywhere()
    {
        if (Find() is RunningProcess process)
            return process;
        // All processes are looked at only where something says that there may be one.
        return _directory.Exists && NetworkNamespace.GetState(NamespaceNames.For(id.NetworkId)) != NamespaceState.Ready
            ? RunningProcess.List().FirstOrDefault(IsOurs)
            : null;
    }

    /// <summary>Makes the pid file say what is true of a process that was found without it.</summary>
    public void MendPid(RunningProcess process)
    {
        if (_directory.ReadProcessId() != process.ProcessId)
            _directory.Write(_directory.Pid, string.Create(CultureInfo.InvariantCulture, $"{process.ProcessId}\n"));
    }

    /// <summary>Ends the process, which first writes its leases.</summary>
    /// <remarks>Not cancellable: the caller is halfway between a service and none.</remarks>
    public async Task StopAsync(RunningProcess process)
    {
        if (!await process.EndAsync(TerminationTimeout).ConfigureAwait(false))
            throw DnsmasqErrors.DidNotEnd(process, id.NetworkId);
        _directory.DeletePid();
    }

    private RunningProcess? FindByPid() =>
        _directory.ReadProcessId() is int processId && RunningProcess.Find(processId) is RunningProcess process && IsOurs(process) ? process : null;

    // Of another network or segment, then, and none of this one's business.
    private bool IsOfConfiguration(RunningProcess process) =>
        process.CommandLine.Any(a => a.StartsWith(DnsmasqCommandLine.PidFileOption + Path.GetFullPath(configuration.ConfsPath) + '/', StringComparison.Ordinal));

    // By its name too: the command line of a debugger or a shell that started dnsmasq has the same argument.
    private bool IsOurs(RunningProcess process) =>
        process.CommandLine.Contains(DnsmasqCommandLine.PidFileOption + _directory.Pid) && DaemonProgram.IsOf(process, configuration.Dnsmasq, UsualName);
}
