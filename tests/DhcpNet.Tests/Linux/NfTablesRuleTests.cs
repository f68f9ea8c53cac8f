using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

/// <summary>The expressions that iptables-nft 1.8.9 and 1.8.7 send to the kernel, as strace shows them, beside ours.</summary>
public class NfTablesRuleTests
{
    private const string Chain = "neutron-dhcp-age-POSTROUTING";

    private const string Protocol =
        "24000180090001006d6574610000000014000280080002000000001008000100000000012c00018008000100636d700020000280080001000000000108000200000000000c00038005000100" +
        "11000000";

    private const string Port =
        "340001800c0001007061796c6f6164002400028008000100000000010800020000000002080003000000000208000400000000022c00018008000100636d7000200002800800010000000001" +
        "08000200000000000c0003800600010000440000";

    private const string PortByMatch = "380001800a0001006d617463680000002800028008000100756470000800020000000000140003000000ffff440044000000000000000000";

    private const string Counter = "2c0001800c000100636f756e746572001c0002800c00010000000000000000000c0002000000000000000000";

    private const string Target = "380001800b0001007461726765740000280002800d000100434845434b53554d0000000008000200000000000c0003000100000000000000";

    private const string Jump =
        "540001800e000100696d6d656469617465000000400002800800010000000000340002803000028008000100fffffffd210002006e657574726f6e2d646863702d6167652d504f5354524f55" +
        "54494e4700000000";

    private static readonly ChecksumRule Rule = new(AddressFamily.InterNetwork, Chain, 68);

    public NfTablesRuleTests() => Assert.SkipUnless(BitConverter.IsLittleEndian, "the expected bytes are a little-endian machine's");

    [Theory]
    [InlineData(false, Protocol + Port + Counter + Target)]
    [InlineData(true, Protocol + PortByMatch + Counter + Target)]
    public void A_rule_is_written_as_iptables_writes_it_and_read_back(bool asMatch, string expected)
    {
        Assert.Equal(expected, Write(builder => ChecksumRuleExpressions.WriteRule(builder, Rule, asMatch)));

        IReadOnlyList<string> parts = Read(expected);
        Assert.True(ChecksumRuleExpressions.IsRule(parts, Rule));
        Assert.False(ChecksumRuleExpressions.IsRule(parts, new ChecksumRule(AddressFamily.InterNetwork, Chain, 67)));
        Assert.False(ChecksumRuleExpressions.IsJump(parts, Rule));
    }

    [Fact]
    public void A_jump_is_written_as_iptables_writes_it_and_read_back()
    {
        Assert.Equal(Counter + Jump, Write(builder => ChecksumRuleExpressions.WriteJump(builder, Rule)));

        IReadOnlyList<string> parts = Read(Counter + Jump);
        Assert.True(ChecksumRuleExpressions.IsJump(parts, Rule));
        Assert.False(ChecksumRuleExpressions.IsJump(parts, new ChecksumRule(AddressFamily.InterNetwork, "other", 68)));
    }

    [Theory]
    [InlineData(Port + Target)]
    [InlineData(Protocol + Target)]
    [InlineData(Protocol + Port)]
    [InlineData(Port + Protocol + Target)]
    [InlineData(Protocol + Port + Target + Jump)]
    // Tests of registers that nothing was loaded to, and an expression that is not known: "lookup".
    [InlineData("2c00018008000100636d700020000280080001000000000208000200000000000c0003800500010011000000" + Port + Target)]
    [InlineData("100001800b0001006c6f6f6b75700000" + Protocol + Port + Target)]
    public void What_is_more_or_less_than_the_rule_is_not_taken_for_it(string expressions) => Assert.False(ChecksumRuleExpressions.IsRule(Read(expressions), Rule));

    [Fact]
    public void Counters_do_not_matter_wherever_they_are() => Assert.True(ChecksumRuleExpressions.IsRule(Read(Counter + Protocol + Port + Target + Counter), Rule));

    [Fact]
    public void A_batch_is_a_begin_the_changes_and_an_end_and_the_last_change_is_acknowledged()
    {
        IReadOnlyList<NetlinkMessageBuilder> messages = new NfTablesBatch().AddTable(2, "mangle").AddChain(2, "mangle", Chain).ToMessages(7);

        Assert.Equal([NfTablesMessageType.BatchBegin, NfTablesMessageType.NewTable, NfTablesMessageType.NewChain, NfTablesMessageType.BatchEnd], messages.Select(m => m.Type));
        Assert.Equal([false, false, true, false], messages.Select(m => (m.Flags & NetlinkFlags.Acknowledge) != 0));
        // struct nfgenmsg: the subsystem is big-endian; then the generation.
        Assert.Equal("0000000A0800010000000007", Convert.ToHexString(messages[0].Finish(1)[16..]));
    }

    private static string Write(Action<NetlinkMessageBuilder> write)
    {
        NetlinkMessageBuilder builder = new(NfTablesMessageType.NewRule, 0);
        int header = builder.Finish(0).Length;
        write(builder);
        return Convert.ToHexString(builder.Finish(0)[header..]).ToLowerInvariant();
    }

    private static IReadOnlyList<string> Read(string expressions) => NfTablesRuleText.Read(new NetlinkAttributeReader(Convert.FromHexString(expressions)));
}
