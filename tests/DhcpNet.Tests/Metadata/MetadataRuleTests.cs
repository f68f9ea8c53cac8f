using System.Net;
using DhcpNet.Metadata;
using static DhcpNet.Tests.Dnsmasq.ServedNetworks;

namespace DhcpNet.Tests.Metadata;

/// <summary>Which networks get a metadata proxy.</summary>
public class MetadataRuleTests
{
    private static readonly DhcpConfiguration Isolated = new() { EnableIsolatedMetadata = true };
    private static readonly DhcpConfiguration Forced = new() { ForceMetadata = true };
    private static readonly Port Router = Client((V4, "10.0.0.1")) with { DeviceOwner = "network:router_interface" };

    [Fact]
    public void None_where_metadata_is_off() => Assert.False(IsWanted(new DhcpConfiguration(), [IPv4]));

    [Fact]
    public void One_that_no_router_serves_does() => Assert.True(IsWanted(Isolated, [IPv4], Client((V4, "10.0.0.1"))));

    [Theory]
    [InlineData("network:router_interface")]
    [InlineData("network:ha_router_replicated_interface")]
    [InlineData("network:router_interface_distributed")]
    public void One_that_a_router_serves_does_only_where_all_are_to(string owner)
    {
        Assert.False(IsWanted(Isolated, [IPv4], Router with { DeviceOwner = owner }));
        Assert.True(IsWanted(Forced, [IPv4], Router with { DeviceOwner = owner }));
    }

    [Fact]
    public void A_router_that_is_not_the_gateway_does_not_count() =>
        Assert.True(IsWanted(Isolated, [IPv4], Router with { FixedIps = [new FixedIp(V4, IPAddress.Parse("10.0.0.9"))] }));

    [Fact]
    public void One_subnet_without_a_router_is_enough()
    {
        Assert.True(IsWanted(Isolated, [IPv4, IPv6], Router));
        Assert.False(IsWanted(Isolated, [IPv4, IPv6 with { EnableDhcp = false }], Router));
    }

    [Fact]
    public void One_that_DHCP_serves_no_subnet_of_does_not()
    {
        Assert.False(IsWanted(Isolated, [IPv4 with { EnableDhcp = false }]));
        Assert.False(IsWanted(Forced, [IPv4 with { EnableDhcp = false }]));
    }

    [Fact]
    public void One_where_OVN_has_a_metadata_port_does_not() =>
        Assert.False(IsWanted(Forced, [IPv4], Client((V4, "10.0.0.2")) with { DeviceOwner = DeviceOwners.Distributed, DeviceId = $"ovnmeta-{NetworkId}" }));

    private static bool IsWanted(DhcpConfiguration configuration, IReadOnlyList<Subnet> subnets, params Port[] ports) =>
        MetadataRule.IsWanted(new Network { Id = NetworkId, Subnets = subnets, Ports = ports }, configuration);
}
