using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DhcpNet.Linux;

/// <summary>
/// A checksum rule, and the jump to its chain, as rules of nf_tables: written as iptables-nft writes them, recognised as any version of it has
/// written them.
/// </summary>
internal static class ChecksumRuleExpressions
{
    public const byte UdpProtocol = 17;

    // NFT_META_L4PROTO
    private const uint MetaProtocol = 16;

    // NFT_PAYLOAD_TRANSPORT_HEADER
    private const uint TransportHeader = 2;

    private const uint DestinationPortOffset = 2;

    // NFT_JUMP, which is -3
    private const uint Jump = 0xfffffffd;

    private const string UdpMatch = "udp";
    private const string ChecksumTarget = "CHECKSUM";

    // What follows is as long as the 8 bytes to which iptables aligns it make it.
    // struct xt_udp
    private const int UdpMatchSize = 16;

    // struct xt_CHECKSUM_info: XT_CHECKSUM_OP_FILL
    private static readonly byte[] Fill = [1, 0, 0, 0, 0, 0, 0, 0];

    /// <summary><c>-j &lt;chain&gt;</c></summary>
    public static void WriteJump(NetlinkMessageBuilder builder, ChecksumRule rule) => builder.AddCounter().AddVerdict(Jump, rule.Chain);

    /// <summary><c>-p udp -m udp --dport &lt;port&gt; -j CHECKSUM --checksum-fill</c></summary>
    /// <param name="builder">The message.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="asMatch">Whether the port is asked for by the match of iptables, as iptables did before 1.8.8, which cannot read the other way.</param>
    public static void WriteRule(NetlinkMessageBuilder builder, ChecksumRule rule, bool asMatch)
    {
        builder.AddMetaTest(MetaProtocol, [UdpProtocol]);
        if (asMatch)
            builder.AddExtension(NfTablesExpressions.Match, UdpMatch, 0, GetMatch(rule));
        else
            builder.AddPayloadTest(TransportHeader, DestinationPortOffset, GetPort(rule));
        builder.AddCounter().AddExtension(NfTablesExpressions.Target, ChecksumTarget, 0, Fill);
    }

    public static bool IsJump(IReadOnlyList<string> parts, ChecksumRule rule) => parts is [string verdict] && verdict == NfTablesRuleText.Verdict(Jump, rule.Chain);

    public static bool IsRule(IReadOnlyList<string> parts, ChecksumRule rule) =>
        parts is [string protocol, string port, string target]
        && protocol == NfTablesRuleText.IsEqual(NfTablesRuleText.Meta(MetaProtocol), [UdpProtocol])
        && (port == NfTablesRuleText.IsEqual(NfTablesRuleText.Payload(TransportHeader, DestinationPortOffset, sizeof(ushort)), GetPort(rule))
            || port == NfTablesRuleText.Extension(NfTablesExpressions.Match, UdpMatch, 0, GetMatch(rule)))
        && target == NfTablesRuleText.Extension(NfTablesExpressions.Target, ChecksumTarget, 0, Fill);

    private static byte[] GetPort(ChecksumRule rule)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, rule.Port);
        return bytes;
    }

    /// <summary>From any port to this one; in the machine's byte order.</summary>
    private static byte[] GetMatch(ChecksumRule rule)
    {
        byte[] bytes = new byte[UdpMatchSize];
        ReadOnlySpan<ushort> ranges = [ushort.MinValue, ushort.MaxValue, rule.Port, rule.Port];
        MemoryMarshal.AsBytes(ranges).CopyTo(bytes);
        return bytes;
    }
}
