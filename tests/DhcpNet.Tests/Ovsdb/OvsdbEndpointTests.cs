using DhcpNet.Ovsdb;

namespace DhcpNet.Tests.Ovsdb;

public class OvsdbEndpointTests
{
    [Theory]
    [InlineData("unix:/run/openvswitch/db.sock")]
    [InlineData("unix:/tmp/with space/ö.sock")]
    [InlineData("tcp:127.0.0.1:6640")]
    [InlineData("tcp:[::1]:6640")]
    [InlineData("tcp:[fe80::1%1]:1")]
    [InlineData("tcp:ovs.example.org:65535")]
    public void A_right_one_round_trips(string text)
    {
        OvsdbEndpoint endpoint = OvsdbEndpoint.Parse(text);

        Assert.Equal(text, endpoint.ToString());
        Assert.Equal(endpoint, OvsdbEndpoint.Parse(endpoint.ToString()));
        Assert.NotNull(endpoint.ToEndPoint());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("/run/openvswitch/db.sock", "write 'unix:/run/openvswitch/db.sock'")]
    [InlineData("unix:db.sock", "must be absolute")]
    [InlineData("unix:", "must be absolute")]
    [InlineData("unix:/a\0b", "NUL")]
    [InlineData("tcp:127.0.0.1", "'tcp:ADDRESS:PORT'")]
    [InlineData("tcp:", "'tcp:ADDRESS:PORT'")]
    [InlineData("tcp::6640", "'tcp:ADDRESS:PORT'")]
    [InlineData("tcp:[::1]", "'tcp:ADDRESS:PORT'")]
    [InlineData("tcp:::1:6640", "brackets")]
    [InlineData("tcp:[127.0.0.1]:6640", "no IPv6 address in brackets")]
    [InlineData("tcp:[]:6640", "no IPv6 address in brackets")]
    [InlineData("tcp:host name:6640", "neither an IP address nor a host name")]
    [InlineData("tcp:127.0.0.1:0", "1 to 65535")]
    [InlineData("tcp:127.0.0.1:65536", "1 to 65535")]
    [InlineData("tcp:127.0.0.1:-1", "1 to 65535")]
    [InlineData("tcp:127.0.0.1:", "1 to 65535")]
    [InlineData("ssl:127.0.0.1:6640", "TLS is not supported")]
    [InlineData("ptcp:6640", "where a server listens")]
    [InlineData("punix:/run/db.sock", "where a server listens")]
    [InlineData("TCP:127.0.0.1:6640", "must begin with 'unix:' or 'tcp:'")]
    public void A_wrong_one_is_refused_with_the_rule_and_the_way_out(string text, string explanation)
    {
        Assert.False(OvsdbEndpoint.TryParse(text, out _, out string? reason));
        Assert.Contains(explanation, reason, StringComparison.Ordinal);
        Assert.Equal(reason, Assert.Throws<FormatException>(() => OvsdbEndpoint.Parse(text)).Message);
    }

    [Fact]
    public void A_path_too_long_for_the_kernel_is_refused()
    {
        Assert.True(OvsdbEndpoint.TryParse("unix:/" + new string('x', 106), out _, out _));
        Assert.False(OvsdbEndpoint.TryParse("unix:/" + new string('x', 107), out _, out string? reason));
        Assert.Contains("at most 107 bytes, this one has 108", reason, StringComparison.Ordinal);
    }
}
