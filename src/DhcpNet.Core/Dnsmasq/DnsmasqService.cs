using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>The dnsmasq processes of this host, one a network or, of a network with segments, one a segment, and their files under <see cref="DhcpConfiguration.ConfsPath"/>.</summary>
/// <remarks>Safe to use for many networks at once. For one network, one call at a time is the caller's to see to, between processes too.</remarks>
/// <param name="configuration">Where things are, and what all networks have in common.</param>
public sealed class DnsmasqService(DhcpConfiguration configuration)
{
    private readonly DnsmasqLauncher _launcher = new(configuration);

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
    /// Sees to it that dnsmasq serves the network as it is now, by the least that does it: leaves a process alone that does; tells one of
    /// clients that it does not know; has one read its files again; replaces one that was started for something else, or that would not
    /// survive the reading (leases are kept); starts one where there is none. Back when it answers.
    /// </summary>
    /// <remarks>Cancelling has an effect until something is changed; what follows takes milliseconds, and is done.</remarks>
    /// <exception cref="DhcpNetException">
    /// <c>DnsmasqNotFound</c>, <c>DnsmasqTooOld</c>, <c>DnsmasqFailed</c>, <c>NamespaceNotFound</c>, <c>StatePathNotWritable</c>,
    /// <c>StatePathNotReachable</c>, <c>ConfigurationInvalid</c>.
    /// </exception>
    public Task<DnsmasqResult> EnsureAsync(ServedNetwork network, CancellationToken cancellationToken = default) =>
        EnsureAsync(network, restart: null, cancellationToken);

    /// <summary>The same, but a process that runs is replaced whatever it serves. Leases are kept.</summary>
    /// <param name="network">The network.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="cancellationToken">Has an effect until something is changed.</param>
    /// <inheritdoc cref="EnsureAsync(ServedNetwork, CancellationToken)"/>
    public Task<DnsmasqResult> RestartAsync(ServedNetwork network, string reason, CancellationToken cancellationToken) =>
        EnsureAsync(network, reason, cancellationToken);

    private async Task<DnsmasqResult> EnsureAsync(ServedNetwork network, string? restart, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        cancellationToken.ThrowIfCancellationRequested();
        var id = DhcpServiceId.Of(network.Network);
        var wanted = WantedDnsmasq.From(network, Configuration);
        ulong inode = NetworkNamespace.GetInode(network.Network.NamespaceName) ?? throw DnsmasqErrors.NamespaceNotFound(network.Network);
        DnsmasqProcess processes = new(Configuration, id);
        NetworkDirectory directory = new(Configuration, id);

        RunningProcess? running = processes.Find(out IReadOnlyList<string> strangers);
        DnsmasqPlan plan = running is null
            ? new DnsmasqPlan(DnsmasqChange.Started, null)
            : restart is not null ? new DnsmasqPlan(DnsmasqChange.Restarted, restart)
            : DnsmasqPlan.For(running, inode, wanted.CommandLine, directory, wanted.Files);
        if (plan.Change == DnsmasqChange.Reloaded)
        {
            IReadOnlyList<DnsmasqLease> kept = await ReleaseStaleAsync(network.Network, NetworkDirectory.Read(directory.Host) ?? "", cancellationToken).ConfigureAwait(false);
            if (kept.Count > 0)
                plan = new DnsmasqPlan(DnsmasqChange.Restarted, $"it keeps leases that are no client's any more: {string.Join(", ", kept.Select(l => l.Address))}");
        }
        switch (plan.Change)
        {
            case DnsmasqChange.None:
                processes.MendPid(running!);
                directory.Write(directory.Interface, network.InterfaceName);
                break;
            case DnsmasqChange.Extended:
                cancellationToken.ThrowIfCancellationRequested();
                new Additions(directory).Write(plan.Added!);
                directory.WriteFiles(wanted.Files);
                break;
            case DnsmasqChange.Reloaded:
                cancellationToken.ThrowIfCancellationRequested();
                directory.MarkPending(true);
                directory.WriteFiles(wanted.Files);
                running!.Signal(Signals.Hangup);
                directory.MarkPending(false);
                break;
            default:
                running = await _launcher.LaunchAsync(wanted, running, strangers, cancellationToken).ConfigureAwait(false);
                break;
        }
        if (network.Network.Revision is long revision)
            ServedRevision.Write(directory, Configuration, revision);
        return new DnsmasqResult
        {
            Change = plan.Change,
            Reason = plan.Reason,
            Status = Describe(id, directory, running) with { Needed = DnsmasqChange.None },
            Warnings = wanted.Network.Warnings,
        };
    }

    /// <summary>
    /// Has the network's dnsmasq forget the leases whose clients are gone or have other addresses now, so that it gives these to others
    /// (Neutron: _release_unused_leases).
    /// </summary>
    /// <param name="network">The network as it is now.</param>
    /// <param name="formerHosts">What its host file holds of before; empty where it is as it is to be.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Those that it keeps all the same.</returns>
    public async Task<IReadOnlyList<DnsmasqLease>> ReleaseStaleAsync(Network network, string formerHosts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        var id = DhcpServiceId.Of(network);
        NetworkDirectory directory = new(Configuration, id);
        LeaseDatabase leases = await LeaseDatabase.ReadAsync(directory.Leases, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<DnsmasqLease> stale = new LeaseOwners(network).FindStale(leases.Leases, formerHosts);
        if (stale.Count == 0 || NetworkDirectory.Read(directory.Interface)?.Trim() is not { Length: > 0 } interfaceName)
            return stale;
        return await new LeaseReleaser(Configuration).ReleaseAsync(id, interfaceName, stale, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The revision of the network that its dnsmasq serves, if it runs, which <see cref="TryExtend"/> finds out; null where that is not known.</summary>
    public long? GetServedRevision(DhcpServiceId id) => ServedRevision.Read(new NetworkDirectory(Configuration, id), Configuration);

    /// <summary>
    /// Makes ports known that have been added since the revision that dnsmasq serves, without looking at the others; with no port, says
    /// that there is nothing to do.
    /// </summary>
    /// <param name="added">The network as it is now, but with no other ports than those.</param>
    /// <returns>Null where that is not enough, or the process can't: <see cref="EnsureAsync(ServedNetwork, CancellationToken)"/> finds out and does it.</returns>
    /// <exception cref="DhcpNetException"><c>StatePathNotWritable</c>, <c>ConfigurationInvalid</c>.</exception>
    public DnsmasqResult? TryExtend(Network added)
    {
        ArgumentNullException.ThrowIfNull(added);
        NetworkDirectory directory = new(Configuration, added.Id);
        Additions additions = new(directory);
        WritableNetwork network = WritableNetwork.From(added, [], Configuration);
        IReadOnlyList<string> commandLine = DnsmasqCommandLine.Build(network, LogDirectory.Of(Configuration, added.Id));
        if (new DnsmasqProcess(Configuration, added.Id).Find() is not RunningProcess running
            || running.NetworkNamespaceInode != NetworkNamespace.GetInode(added.NamespaceName)
            || DnsmasqPlan.FindInArguments(running.CommandLine, commandLine, additions) is not null
            || (added.Ports.Count > 0 && !additions.AreWatchedBy(running.CommandLine)))
        {
            return null;
        }
        if (added.Ports.Count > 0)
        {
            var files = DnsmasqFiles.RenderPorts(network);
            additions.Write(files);
            directory.AppendFiles(files);
            ServedRevision.Write(directory, Configuration, added.Revision!.Value);
        }
        return new DnsmasqResult
        {
            Change = added.Ports.Count > 0 ? DnsmasqChange.Extended : DnsmasqChange.None,
            Status = Describe(added.Id, directory, running) with { Needed = DnsmasqChange.None },
            Warnings = network.Warnings,
        };
    }

    /// <summary>Ends the network's dnsmasq, whether or not its namespace is still there. Files stay, but for the one with its process's number.</summary>
    /// <returns>False if none was running.</returns>
    /// <exception cref="DhcpNetException"><c>DnsmasqFailed</c>: it did not end.</exception>
    public async Task<bool> StopAsync(DhcpServiceId id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DnsmasqProcess processes = new(Configuration, id);
        if (processes.FindAnywhere() is not RunningProcess process)
            return false;
        await processes.StopAsync(process).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Deletes the network's files and then its directory. Only files that DhcpNet or the Neutron agent makes are touched and no link is
    /// followed: where there is anything else, it stays, and the directory with it.
    /// </summary>
    /// <param name="id">The network, or segment.</param>
    /// <param name="isStopped">The caller has just stopped its dnsmasq: none is looked for.</param>
    /// <returns>False if there was nothing to delete.</returns>
    /// <exception cref="DhcpNetException"><c>DnsmasqRunning</c>: they are in use. <c>StatePathNotWritable</c>.</exception>
    public bool DeleteFiles(DhcpServiceId id, bool isStopped = false)
    {
        if (!isStopped && new DnsmasqProcess(Configuration, id).FindAnywhere() is RunningProcess process)
            throw DnsmasqErrors.StillRunning(process, id.NetworkId);
        return new NetworkDirectory(Configuration, id).Delete();
    }

    /// <summary>What there is of the network's dnsmasq; null if neither files nor process are there.</summary>
    /// <param name="id">The network, or segment.</param>
    /// <param name="wanted">The network as it is to be served, to learn whether it is.</param>
    public DnsmasqStatus? Get(DhcpServiceId id, ServedNetwork? wanted = null)
    {
        NetworkDirectory directory = new(Configuration, id);
        RunningProcess? process = new DnsmasqProcess(Configuration, id).FindAnywhere();
        if (process is null && !directory.Exists)
            return null;
        DnsmasqStatus status = Describe(id, directory, process);
        if (wanted is null)
            return status with { LeaseCount = LeaseDatabase.Parse(NetworkDirectory.Read(directory.Leases) ?? "").Leases.Count };
        DnsmasqPlan plan = process is null ? new DnsmasqPlan(DnsmasqChange.Started, "it does not run") : Plan(process, directory, wanted);
        return status with { Needed = plan.Change, Reason = plan.Reason };
    }

    /// <summary>Whether the network has a directory of files.</summary>
    public bool HasFiles(DhcpServiceId id) => new NetworkDirectory(Configuration, id).Exists;

    /// <summary>The networks that have a directory, or whose segments have, sorted by id.</summary>
    public IReadOnlyList<Guid> List() => [.. ListServices().Select(s => s.NetworkId).Distinct()];

    /// <summary>The networks and segments that have a directory, sorted by network.</summary>
    public IReadOnlyList<DhcpServiceId> ListServices() => ListServices(_ => true);

    /// <summary>The same of some networks, which is quicker where the host has many others.</summary>
    public IReadOnlyList<DhcpServiceId> ListServices(Func<Guid, bool> isAskedFor)
    {
        ArgumentNullException.ThrowIfNull(isAskedFor);
        DirectoryInfo directory = new(Path.GetFullPath(Configuration.ConfsPath));
        if (!directory.Exists)
            return [];
        DirectoryInfo[] entries = [.. directory.EnumerateDirectories()];
        return
        [
            .. NetworksAmong(entries, segment: null, isAskedFor)
                .Concat(entries.Where(d => DhcpServiceId.IsSegment(d.Name) && d.LinkTarget is null).SelectMany(d => NetworksAmong(d.EnumerateDirectories(), d.Name, isAskedFor)))
                .OrderBy(s => s.NetworkId.ToString(), StringComparer.Ordinal).ThenBy(s => s.Segment, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<DhcpServiceId> NetworksAmong(IEnumerable<DirectoryInfo> directories, string? segment, Func<Guid, bool> isAskedFor)
    {
        foreach (DirectoryInfo directory in directories)
        {
            if (Guid.TryParseExact(directory.Name, "D", out Guid id) && directory.Name == id.ToString() && isAskedFor(id) && directory.LinkTarget is null)
                yield return new DhcpServiceId(id, segment);
        }
    }

    private DnsmasqPlan Plan(RunningProcess process, NetworkDirectory directory, ServedNetwork served)
    {
        WritableNetwork network = WritableNetwork.From(served, Configuration);
        IReadOnlyList<string> commandLine = DnsmasqCommandLine.Build(network, LogDirectory.Of(Configuration, served.Network.Id));
        return DnsmasqPlan.For(process, NetworkNamespace.GetInode(served.Network.NamespaceName), commandLine, directory, DnsmasqFiles.Render(network));
    }

    private static DnsmasqStatus Describe(DhcpServiceId id, NetworkDirectory directory, RunningProcess? process) => new()
    {
        NetworkId = id.NetworkId,
        Segment = id.Segment,
        ConfigurationPath = directory.Path,
        InterfaceName = NetworkDirectory.Read(directory.Interface)?.Trim(),
        ProcessId = process?.ProcessId,
        CommandLine = process?.CommandLine ?? [],
        StartTime = process is null ? null : ProcessTimes.ToTime(process.StartTime),
    };
}
