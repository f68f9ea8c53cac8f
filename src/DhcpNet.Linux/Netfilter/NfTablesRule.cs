namespace DhcpNet.Linux;

/// <summary>A rule of nf_tables.</summary>
internal sealed record NfTablesRule
{
    /// <summary>The family of its table, as the kernel numbers them.</summary>
    public required byte Family { get; init; }

    public required string Table { get; init; }

    public required string Chain { get; init; }

    /// <summary>What it asks of a packet and does with it, as <see cref="NfTablesRuleText"/> writes it.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    /// <summary>The rule in an NFT_MSG_NEWRULE message.</summary>
    public static NfTablesRule? Parse(in NetlinkMessage message)
    {
        NfTablesHeader header = message.Read<NfTablesHeader>(out NetlinkAttributeReader attributes);
        NfTablesRule rule = new() { Family = header.Family, Table = "", Chain = "", Parts = [] };
        while (attributes.Read())
        {
            rule = attributes.Type switch
            {
                NfTablesAttribute.RuleTable => rule with { Table = attributes.ReadString() },
                NfTablesAttribute.RuleChain => rule with { Chain = attributes.ReadString() },
                NfTablesAttribute.RuleExpressions => rule with { Parts = NfTablesRuleText.Read(attributes.ReadNested()) },
                _ => rule,
            };
        }
        return rule;
    }
}
