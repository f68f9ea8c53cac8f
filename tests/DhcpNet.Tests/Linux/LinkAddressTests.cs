using System.Net;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class LinkAddressTests
{
    [Theory]
    [InlineData("192.0.2.5", 24, "192.0.2.255")]
    [InlineData("10.1.2.3", 0, "255.255.255.255")]
    [InlineData("10.1.2.3", 30, "10.1.2.3")]
    [InlineData("10.1.2.2", 31, "10.1.2.2")]
    [InlineData("10.1.2.3", 32, "10.1.2.3")]
    public void An_IPv4_address_gets_the_broadcast_address_that_Neutron_gives_it(string address, int prefixLength, string broadcast)
    {
        LinkAddress subject = new() { LinkIndex = 1, Address = IPAddress.Parse(address), PrefixLength = prefixLength };
        Assert.Equal(broadcast, FindBroadcast(subject)?.ToString());
    }

    [Fact]
    public void An_IPv6_address_has_no_broadcast_address() =>
        Assert.Null(FindBroadcast(new LinkAddress { LinkIndex = 1, Address = IPAddress.IPv6Loopback, PrefixLength = 64 }));

    [Fact]
    public void Addresses_are_equal_when_the_kernel_would_take_them_for_one()
    {
        LinkAddress wanted = new() { LinkIndex = 1, Address = IPAddress.Parse("2001:db8::1"), PrefixLength = 64, NoDad = true };
        Assert.Equal(wanted, wanted with { NoDad = false, IsTentative = true, Scope = AddressScope.Link });
        Assert.NotEqual(wanted, wanted with { PrefixLength = 65 });
        Assert.NotEqual(wanted, wanted with { LinkIndex = 2 });
    }

    private static IPAddress? FindBroadcast(LinkAddress address)
    {
        ReadOnlySpan<byte> datagram = address.ToAddRequest().Finish(1);
        Assert.True(NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message));
        message.Read<AddressHeader>(out NetlinkAttributeReader attributes);
        while (attributes.Read())
        {
            if (attributes.Type == AddressAttribute.Broadcast)
                return attributes.ReadAddress();
        }
        return null;
    }
}
