using System.Globalization;

namespace DhcpNet.Linux;

/// <summary>The mangle tables of both families as nf_tables has them, at one moment: what of checksum rules is there, and what is missing.</summary>
internal sealed class NfTablesMangle
{
    public const string Table = "mangle";

    private const string Postrouting = "POSTROUTING";

    // NF_INET_POST_ROUTING and NF_IP_PRI_MANGLE
    private const uint PostroutingHook = 4;
    private const int ManglePriority = -150;

    private readonly IReadOnlyList<NfTablesChain> _chains;
    private readonly IReadOnlyList<NfTablesRule> _rules;

    private NfTablesMangle(uint? generation, IReadOnlyList<NfTablesChain> chains, IReadOnlyList<NfTablesRule> rules)
    {
        Generation = generation;
        _chains = chains;
        _rules = rules;
    }

    /// <summary>Tables that nobody has made yet.</summary>
    public static NfTablesMangle Empty { get; } = new(null, [], []);

    /// <summary>The state of the rule set that was looked at; null for <see cref="Empty"/>.</summary>
    public uint? Generation { get; }

    /// <summary>Looks at them.</summary>
    /// <exception cref="LinuxException">The kernel has no nf_tables, or refuses.</exception>
    public static NfTablesMangle Look(NfTables tables)
    {
        // First: what changes while the rest is looked at makes it another, and then nothing can be based on what was seen.
        uint generation = tables.GetGeneration();
        return new NfTablesMangle(generation, tables.GetChains(Table), tables.GetRules(Table));
    }

    /// <summary>What of a rule is there.</summary>
    public ChecksumRuleState GetState(ChecksumRule rule) => new(
        RulesOf(rule, rule.Chain).Any(r => ChecksumRuleExpressions.IsRule(r.Parts, rule)),
        Find(rule, Postrouting) is { Hook: PostroutingHook } && RulesOf(rule, Postrouting).Any(r => ChecksumRuleExpressions.IsJump(r.Parts, rule)));

    /// <summary>Why nothing can be added to it; null if it can.</summary>
    public string? GetObstacle(ChecksumRule rule) => Find(rule, Postrouting) is null or { Hook: PostroutingHook }
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"the chain {Postrouting} of the nf_tables table {Table} is not at the hook postrouting");

    /// <summary>Adds what is missing of a rule: as by iptables-restore, the chain is emptied if it is there.</summary>
    /// <param name="batch">What gets the changes.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="asMatch">As in <see cref="ChecksumRuleExpressions.WriteRule"/>.</param>
    public void Complete(NfTablesBatch batch, ChecksumRule rule, bool asMatch)
    {
        byte family = KernelFamily.Of(rule.Family);
        batch.AddTable(family, Table);
        if (Find(rule, rule.Chain) is null)
            batch.AddChain(family, Table, rule.Chain);
        else
            batch.ClearChain(family, Table, rule.Chain);
        if (Find(rule, Postrouting) is null)
            batch.AddBaseChain(family, Table, Postrouting, PostroutingHook, ManglePriority);
        if (!GetState(rule).HasJump)
            batch.AddRule(family, Table, Postrouting, 0, builder => ChecksumRuleExpressions.WriteJump(builder, rule));
        batch.AddRule(family, Table, rule.Chain, ChecksumRuleExpressions.UdpProtocol, builder => ChecksumRuleExpressions.WriteRule(builder, rule, asMatch));
    }

    private NfTablesChain? Find(ChecksumRule rule, string chain)
    {
        byte family = KernelFamily.Of(rule.Family);
        return _chains.FirstOrDefault(c => c.Family == family && c.Name == chain);
    }

    private IEnumerable<NfTablesRule> RulesOf(ChecksumRule rule, string chain)
    {
        byte family = KernelFamily.Of(rule.Family);
        return _rules.Where(r => r.Family == family && r.Chain == chain);
    }
}
