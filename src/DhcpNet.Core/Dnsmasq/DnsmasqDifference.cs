using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>What tells a running dnsmasq from the one that a network wants.</summary>
internal static class DnsmasqDifference
{
    /// <summary>Why the process does not serve what it is to serve; null if it does.</summary>
    public static string? Find(RunningProcess process, ulong namespaceInode, IReadOnlyList<string> commandLine, NetworkDirectory directory, DnsmasqFiles files) =>
        process.NetworkNamespaceInode != namespaceInode
            ? "it runs in a namespace that is not the network's any more"
            : FindInArguments(process.CommandLine, commandLine) ?? FindInFiles(directory, files);

    // The first argument is the program's name, with its path or without.
    private static string? FindInArguments(IReadOnlyList<string> running, IReadOnlyList<string> wanted)
    {
        // An empty argument, which Neutron passes where it passes no --no-resolv, says nothing to dnsmasq.
        List<string> left = [.. running.Skip(1).Where(a => a.Length > 0)];
        List<string> right = [.. wanted.Skip(1)];
        if (left.SequenceEqual(right))
            return null;
        string? extra = left.Except(right).FirstOrDefault();
        string? missing = right.Except(left).FirstOrDefault();
        return (extra, missing) switch
        {
            (null, null) => "its arguments are in another order",
            (null, _) => $"it was started without {missing}",
            (_, null) => $"it was started with {extra}",
            _ => $"it was started with {extra}, not with {missing}",
        };
    }

    private static string? FindInFiles(NetworkDirectory directory, DnsmasqFiles files)
    {
        string[] changed =
        [
            .. new[] { (directory.Host, files.Host), (directory.AddnHosts, files.AddnHosts), (directory.Opts, files.Opts) }
                .Where(f => NetworkDirectory.Read(f.Item1) != f.Item2)
                .Select(f => Path.GetFileName(f.Item1)),
        ];
        return changed.Length == 0 ? null : $"what it read from its files is out of date: {string.Join(", ", changed)}";
    }
}
