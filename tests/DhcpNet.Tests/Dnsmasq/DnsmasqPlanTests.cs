using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

public class DnsmasqPlanTests
{
    [Theory]
    [InlineData("--domain=a --no-hosts", "--domain=a --no-hosts", null)]
    [InlineData("--domain=a", "--domain=b", "it was started with --domain=a, not with --domain=b")]
    [InlineData("--domain=a", "--server=9.9.9.9 --domain=b", "it was started without --server=9.9.9.9")]
    [InlineData("--dhcp-lease-max=256", "--dhcp-range=10.0.0.0 --dhcp-lease-max=512", "it was started without --dhcp-range=10.0.0.0")]
    [InlineData("--domain=a --no-hosts", "--domain=a", "it was started with --no-hosts")]
    [InlineData("--domain=a --no-hosts", "--no-hosts --domain=a", "its arguments are in another order")]
    public void The_reason_for_a_restart_sets_an_option_against_itself(string running, string wanted, string? reason)
    {
        Additions additions = new(new NetworkDirectory(new DhcpConfiguration(), Guid.Empty));

        Assert.Equal(reason, DnsmasqPlan.FindInArguments(["dnsmasq", .. running.Split(' ')], ["/usr/sbin/dnsmasq", .. wanted.Split(' ')], additions));
    }
}
