namespace DhcpNet.Linux;

/// <summary>Message types of nfnetlink's batches (linux/netfilter/nfnetlink.h) and of nf_tables (linux/netfilter/nf_tables.h).</summary>
internal static class NfTablesMessageType
{
    public const ushort BatchBegin = 16;
    public const ushort BatchEnd = 17;

    public const ushort NewTable = Subsystem;
    public const ushort NewChain = Subsystem + 3;
    public const ushort GetChain = Subsystem + 4;
    public const ushort NewRule = Subsystem + 6;
    public const ushort GetRule = Subsystem + 7;
    public const ushort DeleteRule = Subsystem + 8;
    public const ushort GetGeneration = Subsystem + 16;

    private const ushort Subsystem = 10 << 8;
}
