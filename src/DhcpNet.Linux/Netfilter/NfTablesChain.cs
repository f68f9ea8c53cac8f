namespace DhcpNet.Linux;

/// <summary>A chain of nf_tables.</summary>
internal sealed record NfTablesChain
{
    /// <summary>The family of its table, as the kernel numbers them.</summary>
    public required byte Family { get; init; }

    public required string Table { get; init; }

    public required string Name { get; init; }

    /// <summary>Where packets enter it; null where only other chains lead to it.</summary>
    public uint? Hook { get; init; }

    /// <summary>The chain in an NFT_MSG_NEWCHAIN message.</summary>
    public static NfTablesChain? Parse(in NetlinkMessage message)
    {
        NfTablesHeader header = message.Read<NfTablesHeader>(out NetlinkAttributeReader attributes);
        NfTablesChain chain = new() { Family = header.Family, Table = "", Name = "" };
        while (attributes.Read())
        {
            chain = attributes.Type switch
            {
                NfTablesAttribute.ChainTable => chain with { Table = attributes.ReadString() },
                NfTablesAttribute.ChainName => chain with { Name = attributes.ReadString() },
                NfTablesAttribute.ChainHook => chain with { Hook = ParseHook(attributes.ReadNested()) },
                _ => chain,
            };
        }
        return chain;
    }

    private static uint? ParseHook(NetlinkAttributeReader attributes)
    {
        while (attributes.Read())
        {
            if (attributes.Type == NfTablesAttribute.HookNumber)
                return attributes.ReadUInt32BigEndian();
        }
        return null;
    }
}
