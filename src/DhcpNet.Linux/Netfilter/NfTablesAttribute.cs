namespace DhcpNet.Linux;

/// <summary>Attributes of nf_tables (linux/netfilter/nf_tables.h). All numbers in them are big-endian.</summary>
internal static class NfTablesAttribute
{
    public const ushort BatchGeneration = 1;
    public const ushort GenerationId = 1;
    public const ushort TableName = 1;

    public const ushort ChainTable = 1;
    public const ushort ChainName = 3;
    public const ushort ChainHook = 4;
    public const ushort ChainPolicy = 5;
    public const ushort ChainType = 7;
    public const ushort HookNumber = 1;
    public const ushort HookPriority = 2;

    public const ushort RuleTable = 1;
    public const ushort RuleChain = 2;
    public const ushort RuleExpressions = 4;
    public const ushort RuleCompatibility = 5;
    public const ushort CompatibilityProtocol = 1;
    public const ushort CompatibilityFlags = 2;

    public const ushort ListElement = 1;
    public const ushort ExpressionName = 1;
    public const ushort ExpressionData = 2;

    public const ushort DataValue = 1;
    public const ushort DataVerdict = 2;
    public const ushort VerdictCode = 1;
    public const ushort VerdictChain = 2;

    public const ushort MetaRegister = 1;
    public const ushort MetaKey = 2;
    public const ushort PayloadRegister = 1;
    public const ushort PayloadBase = 2;
    public const ushort PayloadOffset = 3;
    public const ushort PayloadLength = 4;
    public const ushort CompareRegister = 1;
    public const ushort CompareOperation = 2;
    public const ushort CompareData = 3;
    public const ushort CounterBytes = 1;
    public const ushort CounterPackets = 2;
    public const ushort ImmediateRegister = 1;
    public const ushort ImmediateData = 2;

    // of a match and of a target of iptables alike
    public const ushort ExtensionName = 1;
    public const ushort ExtensionRevision = 2;
    public const ushort ExtensionData = 3;
}
