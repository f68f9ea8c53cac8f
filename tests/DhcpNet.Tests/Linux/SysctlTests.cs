using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class SysctlTests
{
    [Theory]
    [InlineData("net.ipv4.ip_forward", "/proc/sys/net/ipv4/ip_forward")]
    [InlineData("net.ipv4.conf.eth0/100.forwarding", "/proc/sys/net/ipv4/conf/eth0.100/forwarding")]
    [InlineData("net/ipv4/conf/eth0.100/forwarding", "/proc/sys/net/ipv4/conf/eth0.100/forwarding")]
    public void The_first_separator_says_which_one_it_is(string key, string path) => Assert.Equal(path, Sysctl.PathOf(key));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("net/../../etc/passwd")]
    [InlineData("net..ipv4")]
    [InlineData("net.ipv4.")]
    [InlineData("a.b\0")]
    public void A_key_stays_below_its_directory(string key) => Assert.Throws<ArgumentException>(() => Sysctl.PathOf(key));

    [Fact]
    public void A_parameter_is_read() => Assert.Equal("Linux", Sysctl.Get("kernel.ostype"));

    [Fact]
    public void A_missing_parameter_is_said()
    {
        LinuxException exception = Assert.Throws<LinuxException>(() => Sysctl.Get("kernel.no_such_thing"));
        Assert.Equal("read sysctl 'kernel.no_such_thing': ENOENT (No such file or directory)", exception.Message);
    }
}
