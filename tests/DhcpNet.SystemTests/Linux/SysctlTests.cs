using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

public sealed class SysctlTests : LinuxTest
{
    private const string Key = "net.ipv4.ip_nonlocal_bind";

    [Fact]
    public void A_parameter_is_each_namespaces_own_and_written_only_where_it_differs()
    {
        string name = CreateNamespace();
        string before = Sysctl.Get(Key);
        Assert.True(Sysctl.Set(Key, "1", name));
        Assert.False(Sysctl.Set(Key, "1", name));
        Assert.Equal("1", Sysctl.Get(Key, name));
        Assert.Equal(before, Sysctl.Get(Key));
        Assert.Equal("1\n", Ip("netns", "exec", name, "cat", "/proc/sys/net/ipv4/ip_nonlocal_bind"));
    }

    [Fact]
    public void Several_are_set_in_one_go()
    {
        string name = CreateNamespace();
        Ip("-n", name, "link", "add", "eth0.5", "type", "veth", "peer", "name", "other");
        Dictionary<string, string> values = new()
        {
            ["net/ipv6/conf/eth0.5/accept_ra"] = "0",
            ["net.ipv6.conf.eth0/5.accept_dad"] = "0",
            ["net.ipv4.ip_local_port_range"] = "32768 60999",
        };
        Assert.Equal(2, Sysctl.Set(values, name));
        Assert.Equal(0, Sysctl.Set(values, name));
        Assert.Equal("0", Sysctl.Get("net.ipv6.conf.eth0/5.accept_ra", name));
    }

    [Fact]
    public void A_refused_value_is_said()
    {
        string name = CreateNamespace();
        LinuxException exception = Assert.Throws<LinuxException>(() => Sysctl.Set(Key, "nonsense", name));
        Assert.Equal($"set sysctl '{Key}' to 'nonsense': EINVAL (Invalid argument)", exception.Message);
    }
}
