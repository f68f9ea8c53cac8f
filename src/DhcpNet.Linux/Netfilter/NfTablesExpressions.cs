namespace DhcpNet.Linux;

/// <summary>Writes the expressions that a rule of nf_tables consists of, each with its attributes in the order in which libnftnl writes them.</summary>
internal static class NfTablesExpressions
{
    public const string Meta = "meta";
    public const string Payload = "payload";
    public const string Compare = "cmp";
    public const string Counter = "counter";
    public const string Immediate = "immediate";
    public const string Match = "match";
    public const string Target = "target";

    /// <summary>NFT_CMP_EQ.</summary>
    public const uint Equal = 0;

    // NFT_REG_VERDICT and NFT_REG_1
    private const uint VerdictRegister = 0;
    private const uint Register = 1;

    /// <summary>Goes on only where something known of the packet beside its bytes has a value.</summary>
    public static NetlinkMessageBuilder AddMetaTest(this NetlinkMessageBuilder rule, uint key, ReadOnlySpan<byte> value) => rule
        .AddExpression(Meta, data => data
            .AddBigEndian(NfTablesAttribute.MetaKey, key)
            .AddBigEndian(NfTablesAttribute.MetaRegister, Register))
        .AddCompare(value);

    /// <summary>Goes on only where the packet has these bytes at an offset, counted from the beginning of a header.</summary>
    public static NetlinkMessageBuilder AddPayloadTest(this NetlinkMessageBuilder rule, uint header, uint offset, ReadOnlySpan<byte> value)
    {
        uint length = (uint)value.Length;
        return rule
            .AddExpression(Payload, data => data
                .AddBigEndian(NfTablesAttribute.PayloadRegister, Register)
                .AddBigEndian(NfTablesAttribute.PayloadBase, header)
                .AddBigEndian(NfTablesAttribute.PayloadOffset, offset)
                .AddBigEndian(NfTablesAttribute.PayloadLength, length))
            .AddCompare(value);
    }

    /// <summary>Counts the packets that come to it.</summary>
    public static NetlinkMessageBuilder AddCounter(this NetlinkMessageBuilder rule) => rule.AddExpression(Counter, data => data
        .AddBigEndian(NfTablesAttribute.CounterBytes, 0UL)
        .AddBigEndian(NfTablesAttribute.CounterPackets, 0UL));

    /// <summary>Says what becomes of the packet.</summary>
    public static NetlinkMessageBuilder AddVerdict(this NetlinkMessageBuilder rule, uint code, string chain) => rule.AddExpression(Immediate, data => data
        .AddBigEndian(NfTablesAttribute.ImmediateRegister, VerdictRegister)
        .AddNested(NfTablesAttribute.ImmediateData, immediate => immediate
            .AddNested(NfTablesAttribute.DataVerdict, verdict => verdict
                .AddBigEndian(NfTablesAttribute.VerdictCode, code)
                .Add(NfTablesAttribute.VerdictChain, chain))));

    /// <summary>A match or target of iptables.</summary>
    public static NetlinkMessageBuilder AddExtension(this NetlinkMessageBuilder rule, string kind, string name, uint revision, byte[] parameters) => rule
        .AddExpression(kind, data => data
            .Add(NfTablesAttribute.ExtensionName, name)
            .AddBigEndian(NfTablesAttribute.ExtensionRevision, revision)
            .Add(NfTablesAttribute.ExtensionData, parameters));

    private static NetlinkMessageBuilder AddCompare(this NetlinkMessageBuilder rule, ReadOnlySpan<byte> value)
    {
        byte[] bytes = value.ToArray();
        return rule.AddExpression(Compare, data => data
            .AddBigEndian(NfTablesAttribute.CompareRegister, Register)
            .AddBigEndian(NfTablesAttribute.CompareOperation, Equal)
            .AddNested(NfTablesAttribute.CompareData, nested => nested.Add(NfTablesAttribute.DataValue, bytes)));
    }

    private static NetlinkMessageBuilder AddExpression(this NetlinkMessageBuilder rule, string name, Action<NetlinkMessageBuilder> data) => rule
        .AddNested(NfTablesAttribute.ListElement, element => element
            .Add(NfTablesAttribute.ExpressionName, name)
            .AddNested(NfTablesAttribute.ExpressionData, data));
}
