using System.Net;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

public class ReleaseMessageTests
{
    private static readonly IPAddress Server = IPAddress.Parse("10.20.0.2");

    [Theory]
    [InlineData("fa:16:3e:00:00:10", "*", "0106", "fa163e000010", "")]
    [InlineData("fa:16:3e:00:00:10", "01:aa:bb", "0106", "fa163e000010", "3d0301aabb")]
    [InlineData("20-", "ff:01", "2000", "", "3d02ff01")]
    public void A_DHCPRELEASE_names_address_client_and_server(string hardware, string clientId, string type, string chaddr, string option)
    {
        byte[] message = ReleaseMessage.CreateV4(Lease($"0 {hardware} 10.20.0.50 * {clientId}"), Server)!;

        Assert.Equal(300, message.Length);
        Assert.Equal("01" + type + "00", Hex(message[..4]));
        Assert.Equal("0000" + "0000" + "0a140032" + "000000000000000000000000", Hex(message[8..28]));
        Assert.Equal(chaddr.PadRight(32, '0'), Hex(message[28..44]));
        Assert.All(message[44..236], b => Assert.Equal(0, b));
        Assert.StartsWith("63825363" + "350107" + "36040a140002" + option + "ff00", Hex(message[236..]));
    }

    [Theory]
    [InlineData("77", "0003" + "0028" + "0000004d" + "0000000000000000" + "00050018fd000030000000000000000000000077" + "0000000000000000")]
    [InlineData("T4294967295", "0004" + "0020" + "ffffffff" + "00050018fd000030000000000000000000000077" + "0000000000000000")]
    public void A_Release_names_client_server_and_association(string iaid, string association)
    {
        byte[] message = ReleaseMessage.CreateV6(Lease($"0 {iaid} fd00:30::77 vm6 00:04:aa"), "00:01:bb")!;

        Assert.Equal(8, message[0]);
        Assert.Equal("00010003" + "0004aa" + "00020003" + "0001bb" + "000800020000" + association, Hex(message[4..]));
    }

    [Fact]
    public void What_cannot_be_said_is_not_said()
    {
        Assert.Null(ReleaseMessage.CreateV6(Lease("0 77 fd00:30::77 vm6 00:04:aa"), null));
        Assert.Null(ReleaseMessage.CreateV6(Lease("0 77 fd00:30::77 vm6 *"), "00:01"));
        Assert.Null(ReleaseMessage.CreateV6(Lease("0 x fd00:30::77 vm6 00:04:aa"), "00:01"));
        Assert.Null(ReleaseMessage.CreateV4(Lease("0 nonsense 10.20.0.50 * *"), Server));
        Assert.Null(ReleaseMessage.CreateV4(Lease("0 fa:16:3e:00:00:10 10.20.0.50 * nonsense"), Server));
        Assert.Null(ReleaseMessage.CreateV4(Lease($"0 {string.Join(':', Enumerable.Repeat("aa", 17))} 10.20.0.50 * *"), Server));
    }

    private static DnsmasqLease Lease(string line) => LeaseDatabase.Parse(line).Leases[0];

    private static string Hex(byte[] octets) => Convert.ToHexString(octets).ToLowerInvariant();
}
