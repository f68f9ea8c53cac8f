using System.Net;
using DhcpNet.Plugins;
using DhcpNet.Tests.Model;

namespace DhcpNet.Tests.Plugins;

public class SubnetTests
{
    private static CancellationToken Token => TestStore.Token;

    [Theory]
    [InlineData("10.0.0.0/24", null, "10.0.0.1", "10.0.0.2-10.0.0.254")]
    [InlineData("10.0.0.0/30", null, "10.0.0.1", "10.0.0.2-10.0.0.2")]
    [InlineData("10.0.0.0/24", "10.0.0.254", "10.0.0.254", "10.0.0.1-10.0.0.253")]
    [InlineData("10.0.0.0/24", "10.0.0.100", "10.0.0.100", "10.0.0.1-10.0.0.99 10.0.0.101-10.0.0.254")]
    [InlineData("10.0.0.0/24", "192.168.0.1", "192.168.0.1", "10.0.0.1-10.0.0.254")]
    [InlineData("fd00:30::/64", null, "fd00:30::", "fd00:30::1-fd00:30::ffff:ffff:ffff:ffff")]
    [InlineData("fd00:30::/64", "fd00:30::1", "fd00:30::1", "fd00:30::2-fd00:30::ffff:ffff:ffff:ffff")]
    public async Task Gateway_and_pools_are_Neutrons_defaults(string cidr, string? gateway, string expectedGateway, string expectedPools)
    {
        await using TestStore store = await TestStore.CreateAsync();

        Subnet subnet = await store.AddSubnetAsync(await store.AddNetworkAsync("lab"),
            new SubnetSpec { Cidr = IPNetwork.Parse(cidr), GatewayIp = gateway is null ? null : IPAddress.Parse(gateway) });

        Assert.Equal(expectedGateway, subnet.GatewayIp?.ToString());
        Assert.Equal(expectedPools, string.Join(' ', subnet.AllocationPools));
        Assert.True(subnet.EnableDhcp);
    }

    [Fact]
    public async Task Subnets_are_found_on_all_networks_by_what_they_are_known_by()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network network = await store.AddNetworkAsync("lab", "10.0.0.0/24", "fd00:30::/64"), another = await store.AddNetworkAsync("other", "10.0.0.0/24");
        Subnet named = await store.AddSubnetAsync(another, new SubnetSpec { Cidr = IPNetwork.Parse("10.9.0.0/24"), Name = "lan", DnsNameservers = [IPAddress.Parse("9.9.9.9")] });
        Task<IReadOnlyList<Subnet>> Find(string text) => store.Plugin.FindSubnetsAsync(text, Token);

        Assert.Equal([network.Subnets[0].Id, another.Subnets[0].Id], (await Find("10.0.0.0/24")).Select(s => s.Id));
        Assert.Equal([network.Subnets[1].Id], (await Find("fd00:30:0::/64")).Select(s => s.Id));
        Assert.Equal([network.Subnets[1].Id], (await Find($"{network.Subnets[1].Id}")).Select(s => s.Id));
        Subnet found = Assert.Single(await Find("lan"));
        Assert.Equal((named.Id, "other", 1), (found.Id, found.NetworkName, found.DnsNameservers.Count));
        Assert.Empty(await Find("10.0.0.0/25"));
        Assert.Empty(await Find("none"));
    }

    [Fact]
    public async Task Without_a_gateway_all_host_addresses_are_in_the_pool()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Subnet subnet = await store.AddSubnetAsync(await store.AddNetworkAsync("lab"), new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/29"), NoGateway = true });
        Assert.Null(subnet.GatewayIp);
        Assert.Equal("10.0.0.1-10.0.0.6", Assert.Single(subnet.AllocationPools).ToString());
    }

    [Fact]
    public async Task All_that_a_subnet_was_given_is_read_back()
    {
        await using TestStore store = await TestStore.CreateAsync();
        SubnetSpec spec = Everything();

        Subnet subnet = await store.AddSubnetAsync(await store.AddNetworkAsync("lab"), spec);

        Assert.Equal((spec.Id, spec.Name, spec.Cidr, spec.GatewayIp, spec.EnableDhcp), (subnet.Id, subnet.Name, subnet.Cidr, subnet.GatewayIp, subnet.EnableDhcp));
        Assert.Equal(spec.AllocationPools!.Reverse(), subnet.AllocationPools);
        Assert.Equal(spec.DnsNameservers!, subnet.DnsNameservers);
        Assert.Equal(spec.HostRoutes!, subnet.HostRoutes);
    }

    [Fact]
    public async Task Making_it_again_returns_it_and_making_it_otherwise_is_refused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab");
        SubnetSpec spec = Everything();
        Subnet first = await store.AddSubnetAsync(lab, spec);

        (Subnet again, bool created) = await store.Plugin.CreateSubnetAsync(lab.Id, spec, Token);

        Assert.False(created);
        Assert.Equal(first.Id, again.Id);
        async Task Differs(SubnetSpec other, string message) => Assert.Contains(message,
            (await Refused.WithAsync("SubnetExists", DhcpNetErrorKind.Conflict, () => store.Plugin.CreateSubnetAsync(lab.Id, other, Token))).Message, StringComparison.Ordinal);
        var plain = new SubnetSpec { Cidr = spec.Cidr };
        await Differs(plain with { Id = Guid.NewGuid() }, "That cannot change");
        await Differs(plain with { Name = "b" }, "name 'a', not 'b'. Change it with Set-DhcpSubnet");
        await Differs(plain with { GatewayIp = IPAddress.Parse("10.0.0.3") }, "gateway 10.0.0.254, not 10.0.0.3");
        await Differs(plain with { NoGateway = true }, "gateway 10.0.0.254, not none");
        await Differs(plain with { EnableDhcp = true }, "DHCP enabled False, not True");
        await Differs(plain with { AllocationPools = [Pool("10.0.0.10", "10.0.0.20")] }, "allocation pools");
        await Differs(plain with { DnsNameservers = [] }, "DNS servers 10.0.0.53, 10.0.0.54, not none");
        await Differs(plain with { HostRoutes = [] }, "host routes");
    }

    public static TheoryData<SubnetSpec, string> Bad
    {
        get
        {
            var v4 = new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/24") };
            var v6 = new SubnetSpec { Cidr = IPNetwork.Parse("fd00::/64") };
            return new()
            {
                { v4 with { Cidr = IPNetwork.Parse("10.0.0.0/31") }, "CidrUnusable" },
                { v4 with { Cidr = default }, "CidrUnusable" },
                { v4 with { GatewayIp = IPAddress.Parse("10.0.0.0") }, "GatewayNotUsable" },
                { v4 with { GatewayIp = IPAddress.Parse("10.0.0.255") }, "GatewayNotUsable" },
                { v4 with { GatewayIp = IPAddress.Parse("fd00::1") }, "GatewayFamily" },
                { v4 with { GatewayIp = IPAddress.Parse("10.0.0.1"), NoGateway = true }, "GatewayContradiction" },
                { v4 with { GatewayIp = IPAddress.Parse("10.0.0.15"), AllocationPools = [Pool("10.0.0.10", "10.0.0.20")] }, "GatewayInPool" },
                { v4 with { AllocationPools = [Pool("10.0.0.1", "10.0.0.20")] }, "GatewayInPool" },
                { v4 with { AllocationPools = [Pool("10.0.0.10", "10.0.1.20")] }, "PoolOutsideSubnet" },
                { v4 with { AllocationPools = [Pool("10.0.0.10", "10.0.0.255")] }, "PoolOutsideSubnet" },
                { v4 with { AllocationPools = [Pool("10.0.0.0", "10.0.0.9")] }, "PoolOutsideSubnet" },
                { v4 with { AllocationPools = [Pool("10.0.0.20", "10.0.0.10")] }, "PoolReversed" },
                { v4 with { AllocationPools = [Pool("10.0.0.10", "10.0.0.20"), Pool("10.0.0.20", "10.0.0.30")] }, "PoolsOverlap" },
                { v4 with { AllocationPools = [Pool("fd00::1", "fd00::2")] }, "PoolFamily" },
                { v4 with { DnsNameservers = [IPAddress.Parse("fd00::1")] }, "DnsServerFamily" },
                { v4 with { HostRoutes = [new HostRoute(IPNetwork.Parse("fd01::/64"), IPAddress.Parse("fd00::1"))] }, "HostRouteFamily" },
                { v4 with { HostRoutes = [new HostRoute(IPNetwork.Parse("10.9.0.0/16"), IPAddress.Parse("fd00::1"))] }, "HostRouteMalformed" },
                { v4 with { Ipv6RaMode = Ipv6Mode.Slaac }, "Ipv6ModeOnIPv4" },
                { v6 with { Ipv6RaMode = Ipv6Mode.Slaac, Ipv6AddressMode = Ipv6Mode.Dhcpv6Stateful }, "Ipv6ModesDiffer" },
                { v6 with { Ipv6RaMode = Ipv6Mode.Slaac, EnableDhcp = false }, "Ipv6ModeNeedsDhcp" },
                { v6 with { Cidr = IPNetwork.Parse("fd00::/72"), Ipv6AddressMode = Ipv6Mode.Dhcpv6Stateless }, "AutoAddressPrefix" },
                { v4 with { Cidr = IPNetwork.Parse("172.16.1.0/24") }, "SubnetOverlap" },
                { v6 with { Cidr = IPNetwork.Parse("fd01::/32") }, "SubnetOverlap" },
            };
        }
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Bad))]
    public async Task Bad_input_leaves_nothing_behind(SubnetSpec spec, string errorId)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "172.16.0.0/16", "fd01:0:0:5::/64");

        await Refused.AsInputAsync(errorId, () => store.Plugin.CreateSubnetAsync(lab.Id, spec, Token));

        Assert.Equal(2, (await store.ReadAsync(lab)).Subnets.Count);
    }

    [Fact]
    public async Task The_same_prefix_may_be_on_two_networks()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddNetworkAsync("a", "10.0.0.0/24");
        Assert.Single((await store.AddNetworkAsync("b", "10.0.0.0/24")).Subnets);
    }

    [Fact]
    public async Task An_IPv6_subnet_needs_an_MTU_that_carries_it()
    {
        await using TestStore store = await TestStore.CreateAsync();
        (Network lab, _) = await store.Plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab", Mtu = 1200 }, Token);
        await Refused.AsInputAsync("MtuOutOfRange", () => store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd00::/64") }));
    }

    [Fact]
    public async Task A_change_is_made_once()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        var change = new SubnetChange
        {
            Name = "s",
            GatewayIp = IPAddress.Parse("10.0.0.254"),
            EnableDhcp = false,
            AllocationPools = [Pool("10.0.0.100", "10.0.0.110"), Pool("10.0.0.10", "10.0.0.20")],
            DnsNameservers = [IPAddress.Parse("10.0.0.53")],
            HostRoutes = [new HostRoute(IPNetwork.Parse("10.9.0.0/16"), IPAddress.Parse("10.0.0.9"))],
        };

        (Subnet changed, bool first) = await store.Plugin.UpdateSubnetAsync(lab.Subnets[0].Id, change, Token);
        (_, bool second) = await store.Plugin.UpdateSubnetAsync(lab.Subnets[0].Id, change, Token);
        (Subnet cleared, _) = await store.Plugin.UpdateSubnetAsync(lab.Subnets[0].Id, new SubnetChange { NoGateway = true, DnsNameservers = [], HostRoutes = [] }, Token);

        Assert.True(first);
        Assert.False(second);
        Assert.Equal(("s", change.GatewayIp, false), (changed.Name, changed.GatewayIp, changed.EnableDhcp));
        Assert.Equal("10.0.0.10-10.0.0.20 10.0.0.100-10.0.0.110", string.Join(' ', changed.AllocationPools));
        Assert.Equal(change.HostRoutes, changed.HostRoutes);
        Assert.Equal((null, 0, 0, "s"), (cleared.GatewayIp, cleared.DnsNameservers.Count, cleared.HostRoutes.Count, cleared.Name));
        Assert.Equal("10.0.0.10", (await store.ReserveAsync(lab, "fa:16:3e:00:00:02")).FixedIps.Single().ToString());
    }

    [Fact]
    public async Task A_change_keeps_the_rules()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Subnet v4 = lab.Subnets[0];
        Subnet v6 = await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd00::/64"), Ipv6RaMode = Ipv6Mode.Dhcpv6Stateful });
        await store.ReserveAsync(lab, "fa:16:3e:00:00:02", "10.0.0.9");

        await Refused.AsInputAsync("GatewayInPool", () => store.Plugin.UpdateSubnetAsync(v4.Id, new SubnetChange { GatewayIp = IPAddress.Parse("10.0.0.254") }, Token));
        await Refused.AsInputAsync("Ipv6ModeNeedsDhcp", () => store.Plugin.UpdateSubnetAsync(v6.Id, new SubnetChange { EnableDhcp = false }, Token));
        await Refused.WithAsync("GatewayTaken", DhcpNetErrorKind.Conflict, () => store.Plugin.UpdateSubnetAsync(v4.Id,
            new SubnetChange { GatewayIp = IPAddress.Parse("10.0.0.9"), AllocationPools = [Pool("10.0.0.10", "10.0.0.20")] }, Token));
    }

    [Fact]
    public async Task It_stays_while_reservations_have_addresses_on_it()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24", "10.1.0.0/24");
        Port client = await store.ReserveAsync(lab, "fa:16:3e:00:00:02", "10.0.0.9");
        string device = DhcpDeviceId.For(TestStore.HostName, lab.Id);
        Port dhcp = (await store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(lab.Id, device, [.. lab.Subnets.Select(s => new FixedIpRequest(s.Id))]), Token))!;

        DhcpNetException error = await Refused.WithAsync("SubnetInUse", DhcpNetErrorKind.Conflict, () => store.Plugin.DeleteSubnetAsync(lab.Subnets[0].Id, Token));
        bool other = await store.Plugin.DeleteSubnetAsync(lab.Subnets[1].Id, Token);
        await store.Plugin.DeleteReservationAsync(client.Id, Token);
        bool now = await store.Plugin.DeleteSubnetAsync(lab.Subnets[0].Id, Token);

        Assert.Contains("fa:16:3e:00:00:02", error.Message, StringComparison.Ordinal);
        Assert.True(other);
        Assert.True(now);
        Assert.Empty((await store.Plugin.GetDhcpPortAsync(dhcp.Id, Token))!.FixedIps);
    }

    private static AllocationPool Pool(string start, string end) => new(IPAddress.Parse(start), IPAddress.Parse(end));

    private static SubnetSpec Everything() => new()
    {
        Cidr = IPNetwork.Parse("10.0.0.0/24"),
        Id = Guid.NewGuid(),
        Name = "a",
        GatewayIp = IPAddress.Parse("10.0.0.254"),
        EnableDhcp = false,
        AllocationPools = [Pool("10.0.0.100", "10.0.0.110"), Pool("10.0.0.10", "10.0.0.20")],
        DnsNameservers = [IPAddress.Parse("10.0.0.53"), IPAddress.Parse("10.0.0.54")],
        HostRoutes = [new HostRoute(IPNetwork.Parse("10.99.0.0/16"), IPAddress.Parse("10.0.0.253")), new HostRoute(IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("10.0.0.252"))],
    };
}
