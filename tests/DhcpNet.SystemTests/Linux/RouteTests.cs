using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

public sealed class RouteTests : LinuxTest
{
    private readonly string _namespace;
    private readonly int _link;
    private readonly Rtnetlink _netlink;

    public RouteTests()
    {
        _namespace = CreateNamespace();
        _link = AddLink(_namespace, "veth0");
        Ip("-n", _namespace, "addr", "add", "192.0.2.2/24", "dev", "veth0");
        Ip("-n", _namespace, "addr", "add", "2001:db8::2/64", "dev", "veth0", "nodad");
        _netlink = Rtnetlink.Open(_namespace);
    }

    [Theory]
    [InlineData("-4", "192.0.2.1", "192.0.2.254")]
    [InlineData("-6", "2001:db8::1", "fe80::1")]
    public void A_default_route_is_set_replaced_and_deleted(string family, string gateway, string other)
    {
        NetworkRoute route = new() { Gateway = IPAddress.Parse(gateway), LinkIndex = _link };
        NetworkRoute moved = route with { Gateway = IPAddress.Parse(other) };

        _netlink.ReplaceRoute(route);
        _netlink.ReplaceRoute(route);
        JsonElement seen = Assert.Single(SeenByIp(family, "default"));
        Assert.Equal((gateway, "veth0", "static"), (Text(seen, "gateway"), Text(seen, "dev"), Text(seen, "protocol")));

        Assert.False(_netlink.AddRoute(route));
        _netlink.ReplaceRoute(moved);
        Assert.Equal(other, Text(Assert.Single(SeenByIp(family, "default")), "gateway"));

        NetworkRoute read = _netlink.GetRoutes(route.Family).Single(r => r.Destination is null);
        Assert.Equal((moved.Gateway, _link, RouteProtocol.Static, RouteScope.Universe), (read.Gateway, read.LinkIndex, read.Protocol, read.Scope));
        Assert.False(_netlink.DeleteRoute(route));
        Assert.True(_netlink.DeleteRoute(read));
        Assert.False(_netlink.DeleteRoute(read));
        Assert.Empty(SeenByIp(family, "default"));
    }

    [Theory]
    [InlineData("-4", "169.254.169.254/32", "link")]
    [InlineData("-6", "2001:db8:5::/48", null)]
    public void A_route_on_the_link_is_added_and_deleted(string family, string destination, string? scope)
    {
        NetworkRoute route = new() { Destination = IPNetwork.Parse(destination), LinkIndex = _link };
        Assert.True(_netlink.AddRoute(route));
        Assert.False(_netlink.AddRoute(route));
        JsonElement seen = Assert.Single(SeenByIp(family, destination));
        Assert.Equal("static", Text(seen, "protocol"));
        Assert.Equal(scope, seen.TryGetProperty("scope", out JsonElement value) ? value.GetString() : null);
        Assert.Contains(_netlink.GetRoutes(route.Family), r => r.Destination.Equals(route.Destination) && r.Gateway is null && r.Scope == route.Scope);
        Assert.True(_netlink.DeleteRoute(route));
        Assert.Empty(SeenByIp(family, destination));
    }

    [Fact]
    public void A_route_that_was_read_can_be_put_back()
    {
        Ip("-n", _namespace, "route", "add", "10.0.0.0/8", "via", "192.0.2.9", "dev", "veth0", "metric", "50", "src", "192.0.2.2", "proto", "boot");
        NetworkRoute route = _netlink.GetRoutes(AddressFamily.InterNetwork).Single(r => r.Metric == 50);
        Assert.Equal((RouteProtocol.Boot, IPAddress.Parse("192.0.2.2")), (route.Protocol, route.PreferredSource));
        Assert.True(_netlink.DeleteRoute(route));
        Assert.True(_netlink.AddRoute(route));
        Assert.Contains(route, _netlink.GetRoutes(AddressFamily.InterNetwork));
    }

    [Fact]
    public void Only_unicast_routes_of_the_main_table_and_the_family_are_listed()
    {
        Ip("-n", _namespace, "route", "add", "10.1.0.0/16", "via", "192.0.2.9", "table", "100");
        Ip("-n", _namespace, "route", "add", "blackhole", "10.2.0.0/16");
        NetworkRoute route = Assert.Single(_netlink.GetRoutes(AddressFamily.InterNetwork));
        Assert.Equal((IPNetwork.Parse("192.0.2.0/24"), RouteProtocol.Kernel, RouteScope.Link), (route.Destination, route.Protocol, route.Scope));
        Assert.All(_netlink.GetRoutes(AddressFamily.InterNetworkV6), r => Assert.Equal(AddressFamily.InterNetworkV6, r.Family));
    }

    [Fact]
    public void A_namespace_without_addresses_has_no_routes()
    {
        using Rtnetlink netlink = Rtnetlink.Open(CreateNamespace());
        Assert.Empty(netlink.GetRoutes(AddressFamily.InterNetwork));
        Assert.Empty(netlink.GetRoutes(AddressFamily.InterNetworkV6));
    }

    [Fact]
    public void A_gateway_out_of_reach_is_said_in_the_kernels_words()
    {
        NetworkRoute route = new() { Destination = IPNetwork.Parse("10.0.0.0/8"), Gateway = IPAddress.Parse("203.0.113.1"), LinkIndex = _link };
        LinuxException exception = Assert.Throws<LinuxException>(() => _netlink.AddRoute(route));
        Assert.StartsWith($"add route '10.0.0.0/8 via 203.0.113.1 dev {_link}' on link 'veth0': ENETUNREACH", exception.Message, StringComparison.Ordinal);
        Assert.Equal("Nexthop has invalid gateway", exception.KernelMessage);
    }

    private IReadOnlyList<JsonElement> SeenByIp(string family, string destination) => IpObjects(_namespace, family, "route", "show", destination);

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();
}
