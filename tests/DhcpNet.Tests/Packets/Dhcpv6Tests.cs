using System.Net;
using DhcpNet.Packets;

namespace DhcpNet.Tests.Packets;

/// <summary>DHCPv6 messages, direct and relayed.</summary>
public class Dhcpv6Tests
{
    [Fact]
    public void A_solicit_of_dhclient_is_read_and_written_the_same()
    {
        byte[] captured = Captures.Get("dhclient-solicit");

        var solicit = Dhcpv6Message.Parse(captured);

        Assert.Equal(Dhcpv6MessageType.Solicit, solicit.Type);
        Assert.Equal(0x939392u, solicit.TransactionId);
        Assert.Equal(0x3e000010u, Assert.Single(solicit.Associations).Id);
        Assert.Equal(captured, solicit.Format());
    }

    [Fact]
    public void An_advertise_that_came_by_way_of_a_relay_is_read()
    {
        byte[] captured = Captures.Get("dnsmasq-relayed-advertise");

        var relayed = Dhcpv6RelayMessage.Parse(captured);
        Dhcpv6Message advertise = relayed.Unwrap();

        Assert.Equal(Dhcpv6MessageType.RelayReply, relayed.Type);
        Assert.Equal(IPAddress.Parse("fd00:20::"), relayed.LinkAddress);
        Assert.Equal(IPAddress.Parse("fe80::f816:3eff:fe00:10"), relayed.PeerAddress);
        Assert.Equal(Dhcpv6MessageType.Advertise, advertise.Type);
        Assert.Equal(0x010203u, advertise.TransactionId);
        Dhcpv6IdentityAssociation association = Assert.Single(advertise.Associations);
        Assert.Equal((43200u, 75600u), (association.RenewalSeconds, association.RebindingSeconds));
        Assert.Equal([new Dhcpv6Address(IPAddress.Parse("fd00:20::50"), 86400, 86400)], association.Addresses);
        Assert.Equal(new Dhcpv6Status(Dhcpv6Status.Success, "success"), advertise.Status);
        Assert.Equal(captured, relayed.Format());
    }

    [Fact]
    public void A_server_says_that_it_has_no_address()
    {
        Dhcpv6Message advertise = Dhcpv6RelayMessage.Parse(Captures.Get("dnsmasq-relayed-advertise-without-address")).Unwrap();

        Assert.Equal(Dhcpv6Status.NoAddressAvailable, advertise.Status!.Code);
        Assert.Empty(advertise.Associations);
    }

    [Fact]
    public void A_relays_option_tells_the_clients_MAC_address()
    {
        Dhcpv6Option option = Dhcpv6RelayMessage.ClientMac(MacAddress.Parse("fa:16:3e:00:00:10"));

        Assert.Equal(79, option.Code);
        Assert.Equal("0001FA163E000010", Convert.ToHexString(option.Value.Span));
    }

    [Fact]
    public void A_relays_message_is_no_clients_and_the_other_way_round()
    {
        Assert.Throws<PacketException>(() => Dhcpv6Message.Parse(Captures.Get("dnsmasq-relayed-advertise")));
        Assert.Throws<PacketException>(() => Dhcpv6RelayMessage.Parse(Captures.Get("dhclient-solicit")));
    }
}
