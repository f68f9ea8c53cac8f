using System.Net;
using DhcpNet.Setup;

namespace DhcpNet.Tests.Setup;

public class SubnetStatisticsTests
{
    private static readonly Network Blue = new() { Id = Guid.NewGuid(), Name = "blue" };

    [Fact]
    public void Free_are_the_addresses_of_the_pools_that_no_port_has()
    {
        SubnetStatistics statistics = Count("10.0.0.0/24", ["10.0.0.10-10.0.0.19", "10.0.0.100-10.0.0.109"], reserved: ["10.0.0.1", "10.0.0.10", "10.0.0.109"], leased: ["10.0.0.10", "10.0.1.10"]);
        Assert.Equal((20.0, 3, 1, 18.0, 10.0), (statistics.Addresses, statistics.Reserved, statistics.Leased, statistics.Free, statistics.PercentUsed));
    }

    [Theory]
    [InlineData("10.0.0.0/24", 254)]
    [InlineData("10.0.0.0/31", 2)]
    [InlineData("10.0.0.0/32", 1)]
    [InlineData("fd00::/64", 18446744073709551616.0)]
    public void Without_pools_all_hosts_addresses_count(string cidr, double addresses) =>
        Assert.Equal(addresses, Count(cidr, [], [], []).Addresses);

    [Fact]
    public void A_network_is_as_full_as_its_fullest_subnet()
    {
        SubnetStatistics full = Count("10.0.0.0/24", ["10.0.0.10-10.0.0.10"], ["10.0.0.10"], []);
        SubnetStatistics empty = Count("fd00::/64", [], ["fd00::5"], ["fd00::5"]);
        DhcpStatistics both = new() { Network = Blue, Subnets = [full, empty] };
        Assert.Equal(100, both.PercentUsed);
        Assert.Equal(2, both.Reserved);
        Assert.Equal(1, both.Leased);
        Assert.Equal(full.Addresses + empty.Addresses, both.Addresses);
        Assert.Equal(0, new DhcpStatistics { Network = Blue, Subnets = [] }.PercentUsed);
    }

    private static SubnetStatistics Count(string cidr, string[] pools, string[] reserved, string[] leased)
    {
        Subnet subnet = new()
        {
            Id = Guid.NewGuid(),
            NetworkId = Blue.Id,
            Cidr = IPNetwork.Parse(cidr),
            AllocationPools = [.. pools.Select(p => p.Split('-')).Select(p => new AllocationPool(IPAddress.Parse(p[0]), IPAddress.Parse(p[1])))],
        };
        return StatisticsReader.Count(Blue, subnet, [.. reserved.Select(IPAddress.Parse)], leased.Select(IPAddress.Parse));
    }
}
