namespace DhcpNet.Linux;

/// <summary>What <see cref="UdpChecksumRule.Ensure"/> did. Where it could not do all, the programs of iptables do the rest.</summary>
public sealed class ChecksumRuleAttempt
{
    private readonly IReadOnlyList<ChecksumRuleTable> _tables;
    private readonly IReadOnlyList<NfTablesAttempt> _attempts;

    internal ChecksumRuleAttempt(IReadOnlyList<ChecksumRuleTable> tables, IReadOnlyList<NfTablesAttempt> attempts)
    {
        _tables = tables;
        _attempts = attempts;
    }

    /// <summary>Whether nothing is left to do: <see cref="FinishAsync"/> then starts no program and completes at once.</summary>
    public bool IsDone => _attempts.All(attempt => attempt.Outcome is not null);

    /// <summary>Does what is left by the programs of iptables, which are run in the namespace.</summary>
    /// <param name="namespaceName">The namespace that the attempt was made in.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="LinuxException">There is no such namespace.</exception>
    public async Task<ChecksumRuleResult> FinishAsync(string namespaceName, CancellationToken cancellationToken)
    {
        ChecksumRuleResult[] results = await Task.WhenAll(_tables.Zip(_attempts, (table, attempt) => FinishOneAsync(namespaceName, table, attempt, cancellationToken))).ConfigureAwait(false);
        ChecksumRuleOutcome[] outcomes = [.. results.Select(result => result.Outcome)];
        return new ChecksumRuleResult
        {
            Outcome = outcomes.Contains(ChecksumRuleOutcome.Added) ? ChecksumRuleOutcome.Added
                : outcomes.Contains(ChecksumRuleOutcome.AlreadyThere) ? ChecksumRuleOutcome.AlreadyThere
                : ChecksumRuleOutcome.Unsupported,
            Reason = string.Join("; ", results.Select(result => result.Reason).OfType<string>()) is { Length: > 0 } reason ? reason : null,
        };
    }

    private static async Task<ChecksumRuleResult> FinishOneAsync(string namespaceName, ChecksumRuleTable table, NfTablesAttempt attempt, CancellationToken cancellationToken)
    {
        ChecksumRuleState seen = default;
        if (attempt.Outcome is null && table.MayShowMore(attempt))
        {
            seen = await table.LookAsync(namespaceName, attempt, cancellationToken).ConfigureAwait(false);
            if (seen.IsComplete)
                return new ChecksumRuleResult { Outcome = ChecksumRuleOutcome.AlreadyThere };
            if (table.IsOfNfTables && attempt.Refusal is null)
                attempt = NetworkNamespace.Run(namespaceName, () => NfTablesChecksumRules.Ensure([table], freshNamespace: false, isInNoLegacyTable: true))[0];
        }
        if (attempt.Outcome is ChecksumRuleOutcome outcome)
            return new ChecksumRuleResult { Outcome = outcome };
        ChecksumRuleState state = table.IsOfNfTables && attempt.State is ChecksumRuleState ofNfTables ? ofNfTables : seen;
        string? reason = await table.AddAsync(namespaceName, state, attempt.Refusal, cancellationToken).ConfigureAwait(false);
        return new ChecksumRuleResult { Outcome = reason is null ? ChecksumRuleOutcome.Added : ChecksumRuleOutcome.Unsupported, Reason = reason };
    }
}
