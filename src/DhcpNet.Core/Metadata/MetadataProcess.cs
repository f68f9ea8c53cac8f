using DhcpNet.Daemons;
using DhcpNet.Linux;

namespace DhcpNet.Metadata;

/// <summary>The haproxy of one network: found by the path of its configuration, which no other haproxy has among its arguments.</summary>
internal sealed class MetadataProcess(DhcpConfiguration configuration, Guid networkId)
{
    private const string UsualName = "haproxy";

    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(5);

    private readonly MetadataFiles _files = new(configuration, networkId);

    /// <summary>
    /// The running process: the one that the pid file names, or, where that names none although there are files, any. Null if there is
    /// neither.
    /// </summary>
    public RunningProcess? Find()
    {
        if (_files.ReadProcessId() is int id && RunningProcess.Find(id) is RunningProcess process && IsOurs(process))
            return process;
        return _files.Exist ? FindAnywhere() : null;
    }

    /// <summary>The running process, whatever files there are: looks at all processes of the namespace, or of the host where there is none.</summary>
    public RunningProcess? FindAnywhere()
    {
        string name = NamespaceNames.For(networkId);
        IEnumerable<RunningProcess> all = NetworkNamespace.GetState(name) == NamespaceState.Ready
            ? NetworkNamespace.GetProcesses(name).Select(RunningProcess.Find).OfType<RunningProcess>()
            : RunningProcess.List();
        return all.FirstOrDefault(IsOurs);
    }

    /// <summary>Whether a process is the network's haproxy.</summary>
    public bool IsOurs(RunningProcess process) =>
        process.CommandLine.Contains(_files.Configuration) && DaemonProgram.IsOf(process, configuration.Haproxy, UsualName);

    /// <summary>Ends a process.</summary>
    /// <remarks>Not cancellable: the caller is halfway between a service and none.</remarks>
    public async Task StopAsync(RunningProcess process)
    {
        if (!await process.EndAsync(TerminationTimeout).ConfigureAwait(false))
            throw MetadataErrors.DidNotEnd(process, networkId);
    }
}
