using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>The dnsmasq processes of this host, one a network, and their files under <see cref="DhcpConfiguration.ConfsPath"/>.</summary>
/// <remarks>Safe to use for many networks at once. For one network, one call at a time is the caller's to see to, between processes too.</remarks>
/// <param name="configuration">Where things are, and what all networks have in common.</param>
public sealed class DnsmasqService(DhcpConfiguration configuration)
{
    private readonly DnsmasqVersionCheck _versionCheck = new();

    /// <summary>Where things are, and what all networks have in common.</summary>
    public DhcpConfiguration Configuration { get; } = configuration;

    /// <summary>Makes sure that there is a program to start.</summary>
    /// <exception cref="DhcpNetException"><c>DnsmasqNotFound</c>.</exception>
    public void RequireProgram()
    {
        if (ChildProcess.Find(Configuration.Dnsmasq) is null)
            throw DnsmasqErrors.NotFound(Configuration.Dnsmasq);
    }

    /// <summary>
    /// Sees to it that dnsmasq serves the network as it is now: leaves a process alone that does, replaces one that serves something else
    /// (leases are kept), starts one where there is none. Back when it answers.
    /// </summary>
    /// <remarks>Cancelling has an effect until something is changed; what follows takes milliseconds, and is done.</remarks>
    /// <exception cref="DhcpNetException">
    /// <c>DnsmasqNotFound</c>, <c>DnsmasqTooOld</c>, <c>DnsmasqFailed</c>, <c>NamespaceNotFound</c>, <c>StatePathNotWritable</c>,
    /// <c>StatePathNotReachable</c>, <c>ConfigurationInvalid</c>.
    /// </exception>
    public async Task<DnsmasqResult> EnsureAsync(ServedNetwork network, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        cancellationToken.ThrowIfCancellationRequested();
        Guid id = network.Network.Id;
        Wanted wanted = Render(network);
        ulong inode = NetworkNamespace.GetInode(network.Network.NamespaceName) ?? throw DnsmasqErrors.NamespaceNotFound(network.Network);
        DnsmasqProcess processes = new(Configuration, id);
        NetworkDirectory directory = new(Configuration, id);

        RunningProcess? running = processes.Find(out IReadOnlyList<string> strangers);
        string? reason = running is null ? null : DnsmasqDifference.Find(running, inode, wanted.CommandLine, directory, wanted.Files);
        if (running is not null && reason is null)
        {
            processes.MendPid(running);
            directory.Write(directory.Interface, network.InterfaceName);
            return Report(DnsmasqChange.None, running);
        }

        string program = ChildProcess.Find(Configuration.Dnsmasq) ?? throw DnsmasqErrors.NotFound(Configuration.Dnsmasq);
        await _versionCheck.ThrowIfTooOldAsync(program, wanted.Network.Subnets).ConfigureAwait(false);
        if (running is null && strangers.Count > 0)
            throw DnsmasqErrors.PortsInUse(strangers, network.Network);
        cancellationToken.ThrowIfCancellationRequested();
        directory.Create();
        // The old one first: a file that is newer than what a running process has read would look to the next caller as if it were read.
        if (running is not null)
        {
            // One that serves is not given up for one that would not start.
            await DnsmasqStarter.TestAsync(program, wanted.CommandLine, network.Network).ConfigureAwait(false);
            await processes.StopAsync(running).ConfigureAwait(false);
        }
        WriteFiles(directory, wanted, network.InterfaceName);
        await DnsmasqStarter.StartAsync(program, wanted.CommandLine, network.Network).ConfigureAwait(false);
        RunningProcess started = processes.Find()
            ?? throw DnsmasqErrors.Failed("it ended as soon as it had started. The system's log may say why.", network.Network);
        return Report(running is null ? DnsmasqChange.Started : DnsmasqChange.Restarted, started);

        DnsmasqResult Report(DnsmasqChange change, RunningProcess process) => new()
        {
            Change = change,
            Reason = reason,
            Status = Describe(id, directory, process) with { IsUpToDate = true },
            Warnings = wanted.Network.Warnings,
        };
    }

    /// <summary>Ends the network's dnsmasq, whether or not its namespace is still there. Files stay, but for the one with its process's number.</summary>
    /// <returns>False if none was running.</returns>
    /// <exception cref="DhcpNetException"><c>DnsmasqFailed</c>: it did not end.</exception>
    public async Task<bool> StopAsync(Guid networkId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DnsmasqProcess processes = new(Configuration, networkId);
        if (processes.FindAnywhere() is not RunningProcess process)
            return false;
        await processes.StopAsync(process).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Deletes the network's files and then its directory. Only files that DhcpNet or the Neutron agent makes are touched and no link is
    /// followed: where there is anything else, it stays, and the directory with it.
    /// </summary>
    /// <returns>False if there was nothing to delete.</returns>
    /// <exception cref="DhcpNetException"><c>DnsmasqRunning</c>: they are in use. <c>StatePathNotWritable</c>.</exception>
    public bool DeleteFiles(Guid networkId)
    {
        if (new DnsmasqProcess(Configuration, networkId).FindAnywhere() is RunningProcess process)
            throw DnsmasqErrors.StillRunning(process, networkId);
        return new NetworkDirectory(Configuration, networkId).Delete();
    }

    /// <summary>What there is of the network's dnsmasq; null if neither files nor process are there.</summary>
    /// <param name="networkId">The network.</param>
    /// <param name="wanted">The network as it is to be served, to learn whether it is.</param>
    public DnsmasqStatus? Get(Guid networkId, ServedNetwork? wanted = null)
    {
        NetworkDirectory directory = new(Configuration, networkId);
        RunningProcess? process = new DnsmasqProcess(Configuration, networkId).FindAnywhere();
        if (process is null && !directory.Exists)
            return null;
        DnsmasqStatus status = Describe(networkId, directory, process);
        return wanted is null ? status : status with { IsUpToDate = process is not null && IsUpToDate(process, directory, wanted) };
    }

    /// <summary>The networks that have a directory, sorted by id.</summary>
    public IReadOnlyList<Guid> List()
    {
        DirectoryInfo directory = new(Path.GetFullPath(Configuration.ConfsPath));
        if (!directory.Exists)
            return [];
        return
        [
            .. directory.EnumerateDirectories()
                .Where(d => d.LinkTarget is null)
                .Select(d => Guid.TryParseExact(d.Name, "D", out Guid id) && d.Name == id.ToString() ? id : Guid.Empty)
                .Where(id => id != Guid.Empty)
                .OrderBy(id => id.ToString(), StringComparer.Ordinal),
        ];
    }

    private Wanted Render(ServedNetwork served)
    {
        WritableNetwork network = WritableNetwork.From(served, Configuration);
        string? logDirectory = LogDirectory.Of(Configuration, served.Network.Id);
        if (logDirectory is not null && !LogDirectory.TryCreate(logDirectory, out string? problem))
        {
            network.Warn($"dnsmasq does not log: '{logDirectory}' can't be made: {problem}");
            logDirectory = null;
        }
        return new Wanted(network, DnsmasqFiles.Render(network), DnsmasqCommandLine.Build(network, logDirectory));
    }

    private static void WriteFiles(NetworkDirectory directory, Wanted wanted, string interfaceName)
    {
        string leases = LeasesFile.Render(wanted.Network, NetworkDirectory.Read(directory.Leases) ?? "", DateTimeOffset.UtcNow);
        directory.Write(directory.Host, wanted.Files.Host);
        directory.Write(directory.AddnHosts, wanted.Files.AddnHosts);
        directory.Write(directory.Opts, wanted.Files.Opts);
        directory.Write(directory.Leases, leases);
        directory.Write(directory.Interface, interfaceName);
    }

    private bool IsUpToDate(RunningProcess process, NetworkDirectory directory, ServedNetwork served)
    {
        WritableNetwork network = WritableNetwork.From(served, Configuration);
        return NetworkNamespace.GetInode(served.Network.NamespaceName) is ulong inode
            && DnsmasqDifference.Find(process, inode, DnsmasqCommandLine.Build(network, LogDirectory.Of(Configuration, served.Network.Id)), directory, DnsmasqFiles.Render(network)) is null;
    }

    private static DnsmasqStatus Describe(Guid networkId, NetworkDirectory directory, RunningProcess? process) => new()
    {
        NetworkId = networkId,
        ConfigurationPath = directory.Path,
        InterfaceName = NetworkDirectory.Read(directory.Interface)?.Trim(),
        ProcessId = process?.ProcessId,
        CommandLine = process?.CommandLine ?? [],
        StartTime = process is null ? null : ProcessTimes.ToTime(process.StartTime),
        LeaseCount = LeasesFile.Count(NetworkDirectory.Read(directory.Leases) ?? ""),
    };

    /// <summary>What a network's dnsmasq is to be.</summary>
    private sealed record Wanted(WritableNetwork Network, DnsmasqFiles Files, IReadOnlyList<string> CommandLine);
}
