using System.Net;
using System.Text;
using DhcpNet.Packets;

namespace DhcpNet.Tests.Packets;

/// <summary>DHCP messages in their frames.</summary>
public class Dhcpv4Tests
{
    public static TheoryData<string> Frames => [.. Captures.NamesOf("frame")];

    [Fact]
    public void An_offer_of_dnsmasq_is_read()
    {
        var frame = UdpFrame.Parse(Captures.Get("dnsmasq-offer"));
        var offer = Dhcpv4Message.Parse(frame.Payload.Span);

        Assert.Equal("fa:16:3e:aa:bb:01", frame.SourceMac.ToString());
        Assert.Equal("10.20.0.2:67", frame.Source.ToString());
        Assert.Equal("255.255.255.255:68", frame.Destination.ToString());
        Assert.True(offer.IsReply);
        Assert.True(offer.WantsBroadcast);
        Assert.Equal(Dhcpv4MessageType.Offer, offer.Type);
        Assert.Equal("10.20.0.50", offer.YourAddress.ToString());
        Assert.Equal("fa:16:3e:00:00:10", offer.ClientMac.ToString());
        Assert.Equal("web1", Encoding.ASCII.GetString(offer.Find(Dhcpv4OptionCode.HostName)!.Value.Span));
        Assert.Equal(
            ["10.99.0.0/16 via 10.20.0.9", "169.254.169.254/32 via 10.20.0.2", "0.0.0.0/0 via 10.20.0.1"],
            ClasslessRoutes.Parse(offer.Find(Dhcpv4OptionCode.ClasslessRoutes)!.Value.Span).Select(r => r.ToString()));
    }

    [Fact]
    public void A_request_of_a_client_is_read()
    {
        var request = Dhcpv4Message.Parse(UdpFrame.Parse(Captures.Get("udhcpc-request")).Payload.Span);

        Assert.False(request.IsReply);
        Assert.False(request.WantsBroadcast);
        Assert.Equal(Dhcpv4MessageType.Request, request.Type);
        Assert.Equal([1, 0xfa, 0x16, 0x3e, 0, 0, 0x10], request.Find(Dhcpv4OptionCode.ClientId)!.Value.ToArray());
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void What_is_written_is_what_was_read(string name)
    {
        var frame = UdpFrame.Parse(Captures.Get(name));
        var message = Dhcpv4Message.Parse(frame.Payload.Span);

        var again = Dhcpv4Message.Parse(UdpFrame.Parse((frame with { Payload = message.Format() }).Format()).Payload.Span);

        Assert.Equal(message with { Options = [] }, again with { Options = [] });
        Assert.Equal(message.Options.Select(Show), again.Options.Select(Show));
    }

    [Theory]
    [InlineData("udhcpc-discover")]
    [InlineData("udhcpc-request")]
    public void The_checksums_that_are_written_are_those_that_the_client_wrote(string name)
    {
        byte[] captured = Captures.Get(name);
        var frame = UdpFrame.Parse(captured);

        Assert.True(frame.HasRightChecksum);
        // All but the identification and flags of the IPv4 header, and with them its checksum, is the same.
        Assert.Equal(captured[26..], frame.Format()[26..]);
        Assert.True(UdpFrame.Parse(frame.Format()).HasRightChecksum);
    }

    // The kernel leaves it to the network card, and a veth has none: what Neutron's CHECKSUM rule is for.
    [Fact]
    public void A_UDP_checksum_that_nobody_filled_in_is_told_and_one_that_was_left_out_is_right()
    {
        byte[] none = Captures.Get("dnsmasq-offer");
        none[40] = none[41] = 0;
        byte[] changed = Captures.Get("udhcpc-discover");
        changed[^1] ^= 1;

        Assert.False(UdpFrame.Parse(Captures.Get("dnsmasq-offer")).HasRightChecksum);
        Assert.False(UdpFrame.Parse(changed).HasRightChecksum);
        Assert.True(UdpFrame.Parse(none).HasRightChecksum);
    }

    [Fact]
    public void A_wrong_header_checksum_a_fragment_and_another_protocol_are_refused()
    {
        foreach (int offset in (int[])[24, 20, 23])
        {
            byte[] frame = Captures.Get("dnsmasq-offer");
            frame[offset] ^= 1;
            Assert.Throws<PacketException>(() => UdpFrame.Parse(frame));
        }
    }

    [Fact]
    public void Padding_behind_a_short_packet_is_not_its_payload()
    {
        UdpFrame small = new() { SourceMac = default, DestinationMac = default, Source = new(IPAddress.Any, 1), Destination = new(IPAddress.Broadcast, 2), Payload = new byte[] { 7, 8, 9 } };

        Assert.Equal([7, 8, 9], UdpFrame.Parse([.. small.Format(), .. new byte[20]]).Payload.ToArray());
    }

    // RFC 3396
    [Fact]
    public void A_long_option_is_split_and_put_together_again()
    {
        byte[] value = [.. Enumerable.Range(0, 600).Select(i => (byte)i)];
        Dhcpv4Message message = NewMessage() with { Options = [new Dhcpv4Option(43, value), new Dhcpv4Option(44, Array.Empty<byte>())] };

        var read = Dhcpv4Message.Parse(message.Format());

        Assert.Equal(value, read.Find(43)!.Value.ToArray());
        Assert.Empty(read.Find(44)!.Value.ToArray());
        Assert.Equal(2, read.Options.Count);
    }

    [Fact]
    public void Options_go_on_in_the_boot_file_and_server_name_fields_where_option_52_says_so()
    {
        byte[] bytes = (NewMessage() with { Options = [new Dhcpv4Option(Dhcpv4OptionCode.Overload, new byte[] { 3 }), new Dhcpv4Option(60, "a"u8.ToArray())] }).Format();
        new byte[] { 60, 1, (byte)'c', 61, 2, 1, 2, 255 }.CopyTo(bytes, 44);
        new byte[] { 0, 60, 1, (byte)'b', 255 }.CopyTo(bytes, 108);

        var message = Dhcpv4Message.Parse(bytes);

        Assert.Equal("abc"u8.ToArray(), message.Find(60)!.Value.ToArray());
        Assert.Equal([1, 2], message.Find(61)!.Value.ToArray());
        Assert.Equal("", message.BootFile);
        Assert.Equal("", message.ServerName);
    }

    [Fact]
    public void Boot_file_and_server_name_are_cut_where_they_are_too_long()
    {
        var message = Dhcpv4Message.Parse((NewMessage() with { BootFile = new string('f', 200), ServerName = "boot" }).Format());

        Assert.Equal(new string('f', 127), message.BootFile);
        Assert.Equal("boot", message.ServerName);
    }

    // RFC 3442, its examples
    [Theory]
    [InlineData("0.0.0.0/0", "000a000001")]
    [InlineData("10.0.0.0/8", "080a0a000001")]
    [InlineData("10.17.0.0/16", "100a110a000001")]
    [InlineData("10.27.129.0/24", "180a1b810a000001")]
    [InlineData("10.229.0.128/25", "190ae500800a000001")]
    [InlineData("10.198.122.47/32", "200ac67a2f0a000001")]
    public void Classless_routes_have_as_many_bytes_as_their_prefix(string prefix, string hexadecimal)
    {
        HostRoute route = new(IPNetwork.Parse(prefix), IPAddress.Parse("10.0.0.1"));

        Assert.Equal(hexadecimal, Convert.ToHexStringLower(ClasslessRoutes.Format([route])));
        Assert.Equal([route], ClasslessRoutes.Parse(Convert.FromHexString(hexadecimal)));
    }

    [Fact]
    public void Bits_behind_a_routes_prefix_mean_nothing_and_a_prefix_of_33_bits_is_refused()
    {
        Assert.Equal("10.128.0.0/9 via 10.0.0.1", ClasslessRoutes.Parse(Convert.FromHexString("090aff0a000001")).Single().ToString());
        Assert.Throws<PacketException>(() => ClasslessRoutes.Parse(Convert.FromHexString("210a0000000a000001")));
    }

    private static Dhcpv4Message NewMessage() => new() { IsReply = false, TransactionId = 7, ClientMac = MacAddress.Parse("fa:16:3e:00:00:10") };

    private static string Show(Dhcpv4Option option) => $"{option.Code} {Convert.ToHexString(option.Value.Span)}";
}
