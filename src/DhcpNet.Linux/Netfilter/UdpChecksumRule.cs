namespace DhcpNet.Linux;

/// <summary>
/// Rules that complete the checksum of UDP packets to a port. A packet between virtual interfaces never gets its checksum from a network
/// card, and some receivers (old DHCP clients, through raw sockets) drop what has none. The rules are in the mangle table, in a chain of
/// their own to which POSTROUTING jumps, for IPv4 and IPv6.
/// </summary>
/// <remarks>
/// They are nf_tables' own, as iptables-nft makes them: the kernel is told so directly. Programs are started only where that does not do: where
/// the system's iptables is the legacy variant (its administrator would not see them), where there are legacy tables to look into, and where
/// the kernel refuses. An object finds out once which iptables is installed; it is for many namespaces, and for some time.
/// </remarks>
public sealed class UdpChecksumRule
{
    private readonly IReadOnlyList<ChecksumRuleTable> _tables;

    /// <summary>Describes the rules.</summary>
    /// <param name="chain">The chain's name, at most 28 characters.</param>
    /// <param name="ipv4Port">The destination port of the IPv4 packets.</param>
    /// <param name="ipv6Port">The destination port of the IPv6 packets.</param>
    /// <exception cref="ArgumentException">No chain can have that name.</exception>
    public UdpChecksumRule(string chain, ushort ipv4Port, ushort ipv6Port) : this(chain, ipv4Port, ipv6Port, "")
    {
    }

    /// <param name="chain">The chain's name.</param>
    /// <param name="ipv4Port">The destination port of the IPv4 packets.</param>
    /// <param name="ipv6Port">The destination port of the IPv6 packets.</param>
    /// <param name="variant">What the programs' names have behind <c>iptables</c> and <c>ip6tables</c>: nothing for what the system chose, <c>-legacy</c>, <c>-nft</c>.</param>
    internal UdpChecksumRule(string chain, ushort ipv4Port, ushort ipv6Port, string variant) => _tables = ChecksumRuleTable.CreateBoth(chain, ipv4Port, ipv6Port, variant);

    /// <summary>
    /// Sees to it, in the calling thread's namespace and as far as it goes without starting a program, that the chain, its rule and the jump
    /// are there once, in both families, whichever variant of iptables (nft, legacy) made them. Whatever else is in a chain that has to be
    /// mended goes. The caller has to finish the attempt outside of the namespace, unless it is done.
    /// </summary>
    /// <param name="freshNamespace">The caller has just created the namespace: nothing can be there yet, and it need not be looked at.</param>
    public ChecksumRuleAttempt Ensure(bool freshNamespace) => new(_tables, NfTablesChecksumRules.Ensure(_tables, freshNamespace, isInNoLegacyTable: false));

    /// <summary>Makes the attempt of <see cref="Ensure"/> in a namespace, and finishes it.</summary>
    /// <param name="namespaceName">The namespace to have the rules.</param>
    /// <param name="freshNamespace">As in <see cref="Ensure"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="LinuxException">There is no such namespace.</exception>
    public Task<ChecksumRuleResult> EnsureAsync(string namespaceName, bool freshNamespace, CancellationToken cancellationToken) =>
        NetworkNamespace.Run(namespaceName, () => Ensure(freshNamespace)).FinishAsync(namespaceName, cancellationToken);

    /// <summary>Whether the chain, its rule and the jump are there in both families.</summary>
    /// <exception cref="LinuxException">There is no such namespace.</exception>
    public async Task<bool> ExistsAsync(string namespaceName, CancellationToken cancellationToken)
    {
        IReadOnlyList<NfTablesAttempt> found = NetworkNamespace.Run(namespaceName, () => NfTablesChecksumRules.Look(_tables));
        foreach ((ChecksumRuleTable table, NfTablesAttempt attempt) in _tables.Zip(found))
        {
            bool isThere = attempt.State is { IsComplete: true }
                || (table.MayShowMore(attempt) && (await table.LookAsync(namespaceName, attempt, cancellationToken).ConfigureAwait(false)).IsComplete);
            if (!isThere)
                return false;
        }
        return true;
    }
}
