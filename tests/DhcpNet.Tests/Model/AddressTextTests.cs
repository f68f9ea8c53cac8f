using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Tests.Model;

public class AddressTextTests
{
    [Theory]
    [InlineData("10.0.0.0/24")]
    [InlineData("10.1.2.3/32")]
    [InlineData("0.0.0.0/0")]
    [InlineData("fd00:30::/64")]
    public void A_prefix_is_read(string text) => Assert.Equal(text, CidrText.Parse(text).ToString());

    [Theory]
    [InlineData("10.0.0.5/24", "Did you mean 10.0.0.0/24?")]
    [InlineData("10.128.0.0/8", "Did you mean 10.0.0.0/8?")]
    [InlineData("fd00::1/64", "Did you mean fd00::/64?")]
    public void A_prefix_with_host_bits_is_refused_with_the_one_that_was_meant(string text, string hint)
    {
        string message = Refused.AsInput("CidrHostBits", () => CidrText.Parse(text)).Message;
        Assert.StartsWith($"'{text}' is not a subnet prefix: host bits are set.", message, StringComparison.Ordinal);
        Assert.EndsWith(hint, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("10.0.0.0/24/1")]
    [InlineData("10.0/16")]
    [InlineData("010.0.0.0/8")]
    [InlineData("fd00::/129")]
    [InlineData("fd00::%eth0/64")]
    [InlineData("lab/24")]
    public void What_is_no_prefix_is_refused(string text) => Refused.AsInput("CidrMalformed", () => CidrText.Parse(text));

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("127.0.0.0/24")]
    [InlineData("126.0.0.0/7")]
    [InlineData("224.0.1.0/24")]
    [InlineData("ff02::/64")]
    [InlineData("::1/128")]
    [InlineData("fe80::/64")]
    [InlineData("10.0.0.0/31")]
    [InlineData("10.0.0.0/32")]
    [InlineData("fd00::/127")]
    public void A_prefix_that_clients_cannot_live_in_is_refused(string text) =>
        Refused.AsInput("CidrUnusable", () => SubnetPrefix.Validate(IPNetwork.Parse(text), enableDhcp: true));

    [Theory]
    [InlineData("10.0.0.0/30", true)]
    [InlineData("10.0.0.0/31", false)]
    [InlineData("fd00::/126", true)]
    public void Other_prefixes_are_not(string text, bool enableDhcp) => SubnetPrefix.Validate(IPNetwork.Parse(text), enableDhcp);

    [Theory]
    [InlineData("10.5")]
    [InlineData("0x0a000001")]
    [InlineData("10.0.0.256")]
    [InlineData("fd00::1%2")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData(" 10.0.0.1")]
    public void Spellings_of_addresses_that_nobody_means_are_refused(string text) => Refused.AsInput("AddressMalformed", () => IPAddressText.Parse(text));

    [Fact]
    public void A_pool_is_its_first_and_last_address()
    {
        Assert.Equal("10.0.0.10-10.0.0.20", AllocationPoolText.Parse("10.0.0.10 - 10.0.0.20").ToString());
        Assert.Equal("fd00::1-fd00::1", AllocationPoolText.Parse("fd00::1-fd00::1").ToString());
    }

    [Theory]
    [InlineData("10.0.0.10", "PoolMalformed")]
    [InlineData("10.0.0.10-20", "PoolMalformed")]
    [InlineData("10.0.0.1-10.0.0.2-10.0.0.3", "PoolMalformed")]
    [InlineData("10.0.0.1-fd00::1", "PoolMalformed")]
    [InlineData("10.0.0.20-10.0.0.10", "PoolReversed")]
    public void What_is_no_pool_is_refused(string text, string errorId) => Refused.AsInput(errorId, () => AllocationPoolText.Parse(text));

    [Theory]
    [InlineData("10.99.0.0/16,10.20.0.254")]
    [InlineData("10.99.0.0/16, 10.20.0.254")]
    [InlineData("10.99.0.0/16 via 10.20.0.254")]
    public void A_host_route_is_a_destination_and_a_next_hop(string text) =>
        Assert.Equal("10.99.0.0/16 via 10.20.0.254", HostRouteText.Parse(text).ToString());

    [Theory]
    [InlineData("10.99.0.0/16", "HostRouteMalformed")]
    [InlineData("10.99.0.0/16,fd00::1", "HostRouteMalformed")]
    [InlineData("10.99.0.1/16,10.0.0.1", "CidrHostBits")]
    [InlineData("10.99.0.0/16,router", "AddressMalformed")]
    public void What_is_no_host_route_is_refused(string text, string errorId) => Refused.AsInput(errorId, () => HostRouteText.Parse(text));
}
