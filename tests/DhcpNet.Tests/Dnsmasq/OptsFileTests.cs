using System.Net;
using DhcpNet.Dnsmasq;
using static DhcpNet.Tests.Dnsmasq.ServedNetworks;

namespace DhcpNet.Tests.Dnsmasq;

public class OptsFileTests
{
    private static readonly string Tag4 = $"tag:subnet-{V4}";
    private static readonly string Tag6 = $"tag:subnet-{V6}";

    [Fact]
    public void A_subnet_without_gateway_suppresses_the_router() =>
        Assert.Equal([$"{Tag4},option:router"], Lines(Of([IPv4 with { GatewayIp = null }])));

    [Fact]
    public void A_default_route_stands_in_for_a_missing_gateway()
    {
        Subnet subnet = IPv4 with { GatewayIp = null, HostRoutes = [new HostRoute(IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("10.0.0.7"))] };
        Assert.Equal([$"{Tag4},option:router,10.0.0.7"], Lines(Of([subnet])));
    }

    [Fact]
    public void Neighbours_come_before_the_subnets_own_routes_the_last_first_and_the_default_at_the_end()
    {
        Subnet subnet = IPv4 with { HostRoutes = [new HostRoute(IPNetwork.Parse("10.9.0.0/16"), IPAddress.Parse("10.0.0.9"))] };
        Subnet[] neighbours = [.. new[] { "10.1.0.0/24", "10.2.0.0/24" }.Select(cidr => IPv4 with { Id = Guid.NewGuid(), Cidr = IPNetwork.Parse(cidr), EnableDhcp = false })];
        const string Routes = "10.2.0.0/24,0.0.0.0,10.1.0.0/24,0.0.0.0,10.9.0.0/16,10.0.0.9,0.0.0.0/0,10.0.0.1";
        Assert.Equal(
            [$"{Tag4},option:classless-static-route,{Routes}", $"{Tag4},249,{Routes}", $"{Tag4},option:router,10.0.0.1"],
            Lines(Of([subnet, .. neighbours])));
    }

    [Fact]
    public void Subnets_of_another_segment_are_no_neighbours()
    {
        Subnet other = IPv4 with { Id = Guid.NewGuid(), Cidr = IPNetwork.Parse("10.1.0.0/24"), EnableDhcp = false, SegmentId = Guid.NewGuid() };
        Assert.Equal([$"{Tag4},option:router,10.0.0.1"], Lines(Of([IPv4, other])));
    }

    [Theory]
    [InlineData(false, false, false, null)]
    [InlineData(true, false, false, "10.0.0.2")]
    [InlineData(false, true, true, "10.0.0.2")]
    [InlineData(true, false, true, "10.0.0.1")]
    [InlineData(false, false, true, "10.0.0.1")]
    public void Metadata_is_reached_through_this_host_or_the_router(bool isolatedMetadata, bool force, bool hasRouter, string? hop)
    {
        DhcpConfiguration configuration = new() { EnableIsolatedMetadata = isolatedMetadata, ForceMetadata = force };
        Port router = Client((V4, "10.0.0.1")) with { DeviceOwner = hasRouter ? "network:router_interface" : "compute:nova" };
        string routes = Lines(Of(configuration, [IPv4], Server((V4, "10.0.0.2")), router)).FirstOrDefault(l => l.Contains("classless", StringComparison.Ordinal)) ?? "";
        Assert.Equal(hop is null ? "" : $"{Tag4},option:classless-static-route,169.254.169.254/32,{hop},0.0.0.0/0,10.0.0.1", routes);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void OVNs_metadata_port_comes_before_this_host_and_the_router(bool force, bool hasRouter)
    {
        Port metadata = Client((V4, "10.0.0.3")) with { DeviceOwner = DeviceOwners.Distributed, DeviceId = $"ovnmeta-{NetworkId}" };
        Port router = Client((V4, "10.0.0.1")) with { DeviceOwner = hasRouter ? "network:router_interface" : "compute:nova" };
        string routes = Lines(Of(new DhcpConfiguration { ForceMetadata = force }, [IPv4], Server((V4, "10.0.0.2")), router, metadata))[0];
        Assert.Equal($"{Tag4},option:classless-static-route,169.254.169.254/32,10.0.0.3,0.0.0.0/0,10.0.0.1", routes);
    }

    [Theory]
    [InlineData("network:distributed", "ovn-lb-hm-00000000-0000-0000-0000-00000000000a", true)]
    [InlineData("compute:nova", "ovnmeta-00000000-0000-0000-0000-00000000000a", true)]
    [InlineData("network:distributed", "ovnmeta-00000000-0000-0000-0000-00000000000b", true)]
    [InlineData("network:distributed", "ovnmeta-00000000-0000-0000-0000-00000000000a", false)]
    public void Another_port_of_OVNs_or_one_that_is_not_on_the_subnet_is_none(string owner, string device, bool isOnSubnet)
    {
        Port other = Client((isOnSubnet ? V4 : V6, isOnSubnet ? "10.0.0.3" : "2001:db8::3")) with { DeviceOwner = owner, DeviceId = device };
        Assert.Equal([$"{Tag4},option:router,10.0.0.1"], Lines(Of([IPv4], other)));
    }

    [Theory]
    [InlineData("0.0.0.0", "")]
    [InlineData("8.8.8.8", ",8.8.8.8")]
    public void One_DNS_server_of_zeros_means_none_is_announced(string server, string value) =>
        Assert.Equal($"{Tag4},option:dns-server{value}", Lines(Of([IPv4 with { DnsNameservers = [IPAddress.Parse(server)] }]))[0]);

    [Fact]
    public void Several_DHCP_servers_name_each_other_where_the_subnet_names_no_DNS_server()
    {
        Port[] servers = [Server((V4, "10.0.0.2"), (V6, "2001:db8::2")), Server((V4, "10.0.0.3"), (V6, "2001:db8::3"))];
        string[] lines = Lines(Of([IPv4, IPv6], servers));
        Assert.Equal([$"{Tag4},option:dns-server,10.0.0.2,10.0.0.3", $"{Tag6},option6:dns-server,[2001:db8::2],[2001:db8::3]"], lines[^2..]);
    }

    [Theory]
    [InlineData("mtu", 4, "option:mtu,x")]
    [InlineData("66", 4, "66,x")]
    [InlineData("59", 6, "option6:59,x")]
    [InlineData("tag:ipxe,bootfile-name", 4, "tag:ipxe,option:bootfile-name,x")]
    [InlineData("tag:a,tag:!b,67", 4, "tag:a,tag:!b,67,x")]
    [InlineData("tag:ipxe6,59", 6, "tag:ipxe6,option6:59,x")]
    public void A_ports_option_keeps_its_tags_before_its_name(string name, int version, string expected)
    {
        Port client = Client((V4, "10.0.0.5"), (V6, "2001:db8::5")) with { ExtraDhcpOpts = [new ExtraDhcpOption(name, "x", version)] };
        Assert.Equal($"tag:port-{ClientId},{expected}", Lines(Of([IPv4, IPv6], client))[^1]);
    }

    [Fact]
    public void An_option_of_a_version_that_the_port_has_no_address_of_is_not_served()
    {
        Port client = Client((V4, "10.0.0.5")) with { ExtraDhcpOpts = [new ExtraDhcpOption("dns-server", "[::1]", 6)] };
        Assert.DoesNotContain(Lines(Of([IPv4, IPv6], client)), l => l.Contains("port-", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_value_stays_one() =>
        Assert.EndsWith(",option:router,", OptsFile.Render(Of([IPv4], Client((V4, "10.0.0.5")) with { ExtraDhcpOpts = [new ExtraDhcpOption("router", "")] })), StringComparison.Ordinal);

    [Theory]
    [InlineData("router,6.6.6.6", "x")]
    [InlineData("tag:a\u0001,66", "x")]
    [InlineData("vendor:x,66", "x")]
    [InlineData("", "x")]
    [InlineData("66", "a\rb")]
    [InlineData("66", "a \"b")]
    [InlineData("66", "a #b")]
    [InlineData("client-id", "a,b")]
    public void An_option_that_would_leave_its_field_is_left_out_and_reported(string name, string value)
    {
        WritableNetwork network = Of([IPv4], Client((V4, "10.0.0.5")) with { ExtraDhcpOpts = [new ExtraDhcpOption(name, value)] });
        Assert.DoesNotContain("port-", OptsFile.Render(network) + HostFile.Render(network), StringComparison.Ordinal);
        Assert.Contains(ClientId.ToString(), Assert.Single(network.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_lines_the_first_is_served_as_Neutron_does_and_that_is_reported()
    {
        WritableNetwork network = Of([IPv4], Client((V4, "10.0.0.5")) with { ExtraDhcpOpts = [new ExtraDhcpOption("66", "a\nrouter,6.6.6.6")] });
        Assert.EndsWith(",66,a", OptsFile.Render(network), StringComparison.Ordinal);
        Assert.Single(network.Warnings);
    }

    [Fact]
    public void Routes_that_do_not_fit_a_line_are_left_out_and_reported()
    {
        HostRoute[] routes = [.. Enumerable.Range(0, 60).Select(i => new HostRoute(IPNetwork.Parse($"192.168.{i}.0/24"), IPAddress.Parse("10.0.0.200")))];
        WritableNetwork network = Of([IPv4 with { HostRoutes = routes }]);
        Assert.Equal([$"{Tag4},option:router,10.0.0.1"], Lines(network));
        Assert.Equal(2, network.Warnings.Count);
    }

    private static string[] Lines(WritableNetwork network) => OptsFile.Render(network).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
