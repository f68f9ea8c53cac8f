namespace DhcpNet.Linux;

/// <summary>Sees to checksum rules by talking to nf_tables itself, as far as that goes. All in the calling thread's namespace.</summary>
internal static class NfTablesChecksumRules
{
    private const int MaximumAttempts = 10;

    /// <summary>What is there of each rule. Where it can't be seen it counts as missing.</summary>
    public static NfTablesAttempt[] Look(IReadOnlyList<ChecksumRuleTable> tables) => Run(tables, nf =>
    {
        NfTablesMangle mangle = NfTablesMangle.Look(nf);
        return [.. tables.Select(table => Judge(table, mangle, isInNoLegacyTable: false))];
    });

    /// <summary>
    /// Adds what is missing of each rule, all in one transaction; where the kernel refuses that, each by itself. Nothing is added that
    /// iptables-legacy may have, or that the system's own iptables would not show.
    /// </summary>
    /// <param name="tables">Whose rules.</param>
    /// <param name="freshNamespace">Nothing can be there yet.</param>
    /// <param name="isInNoLegacyTable">iptables-legacy has been asked and has them not.</param>
    /// <returns>How far it went, for each.</returns>
    public static NfTablesAttempt[] Ensure(IReadOnlyList<ChecksumRuleTable> tables, bool freshNamespace, bool isInNoLegacyTable) =>
        Run(tables, nf => Ensure(nf, tables, freshNamespace, isInNoLegacyTable));

    private static NfTablesAttempt[] Run(IReadOnlyList<ChecksumRuleTable> tables, Func<NfTables, NfTablesAttempt[]> action)
    {
        try
        {
            using NfTables nf = NfTables.Open();
            return action(nf);
        }
        catch (LinuxException exception)
        {
            return [.. tables.Select(table => new NfTablesAttempt
            {
                MayBeLegacy = LegacyTables.MayHave(table.Rule.Family, NfTablesMangle.Table),
                Refusal = exception.Message,
            })];
        }
    }

    private static NfTablesAttempt[] Ensure(NfTables nf, IReadOnlyList<ChecksumRuleTable> tables, bool freshNamespace, bool isInNoLegacyTable)
    {
        for (int count = 1; ; count++)
        {
            bool isFresh = freshNamespace && count == 1;
            NfTablesMangle mangle = isFresh ? NfTablesMangle.Empty : NfTablesMangle.Look(nf);
            NfTablesAttempt[] attempts = [.. tables.Select(table => Judge(table, mangle, isFresh || isInNoLegacyTable))];
            int[] missing = [.. Enumerable.Range(0, tables.Count).Where(i => attempts[i] is { Outcome: null, MayBeLegacy: false, Refusal: null } && tables[i].IsOfNfTables)];
            if (missing.Length == 0)
                return attempts;

            NetlinkResult result = Complete(nf, mangle, missing.Select(i => tables[i]));
            // ERESTART, EEXIST: somebody else has changed the tables meanwhile.
            if (result.ErrorNumber is ErrorNumbers.Restart or ErrorNumbers.Exists && count < MaximumAttempts)
                continue;
            if (!result.IsSuccess && missing.Length > 1)
                return [.. tables.SelectMany(table => Ensure(nf, [table], freshNamespace: false, freshNamespace || isInNoLegacyTable))];
            foreach (int i in missing)
                attempts[i] = attempts[i] with { Outcome = result.IsSuccess ? ChecksumRuleOutcome.Added : null, Refusal = result.IsSuccess ? null : Describe(result) };
            return attempts;
        }
    }

    private static NfTablesAttempt Judge(ChecksumRuleTable table, NfTablesMangle mangle, bool isInNoLegacyTable)
    {
        ChecksumRuleState state = mangle.GetState(table.Rule);
        return new NfTablesAttempt
        {
            State = state,
            Outcome = state.IsComplete ? ChecksumRuleOutcome.AlreadyThere : null,
            MayBeLegacy = !state.IsComplete && !isInNoLegacyTable && LegacyTables.MayHave(table.Rule.Family, NfTablesMangle.Table),
            Refusal = mangle.GetObstacle(table.Rule),
        };
    }

    private static NetlinkResult Complete(NfTables nf, NfTablesMangle mangle, IEnumerable<ChecksumRuleTable> tables)
    {
        NfTablesBatch batch = new();
        foreach (ChecksumRuleTable table in tables)
            mangle.Complete(batch, table.Rule, table.NeedsMatch);
        return nf.Commit(batch, mangle.Generation);
    }

    private static string Describe(NetlinkResult result)
    {
        // ENOENT: everything else that the rule names is added together with it.
        string? hint = result.ErrorNumber == ErrorNumbers.NoEntry ? "the kernel has no CHECKSUM target (module xt_CHECKSUM) or no nft_compat" : null;
        return (result with { KernelMessage = result.KernelMessage ?? hint }).ToException("add", "the rule to nf_tables").Message;
    }
}
