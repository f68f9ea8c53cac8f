namespace DhcpNet.Linux;

/// <summary>Changes to nf_tables that are made all together or not at all.</summary>
internal sealed class NfTablesBatch
{
    private readonly List<NetlinkMessageBuilder> _changes = [];

    /// <summary>Adds a table, if it is not there.</summary>
    public NfTablesBatch AddTable(byte family, string table)
    {
        Add(NfTablesMessageType.NewTable, NetlinkFlags.Create, family).Add(NfTablesAttribute.TableName, table);
        return this;
    }

    /// <summary>Adds a chain to which others may lead. There must be none of the name.</summary>
    public NfTablesBatch AddChain(byte family, string table, string chain)
    {
        AddChainMessage(family, table, chain);
        return this;
    }

    /// <summary>Adds a chain that filters all packets at a hook, and accepts those that come to its end. There must be none of the name.</summary>
    /// <param name="family">The table's family.</param>
    /// <param name="table">The table.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="hook">Where packets enter it.</param>
    /// <param name="priority">Its place among others at that hook, the lowest first.</param>
    public NfTablesBatch AddBaseChain(byte family, string table, string chain, uint hook, int priority)
    {
        const uint Accept = 1;
        AddChainMessage(family, table, chain)
            .AddNested(NfTablesAttribute.ChainHook, nested => nested
                .AddBigEndian(NfTablesAttribute.HookNumber, hook)
                .AddBigEndian(NfTablesAttribute.HookPriority, (uint)priority))
            .AddBigEndian(NfTablesAttribute.ChainPolicy, Accept)
            .Add(NfTablesAttribute.ChainType, "filter");
        return this;
    }

    /// <summary>Removes all rules of a chain.</summary>
    public NfTablesBatch ClearChain(byte family, string table, string chain)
    {
        Add(NfTablesMessageType.DeleteRule, 0, family).Add(NfTablesAttribute.RuleTable, table).Add(NfTablesAttribute.RuleChain, chain);
        return this;
    }

    /// <summary>Adds a rule at the end of a chain.</summary>
    /// <param name="family">The table's family.</param>
    /// <param name="table">The table.</param>
    /// <param name="chain">The chain.</param>
    /// <param name="protocol">The IP protocol that the rule's matches and targets of iptables are told to be for; 0 for any.</param>
    /// <param name="expressions">Adds the rule's expressions.</param>
    public NfTablesBatch AddRule(byte family, string table, string chain, byte protocol, Action<NetlinkMessageBuilder> expressions)
    {
        Add(NfTablesMessageType.NewRule, NetlinkFlags.Create | NetlinkFlags.Append, family)
            .Add(NfTablesAttribute.RuleTable, table)
            .Add(NfTablesAttribute.RuleChain, chain)
            .AddNested(NfTablesAttribute.RuleExpressions, expressions)
            .AddNested(NfTablesAttribute.RuleCompatibility, nested => nested
                .AddBigEndian(NfTablesAttribute.CompatibilityProtocol, protocol)
                .AddBigEndian(NfTablesAttribute.CompatibilityFlags, 0u));
        return this;
    }

    /// <summary>The batch's messages.</summary>
    /// <param name="generation">That of the rule set on which the changes are based; null if it does not matter.</param>
    public IReadOnlyList<NetlinkMessageBuilder> ToMessages(uint? generation)
    {
        NetlinkMessageBuilder begin = new NetlinkMessageBuilder(NfTablesMessageType.BatchBegin, 0).Append(NfTablesHeader.OfBatch);
        if (generation is uint id)
            begin.AddBigEndian(NfTablesAttribute.BatchGeneration, id);
        _changes[^1].AskForAcknowledgement();
        NetlinkMessageBuilder end = new NetlinkMessageBuilder(NfTablesMessageType.BatchEnd, 0).Append(NfTablesHeader.OfBatch);
        return [begin, .. _changes, end];
    }

    private NetlinkMessageBuilder AddChainMessage(byte family, string table, string chain) =>
        Add(NfTablesMessageType.NewChain, NetlinkFlags.Create | NetlinkFlags.Exclusive, family)
            .Add(NfTablesAttribute.ChainTable, table)
            .Add(NfTablesAttribute.ChainName, chain);

    private NetlinkMessageBuilder Add(ushort type, int flags, byte family)
    {
        NetlinkMessageBuilder message = new NetlinkMessageBuilder(type, (ushort)flags).Append(new NfTablesHeader { Family = family });
        _changes.Add(message);
        return message;
    }
}
