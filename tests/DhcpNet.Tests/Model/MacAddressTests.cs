namespace DhcpNet.Tests.Model;

public class MacAddressTests
{
    [Theory]
    [InlineData("fa:16:3e:00:00:02")]
    [InlineData("FA:16:3E:00:00:02")]
    [InlineData("fa-16-3e-00-00-02")]
    [InlineData("FA163E000002")]
    public void Every_usual_spelling_is_read_and_written_Neutrons_way(string text) =>
        Assert.Equal("fa:16:3e:00:00:02", MacAddress.Parse(text).ToString());

    [Fact]
    public void Its_properties_tell_the_address() =>
        Assert.Equal("""{"Address":"fa:16:3e:00:00:02","IsMulticast":false}""", System.Text.Json.JsonSerializer.Serialize(MacAddress.Parse("FA163E000002")));

    [Theory]
    [InlineData("")]
    [InlineData("fa:16:3e:00:00")]
    [InlineData("fa:16:3e:00:00:02:03")]
    [InlineData("fa:16-3e:00:00:02")]
    [InlineData("fa:16:3e:00:00:0g")]
    [InlineData("fa:16:3e:00:00: 2")]
    [InlineData("fa163e00000")]
    public void What_is_no_MAC_address_is_not_read(string text)
    {
        Assert.False(MacAddress.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => MacAddress.Parse(text));
    }

    [Fact]
    public void Octets_go_in_and_come_out_in_the_order_of_the_wire()
    {
        byte[] octets = [0xfa, 0x16, 0x3e, 0x01, 0x02, 0x03];
        Assert.Equal(octets, new MacAddress(octets).GetBytes());
        Assert.Equal(octets, new MacAddress(octets).ToPhysicalAddress().GetAddressBytes());
        Assert.Throws<ArgumentException>(() => new MacAddress([1, 2, 3]));
    }

    [Fact]
    public void The_group_bit_tells_multicast()
    {
        Assert.True(MacAddress.Parse("01:00:5e:00:00:01").IsMulticast);
        Assert.True(MacAddress.Parse("ff:ff:ff:ff:ff:ff").IsMulticast);
        Assert.False(MacAddress.Parse("fa:16:3e:00:00:01").IsMulticast);
    }

    [Fact]
    public void Addresses_sort_by_number()
    {
        MacAddress low = MacAddress.Parse("02:00:00:00:00:ff"), high = MacAddress.Parse("fa:00:00:00:00:00");
        Assert.True(low < high);
        Assert.True(high >= low);
        Assert.Equal([low, high], new[] { high, low }.Order());
    }
}
