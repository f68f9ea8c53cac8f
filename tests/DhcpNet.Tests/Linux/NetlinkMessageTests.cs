using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class NetlinkMessageTests
{
    [Fact]
    public void What_the_builder_writes_the_parser_reads()
    {
        NetlinkMessageBuilder builder = new NetlinkMessageBuilder(NetlinkMessageType.NewLink, NetlinkFlags.Acknowledge)
            .Append(new LinkHeader { Index = 7, Flags = 0x10001 })
            .Add(LinkAttribute.Name, "tap12345678-9a")
            .Add(LinkAttribute.Address, [0xfa, 0x16, 0x3e, 1, 2, 3])
            .Add(LinkAttribute.Mtu, 1450)
            .Add(LinkAttribute.Master, 3)
            .Add(LinkAttribute.Carrier, [1])
            .AddNested(LinkAttribute.Info, info => info.Add(LinkAttribute.InfoKind, "tun"))
            .Add(999, "from a newer kernel");

        NetworkLink link = Parse(builder.Finish(5), NetworkLink.Parse)!;

        Assert.Equal(7, link.Index);
        Assert.Equal("tap12345678-9a", link.Name);
        Assert.Equal(PhysicalAddress.Parse("fa-16-3e-01-02-03"), link.Address);
        Assert.Equal(1450, link.Mtu);
        Assert.Equal("tun", link.Kind);
        Assert.Equal(3, link.MasterIndex);
        Assert.True(link.IsUp);
        Assert.True(link.HasCarrier);
    }

    [Fact]
    public void Every_part_of_a_message_is_aligned_to_four_bytes()
    {
        ReadOnlySpan<byte> bytes = new NetlinkMessageBuilder(NetlinkMessageType.SetLink, NetlinkFlags.Acknowledge)
            .Add(1, [0xaa])
            .AddNested(2, nested => nested.Add(3, [0xbb, 0xcc]))
            .Finish(0x01020304);

        byte[] expected =
        [
            36, 0, 0, 0, 19, 0, 5, 0, 4, 3, 2, 1, 0, 0, 0, 0,
            5, 0, 1, 0, 0xaa, 0, 0, 0,
            12, 0, 2, 0x80, 6, 0, 3, 0, 0xbb, 0xcc, 0, 0,
        ];
        Assert.SkipUnless(BitConverter.IsLittleEndian, "the expected bytes are a little-endian machine's");
        Assert.Equal(expected, bytes.ToArray());
    }

    [Fact]
    public void An_acknowledgement_gives_the_error_and_the_kernels_words()
    {
        // struct nlmsgerr: the error, the request's header (capped), then attributes
        byte[] bytes = new NetlinkMessageBuilder(NetlinkMessageType.Error, NetlinkFlags.Capped | NetlinkFlags.HasAttributes)
            .Append(-22)
            .Append(new NetlinkHeader { Length = 4000 })
            .Add(1, "Invalid prefix")
            .Finish(1).ToArray();

        ReadOnlySpan<byte> datagram = bytes;
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));
        Assert.Equal(new NetlinkResult(22, "Invalid prefix"), message.ReadResult());
        Assert.False(NetlinkMessage.TryTake(ref datagram, out _));
    }

    [Fact]
    public void An_acknowledgement_that_repeats_the_request_is_read_behind_it()
    {
        byte[] bytes = new NetlinkMessageBuilder(NetlinkMessageType.Error, NetlinkFlags.HasAttributes)
            .Append(-1)
            .Append(new NetlinkHeader { Length = 20 })
            .Append(0x00010004)
            .Add(1, "no")
            .Finish(1).ToArray();
        ReadOnlySpan<byte> datagram = bytes;
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));
        Assert.Equal(new NetlinkResult(1, "no"), message.ReadResult());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(uint.MaxValue)]
    public void A_message_of_impossible_length_is_refused(uint length)
    {
        byte[] bytes = new byte[16];
        MemoryMarshal.Write(bytes, in length);
        Assert.Throws<InvalidDataException>(() =>
        {
            ReadOnlySpan<byte> datagram = bytes;
            NetlinkMessage.TryTake(ref datagram, out _);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void An_attribute_of_impossible_length_is_refused(byte length) => Assert.Throws<InvalidDataException>(() =>
    {
        NetlinkAttributeReader reader = new([length, 0, 1, 0, 5, 6, 7, 8]);
        reader.Read();
    });

    [Fact]
    public void An_address_of_neither_four_nor_sixteen_bytes_is_refused() => Assert.Throws<InvalidDataException>(() =>
    {
        NetlinkAttributeReader reader = new([9, 0, 1, 0, 5, 6, 7, 8, 9, 0, 0, 0]);
        Assert.True(reader.Read());
        reader.ReadAddress();
    });

    [Fact]
    public void Random_bytes_are_read_or_refused_but_never_more()
    {
        Random random = new(20240607);
        ChecksumRule rule = new(AddressFamily.InterNetwork, "own", 68);
        byte[][] seeds =
        [
            new LinkAddress { LinkIndex = 1, Address = IPAddress.Parse("2001:db8::1"), PrefixLength = 64, NoDad = true }.ToAddRequest().Finish(1).ToArray(),
            new NetworkRoute { Destination = IPNetwork.Parse("10.0.0.0/8"), Gateway = IPAddress.Parse("192.0.2.1"), LinkIndex = 3, Metric = 5 }
                .ToAddRequest(0).Finish(1).ToArray(),
            new NetlinkMessageBuilder(NetlinkMessageType.NewLink, 0).Append(new LinkHeader { Index = 1 }).Add(3, "eth0")
                .AddNested(18, n => n.Add(1, "veth")).Finish(1).ToArray(),
            new NfTablesBatch().AddBaseChain(2, "mangle", "POSTROUTING", 4, -150).ToMessages(null)[1].Finish(1).ToArray(),
            new NfTablesBatch().AddRule(2, "mangle", rule.Chain, 17, b => ChecksumRuleExpressions.WriteRule(b, rule, asMatch: false)).ToMessages(null)[1].Finish(1).ToArray(),
            new NfTablesBatch().AddRule(2, "mangle", rule.Chain, 17, b => ChecksumRuleExpressions.WriteRule(b, rule, asMatch: true)).ToMessages(null)[1].Finish(1).ToArray(),
            new NfTablesBatch().AddRule(2, "mangle", "POSTROUTING", 0, b => ChecksumRuleExpressions.WriteJump(b, rule)).ToMessages(null)[1].Finish(1).ToArray(),
        ];
        for (int round = 0; round < 30_000; round++)
        {
            byte[] bytes = [.. seeds[round % seeds.Length]];
            for (int i = random.Next(1, 6); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 5 == 0)
                random.NextBytes(bytes);
            byte[] cut = bytes[..random.Next(bytes.Length + 1)];
            Attempt(cut, NetworkLink.Parse);
            Attempt(cut, LinkAddress.Parse);
            Attempt(cut, NetworkRoute.Parse);
            Attempt(cut, NfTablesChain.Parse);
            Attempt(cut, NfTablesRule.Parse);
            Attempt(cut, (in NetlinkMessage message) => (object)message.ReadResult());
        }
    }

    [Fact]
    public void A_route_message_is_read_back_as_the_route_it_was_made_of()
    {
        NetworkRoute route = new()
        {
            Destination = IPNetwork.Parse("2001:db8:1::/48"),
            Gateway = IPAddress.Parse("fe80::1"),
            LinkIndex = 4,
            Metric = 77,
            PreferredSource = IPAddress.Parse("2001:db8::5"),
            Protocol = RouteProtocol.Static,
        };
        Assert.Equal(route, Parse(route.ToAddRequest(NetlinkFlags.Replace).Finish(1), NetworkRoute.Parse));
    }

    private static T? Parse<T>(ReadOnlySpan<byte> datagram, NetlinkParser<T> parser) where T : class
    {
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));
        return parser(message);
    }

    private static void Attempt<T>(ReadOnlySpan<byte> datagram, NetlinkParser<T> parser) where T : class
    {
        try
        {
            while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
                parser(message);
        }
        catch (InvalidDataException)
        {
        }
    }
}
