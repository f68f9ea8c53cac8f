using System.Diagnostics;
using System.Net;
using System.Text.Json;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

public sealed class AddressTests : LinuxTest
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("192.0.2.2", 24, "192.0.2.255")]
    [InlineData("192.0.2.2", 31, "192.0.2.2")]
    [InlineData("169.254.169.254", 32, "169.254.169.254")]
    public void An_IPv4_address_is_added_as_ip_adds_it(string address, int prefixLength, string broadcast)
    {
        string name = CreateNamespace();
        using Rtnetlink netlink = Rtnetlink.Open(name);
        LinkAddress wanted = new() { LinkIndex = AddLink(name, "veth0"), Address = IPAddress.Parse(address), PrefixLength = prefixLength };

        Assert.True(netlink.AddAddress(wanted));
        Assert.False(netlink.AddAddress(wanted));

        JsonElement seen = Assert.Single(SeenByIp(name, "inet"));
        Assert.Equal((address, prefixLength), (seen.GetProperty("local").GetString(), seen.GetProperty("prefixlen").GetInt32()));
        Assert.Equal(broadcast, seen.GetProperty("broadcast").GetString());
        Assert.Equal("global", seen.GetProperty("scope").GetString());
        Assert.Contains(wanted, netlink.GetAddresses(wanted.LinkIndex));
        Assert.True(netlink.DeleteAddress(wanted));
        Assert.False(netlink.DeleteAddress(wanted));
        Assert.Empty(SeenByIp(name, "inet"));
    }

    [Fact]
    public void An_IPv6_address_is_added_listed_and_deleted()
    {
        string name = CreateNamespace();
        using Rtnetlink netlink = Rtnetlink.Open(name);
        int index = AddLink(name, "veth0");
        LinkAddress checkedFirst = new() { LinkIndex = index, Address = IPAddress.Parse("2001:db8::2"), PrefixLength = 64 };
        LinkAddress atOnce = new() { LinkIndex = index, Address = IPAddress.Parse("2001:db8::3"), PrefixLength = 64, NoDad = true };

        Assert.True(netlink.AddAddress(checkedFirst));
        Assert.True(netlink.AddAddress(atOnce));
        Assert.False(netlink.AddAddress(atOnce));

        IReadOnlyList<LinkAddress> addresses = netlink.GetAddresses(index);
        Assert.True(addresses.Single(a => a.Equals(checkedFirst)).IsTentative);
        Assert.True(addresses.Single(a => a.Equals(atOnce)) is { IsTentative: false, NoDad: true, Scope: AddressScope.Global });
        Assert.Contains(addresses, a => a.Address.IsIPv6LinkLocal && a.Scope == AddressScope.Link);
        Assert.True(netlink.DeleteAddress(checkedFirst));
        Assert.False(netlink.DeleteAddress(checkedFirst));
        Assert.DoesNotContain(SeenByIp(name, "inet6"), a => a.GetProperty("local").GetString() == "2001:db8::2");
        Assert.Contains(SeenByIp(name, "inet6"), a => a.GetProperty("local").GetString() == "2001:db8::3");
    }

    [Theory]
    [InlineData("192.0.2.2", 24)]
    [InlineData("2001:db8::2", 64)]
    public void An_address_has_the_age_that_it_has(string address, int prefixLength)
    {
        string name = CreateNamespace();
        using Rtnetlink netlink = Rtnetlink.Open(name);
        LinkAddress added = new() { LinkIndex = AddLink(name, "veth0"), Address = IPAddress.Parse(address), PrefixLength = prefixLength };
        var before = Stopwatch.StartNew();
        netlink.AddAddress(added);
        var after = Stopwatch.StartNew();
        Thread.Sleep(500);

        TimeSpan least = after.Elapsed, age = netlink.GetAddresses(added.LinkIndex).Single(a => a.Equals(added)).Age, most = before.Elapsed;

        // The kernel's clock of addresses is not exactly the one by which it is told how late it is.
        Assert.InRange(age, least - Tolerance, most + Tolerance);
    }

    [Fact]
    public void Only_the_links_own_addresses_are_listed()
    {
        string name = CreateNamespace();
        int first = AddLink(name, "veth0");
        AddLink(name, "veth1");
        Ip("-n", name, "addr", "add", "192.0.2.1/24", "dev", "veth0");
        Ip("-n", name, "addr", "add", "198.51.100.1/24", "scope", "link", "dev", "veth0");
        Ip("-n", name, "addr", "add", "203.0.113.1/24", "dev", "veth1");
        using Rtnetlink netlink = Rtnetlink.Open(name);
        IEnumerable<LinkAddress> addresses = netlink.GetAddresses(first).Where(a => a.Scope != AddressScope.Link || !a.Address.IsIPv6LinkLocal);
        Assert.Equal([("192.0.2.1/24", AddressScope.Global), ("198.51.100.1/24", AddressScope.Link)], addresses.Select(a => (a.ToString(), a.Scope)).Order());
    }

    [Fact]
    public void What_the_kernel_refuses_is_said_with_the_links_name()
    {
        string name = CreateNamespace();
        using Rtnetlink netlink = Rtnetlink.Open(name);
        LinkAddress address = new() { LinkIndex = 77, Address = IPAddress.Parse("192.0.2.1"), PrefixLength = 24 };
        LinuxException missing = Assert.Throws<LinuxException>(() => netlink.AddAddress(address));
        Assert.StartsWith("add address 192.0.2.1/24 on link number 77: ENODEV", missing.Message, StringComparison.Ordinal);
        Assert.Equal("ENODEV", Assert.Throws<LinuxException>(() => netlink.GetAddresses(77)).ErrorName);
        Assert.Throws<ArgumentException>(() => netlink.AddAddress(address with { PrefixLength = 33 }));

        LinkAddress multicast = new() { LinkIndex = AddLink(name, "veth0"), Address = IPAddress.Parse("ff02::1"), PrefixLength = 64 };
        LinuxException refused = Assert.Throws<LinuxException>(() => netlink.AddAddress(multicast));
        Assert.StartsWith("add address ff02::1/64 on link 'veth0': E", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.KernelMessage);
    }

    private static IEnumerable<JsonElement> SeenByIp(string namespaceName, string family) =>
        IpObjects(namespaceName, "addr", "show", "dev", "veth0")[0].GetProperty("addr_info").EnumerateArray()
            .Where(address => address.GetProperty("family").GetString() == family);
}
