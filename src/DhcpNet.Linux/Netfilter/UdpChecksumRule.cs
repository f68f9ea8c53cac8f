namespace DhcpNet.Linux;

/// <summary>
/// Rules that complete the checksum of UDP packets to a port. A packet between virtual interfaces never gets its checksum from a network
/// card, and some receivers (old DHCP clients, through raw sockets) drop what has none. The rules are in the mangle table, in a chain of
/// their own to which POSTROUTING jumps, for IPv4 and IPv6.
/// </summary>
public static class UdpChecksumRule
{
    /// <summary>
    /// Sees to it that the chain, its rule and the jump are there once, in both families, whichever variant of iptables (nft, legacy) made
    /// them. Whatever else is in a chain that has to be mended goes.
    /// </summary>
    /// <param name="namespaceName">The namespace to have the rules.</param>
    /// <param name="chain">The chain's name, at most 28 characters.</param>
    /// <param name="ipv4Port">The destination port of the IPv4 packets.</param>
    /// <param name="ipv6Port">The destination port of the IPv6 packets.</param>
    /// <param name="freshNamespace">The caller has just created the namespace: nothing can be there yet, and it need not be looked at.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="LinuxException">There is no such namespace.</exception>
    public static Task<ChecksumRuleResult> EnsureAsync(
        string namespaceName, string chain, ushort ipv4Port, ushort ipv6Port, bool freshNamespace, CancellationToken cancellationToken) =>
        EnsureAsync(ChecksumRuleTable.CreateBoth(namespaceName, chain, ipv4Port, ipv6Port), freshNamespace, cancellationToken);

    /// <summary>Whether the chain, its rule and the jump are there in both families.</summary>
    /// <exception cref="LinuxException">There is no such namespace.</exception>
    public static async Task<bool> ExistsAsync(
        string namespaceName, string chain, ushort ipv4Port, ushort ipv6Port, CancellationToken cancellationToken)
    {
        foreach (ChecksumRuleTable table in ChecksumRuleTable.CreateBoth(namespaceName, chain, ipv4Port, ipv6Port))
        {
            ChecksumRuleState state = await table.LookAsync(cancellationToken).ConfigureAwait(false);
            if (!state.IsComplete && !await table.IsThereAsOtherAsync(cancellationToken).ConfigureAwait(false))
                return false;
        }
        return true;
    }

    internal static async Task<ChecksumRuleResult> EnsureAsync(
        IReadOnlyList<ChecksumRuleTable> tables, bool freshNamespace, CancellationToken cancellationToken)
    {
        ChecksumRuleResult[] results = await Task.WhenAll(tables.Select(table => EnsureAsync(table, freshNamespace, cancellationToken))).ConfigureAwait(false);
        ChecksumRuleOutcome[] outcomes = [.. results.Select(result => result.Outcome)];
        return new ChecksumRuleResult
        {
            Outcome = outcomes.Contains(ChecksumRuleOutcome.Added) ? ChecksumRuleOutcome.Added
                : outcomes.Contains(ChecksumRuleOutcome.AlreadyThere) ? ChecksumRuleOutcome.AlreadyThere
                : ChecksumRuleOutcome.Unsupported,
            Reason = string.Join("; ", results.Select(result => result.Reason).OfType<string>()) is { Length: > 0 } reason ? reason : null,
        };
    }

    private static async Task<ChecksumRuleResult> EnsureAsync(ChecksumRuleTable table, bool freshNamespace, CancellationToken cancellationToken)
    {
        ChecksumRuleState state = freshNamespace ? default : await table.LookAsync(cancellationToken).ConfigureAwait(false);
        if (state.IsComplete || (!freshNamespace && await table.IsThereAsOtherAsync(cancellationToken).ConfigureAwait(false)))
            return new ChecksumRuleResult { Outcome = ChecksumRuleOutcome.AlreadyThere };
        string? reason = await table.AddAsync(state, cancellationToken).ConfigureAwait(false);
        return new ChecksumRuleResult { Outcome = reason is null ? ChecksumRuleOutcome.Added : ChecksumRuleOutcome.Unsupported, Reason = reason };
    }
}
