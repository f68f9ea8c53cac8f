using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>The least that makes a running dnsmasq serve what it is to serve.</summary>
/// <param name="Change">What is to be done.</param>
/// <param name="Reason">Why, in words; null where there is nothing to do.</param>
internal sealed record DnsmasqPlan(DnsmasqChange Change, string? Reason)
{
    /// <summary>The lines that it is to be told of, where that is all.</summary>
    public DnsmasqFiles? Added { get; private init; }

    /// <summary>Compares.</summary>
    /// <param name="process">The process.</param>
    /// <param name="namespaceInode">The network's namespace.</param>
    /// <param name="commandLine">The arguments that it is to have.</param>
    /// <param name="directory">The files: what the process has read.</param>
    /// <param name="files">What they are to hold.</param>
    public static DnsmasqPlan For(RunningProcess process, ulong? namespaceInode, IReadOnlyList<string> commandLine, NetworkDirectory directory, DnsmasqFiles files)
    {
        if (process.NetworkNamespaceInode != namespaceInode)
            return Restart("it runs in a namespace that is not the network's any more");
        Additions additions = new(directory);
        if (FindInArguments(process.CommandLine, commandLine, additions) is string difference)
            return Restart(difference);
        if (directory.HasPending)
            return Restart("an earlier change of its files was not finished");
        DnsmasqFiles? present = directory.ReadFiles();
        if (present == files)
            return new DnsmasqPlan(DnsmasqChange.None, null);
        string reason = $"what it has read is out of date: {string.Join(", ", Changed(present, files))}";
        if (additions.AreWatchedBy(process.CommandLine))
        {
            // Reading all again would take as long as a start, and find what was added in two places.
            return present is not null && FindAdded(present, files) is DnsmasqFiles added
                ? new DnsmasqPlan(DnsmasqChange.Extended, reason) { Added = added }
                : Restart(reason);
        }
        return present is not null && !TagsClients(present.Host) ? new DnsmasqPlan(DnsmasqChange.Reloaded, reason) : Restart(reason);
    }

    /// <summary>What tells the arguments from those that a process is to have; null if nothing does.</summary>
    /// <remarks>
    /// The first argument is the program's name, with its path or without. Whether it watches for additions is no reason to end a
    /// process: it is given or spared the arguments when it is started anew for another.
    /// </remarks>
    public static string? FindInArguments(IReadOnlyList<string> running, IReadOnlyList<string> wanted, Additions additions)
    {
        // An empty argument, which Neutron passes where it passes no --no-resolv, says nothing to dnsmasq.
        List<string> left = [.. running.Skip(1).Where(a => a.Length > 0).Except(additions.Arguments)];
        List<string> right = [.. wanted.Skip(1).Except(additions.Arguments)];
        if (left.SequenceEqual(right))
            return null;
        string? missing = right.Except(left).FirstOrDefault();
        string? extra = left.Except(right).FirstOrDefault(a => missing is null || OptionOf(a) == OptionOf(missing));
        return (extra, missing) switch
        {
            (null, null) => "its arguments are in another order",
            (null, _) => $"it was started without {missing}",
            (_, null) => $"it was started with {extra}",
            _ => $"it was started with {extra}, not with {missing}",
        };
    }

    private static DnsmasqPlan Restart(string reason) => new(DnsmasqChange.Restarted, reason);

    // dnsmasq 2.90 dies when it reads its files again and one of its clients' lines had set a tag: it frees a list that the client's last
    // packet has tied to others (rfc2131.c, and option.c: dhcp_config_free). 2.91 does not, but no version says so of itself.
    private static bool TagsClients(string host) => host.Contains(",set:", StringComparison.Ordinal);

    // Only clients that are new in all: another line of one that is known could come before or after the one it has.
    private static DnsmasqFiles? FindAdded(DnsmasqFiles before, DnsmasqFiles after)
    {
        if (FileLines.Added(before.Host, after.Host) is not { } hosts
            || FileLines.Added(before.AddnHosts, after.AddnHosts) is not { } names
            || FileLines.Added(before.Opts, after.Opts) is not { } opts
            || !opts.All(DnsmasqTags.IsOfPort))
        {
            return null;
        }
        HashSet<string> known = [.. FileLines.Split(before.Host).Select(ClientOf)];
        return hosts.Any(h => known.Contains(ClientOf(h))) ? null : new DnsmasqFiles(FileLines.Join(hosts), FileLines.Join(names), FileLines.Join(opts));
    }

    private static string OptionOf(string argument) => argument.Split('=', 2)[0];

    private static string ClientOf(string line) => line.Split(',', 2)[0];

    private static IEnumerable<string> Changed(DnsmasqFiles? present, DnsmasqFiles wanted)
    {
        if (present?.Host != wanted.Host)
            yield return "host";
        if (present?.AddnHosts != wanted.AddnHosts)
            yield return "addn_hosts";
        if (present?.Opts != wanted.Opts)
            yield return "opts";
    }
}
