using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class NetworkRouteTests
{
    [Fact]
    public void A_network_of_length_zero_is_the_default_route()
    {
        NetworkRoute route = new() { Destination = IPNetwork.Parse("::/0"), LinkIndex = 2 };
        Assert.Null(route.Destination);
        Assert.Equal(AddressFamily.InterNetworkV6, route.Family);
        Assert.Equal(new NetworkRoute { Family = AddressFamily.InterNetworkV6, LinkIndex = 2 }, route);
    }

    [Fact]
    public void The_scope_follows_from_the_gateway_unless_it_is_said()
    {
        Assert.Equal(RouteScope.Link, new NetworkRoute { Destination = IPNetwork.Parse("169.254.169.254/32") }.Scope);
        Assert.Equal(RouteScope.Universe, new NetworkRoute { Gateway = IPAddress.Parse("192.0.2.1") }.Scope);
        Assert.Equal(RouteScope.Universe, new NetworkRoute { Destination = IPNetwork.Parse("2001:db8::/64") }.Scope);
        Assert.Equal(RouteScope.Host, new NetworkRoute { Scope = RouteScope.Host }.Scope);
    }

    [Fact]
    public void A_route_that_mixes_families_is_refused()
    {
        NetworkRoute route = new() { Destination = IPNetwork.Parse("10.0.0.0/8"), Gateway = IPAddress.Parse("fe80::1") };
        Assert.Throws<ArgumentException>(() => route.ToAddRequest(0));
    }

    [Fact]
    public void It_is_shown_as_ip_route_writes_it() => Assert.Equal(
        "10.0.0.0/8 via 192.0.2.1 dev 3 metric 5",
        new NetworkRoute { Destination = IPNetwork.Parse("10.0.0.0/8"), Gateway = IPAddress.Parse("192.0.2.1"), LinkIndex = 3, Metric = 5 }.ToString());
}
