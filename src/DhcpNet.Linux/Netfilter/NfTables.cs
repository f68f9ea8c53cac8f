using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// The nf_tables of one network namespace, over one NETLINK_NETFILTER socket. Every call is synchronous. <b>Not thread-safe</b>.
/// </summary>
internal sealed class NfTables : IDisposable
{
    private readonly NetlinkSocket _socket;

    private NfTables(NetlinkSocket socket) => _socket = socket;

    /// <summary>Opens a socket in the calling thread's namespace.</summary>
    /// <exception cref="LinuxException">The kernel has no netfilter.</exception>
    public static NfTables Open() => new(new NetlinkSocket(SocketCalls.ProtocolNetfilter));

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    /// <summary>The number of the rule set's present state; every change gives it another.</summary>
    /// <exception cref="LinuxException">The kernel has no nf_tables, or refuses.</exception>
    public uint GetGeneration()
    {
        NetlinkMessageBuilder request = new NetlinkMessageBuilder(NfTablesMessageType.GetGeneration, 0).Append(default(NfTablesHeader));
        NetlinkResult result = _socket.Get(request, ParseGeneration, out object? generation);
        return generation is uint id ? id : throw result.ToException("look at", "nf_tables");
    }

    /// <summary>The chains of a table, in all families that have one of the name.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public IReadOnlyList<NfTablesChain> GetChains(string table) =>
        [.. Dump(NfTablesMessageType.GetChain, NfTablesChain.Parse, "chains").Where(chain => chain.Table == table)];

    /// <summary>The rules of a table, in all families that have one of the name.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public IReadOnlyList<NfTablesRule> GetRules(string table) =>
        [.. Dump(NfTablesMessageType.GetRule, NfTablesRule.Parse, "rules").Where(rule => rule.Table == table)];

    /// <summary>Makes changes, all or none.</summary>
    /// <param name="batch">The changes, at least one.</param>
    /// <param name="generation">The state of the rule set on which they are based; at another the result is ERESTART. Null if it does not matter.</param>
    public NetlinkResult Commit(NfTablesBatch batch, uint? generation) => _socket.Commit(batch.ToMessages(generation));

    private static object? ParseGeneration(in NetlinkMessage message)
    {
        message.Read<NfTablesHeader>(out NetlinkAttributeReader attributes);
        while (attributes.Read())
        {
            if (attributes.Type == NfTablesAttribute.GenerationId)
                return attributes.ReadUInt32BigEndian();
        }
        return null;
    }

    // Of all tables: asked for one, the kernel stops after the first family that has it.
    private IReadOnlyList<T> Dump<T>(ushort type, NetlinkParser<T> parser, string what) where T : class
    {
        NetlinkMessageBuilder request = new NetlinkMessageBuilder(type, NetlinkFlags.Dump).Append(default(NfTablesHeader));
        NetlinkResult result = _socket.Dump(request, parser, out IReadOnlyList<T> found);
        return result.IsSuccess ? found : throw result.ToException("list", $"{what} of nf_tables");
    }
}
