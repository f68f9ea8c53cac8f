using System.Net;
using DhcpNet.Plugins;
using DhcpNet.Tests.Model;

namespace DhcpNet.Tests.Plugins;

public class NetworkTests
{
    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task A_network_has_Neutrons_defaults()
    {
        await using TestStore store = await TestStore.CreateAsync();

        (Network network, bool created) = await store.Plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);

        Assert.True(created);
        Assert.NotEqual(Guid.Empty, network.Id);
        Assert.Equal(("lab", 1500, null, null, true), (network.Name, network.Mtu, network.VlanTag, network.ProjectId, network.AdminStateUp));
    }

    [Fact]
    public async Task Making_it_again_returns_it_where_all_that_is_asked_for_is_so()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var spec = new NetworkSpec
        {
            Name = "lab",
            Id = Guid.NewGuid(),
            ProjectId = "p1",
            VlanTag = 7,
            Mtu = 1450,
            Subnets = [new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/24"), Name = "a", DnsNameservers = [IPAddress.Parse("10.0.0.53")] }],
        };
        (Network first, _) = await store.Plugin.CreateNetworkAsync(spec, Token);

        (Network same, bool created) = await store.Plugin.CreateNetworkAsync(spec, Token);
        (Network less, bool createdToo) = await store.Plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);

        Assert.False(created);
        Assert.False(createdToo);
        Assert.Equal((first.Id, first.Id), (same.Id, less.Id));
    }

    public static TheoryData<NetworkSpec, string, string> Differing => new()
    {
        { new NetworkSpec { Name = "lab", Mtu = 9000 }, "NetworkExists", "MTU 1500, not 9000. Change it with Set-DhcpNetwork" },
        { new NetworkSpec { Name = "lab", VlanTag = 8 }, "NetworkExists", "VLAN tag none, not 8" },
        { new NetworkSpec { Name = "lab", ProjectId = "p" }, "NetworkExists", "project none, not 'p'" },
        { new NetworkSpec { Name = "lab", Id = new Guid("a1a87a5e-9d37-4717-9461-e0eed6a55df0") }, "NetworkExists", "not a1a87a5e" },
        { new NetworkSpec { Name = "lab", Subnets = [new SubnetSpec { Cidr = IPNetwork.Parse("10.9.0.0/24") }] }, "NetworkExists", "Add the subnet 10.9.0.0/24 with New-DhcpSubnet" },
        { new NetworkSpec { Name = "lab", Subnets = [new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/24"), Name = "b" }] }, "SubnetExists", "name none, not 'b'" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Differing))]
    public async Task Making_it_otherwise_is_refused_with_what_differs(NetworkSpec spec, string errorId, string message)
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddNetworkAsync("lab", "10.0.0.0/24");

        DhcpNetException error = await Refused.WithAsync(errorId, DhcpNetErrorKind.Conflict, () => store.Plugin.CreateNetworkAsync(spec, Token));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_in_use_by_another_network_is_refused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab");
        await Refused.WithAsync("NetworkExists", DhcpNetErrorKind.Conflict,
            () => store.Plugin.CreateNetworkAsync(new NetworkSpec { Name = "other", Id = lab.Id }, Token));
    }

    public static TheoryData<NetworkSpec, string> Bad => new()
    {
        { new NetworkSpec { Name = "lab*" }, "NetworkNameInvalid" },
        { new NetworkSpec { Name = "lab", VlanTag = 4095 }, "VlanOutOfRange" },
        { new NetworkSpec { Name = "lab", Mtu = 67 }, "MtuOutOfRange" },
        { new NetworkSpec { Name = "lab", Mtu = 1000, Subnets = [new SubnetSpec { Cidr = IPNetwork.Parse("fd00::/64") }] }, "MtuOutOfRange" },
        { new NetworkSpec { Name = "lab", Subnets = [new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/24") }, new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/25") }] }, "SubnetOverlap" },
        { new NetworkSpec { Name = "lab", Subnets = [new SubnetSpec { Cidr = IPNetwork.Parse("fd00::/48") }, new SubnetSpec { Cidr = IPNetwork.Parse("fd00:0:0:1::/64") }] }, "SubnetOverlap" },
        { new NetworkSpec { Name = "lab", Subnets = [new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/24") }, new SubnetSpec { Cidr = IPNetwork.Parse("224.0.0.0/24") }] }, "CidrUnusable" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Bad))]
    public async Task Bad_input_leaves_nothing_behind(NetworkSpec spec, string errorId)
    {
        await using TestStore store = await TestStore.CreateAsync();

        await Refused.AsInputAsync(errorId, () => store.Plugin.CreateNetworkAsync(spec, Token));

        Assert.Empty(await store.Plugin.FindNetworksAsync("*", Token));
    }

    [Fact]
    public async Task A_change_is_made_once()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "fd00::/64");
        var change = new NetworkChange { Name = "lab2", VlanTag = 9, Mtu = 1400, ProjectId = "p", AdminStateUp = false };

        (Network changed, bool first) = await store.Plugin.UpdateNetworkAsync(lab.Id, change, Token);
        (_, bool second) = await store.Plugin.UpdateNetworkAsync(lab.Id, change, Token);
        (Network back, _) = await store.Plugin.UpdateNetworkAsync(lab.Id, new NetworkChange { VlanTag = 0, ProjectId = "" }, Token);

        Assert.True(first);
        Assert.False(second);
        Assert.Equal(("lab2", 9, 1400, "p", false), (changed.Name, changed.VlanTag, changed.Mtu, changed.ProjectId, changed.AdminStateUp));
        Assert.Equal((null, null, "lab2"), (back.VlanTag, back.ProjectId, back.Subnets[0].NetworkName));
        await Refused.AsInputAsync("MtuOutOfRange", () => store.Plugin.UpdateNetworkAsync(lab.Id, new NetworkChange { Mtu = 1279 }, Token));
        await Refused.AsInputAsync("VlanOutOfRange", () => store.Plugin.UpdateNetworkAsync(lab.Id, new NetworkChange { VlanTag = -1 }, Token));
    }

    [Fact]
    public async Task It_cannot_take_another_networks_name()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab");
        await store.AddNetworkAsync("Lab");
        await Refused.WithAsync("NetworkExists", DhcpNetErrorKind.Conflict,
            () => store.Plugin.UpdateNetworkAsync(lab.Id, new NetworkChange { Name = "Lab" }, Token));
    }

    [Fact]
    public async Task Removing_it_removes_all_that_is_on_it()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        await store.ReserveAsync(lab, "fa:16:3e:00:00:02");

        Assert.True(await store.Plugin.DeleteNetworkAsync(lab.Id, Token));

        Assert.False(await store.Plugin.DeleteNetworkAsync(lab.Id, Token));
        Assert.Null(await store.Plugin.GetNetworkInfoAsync(lab.Id, Token));
        Assert.Equal(0L, store.Sql("SELECT (SELECT count(*) FROM subnets) + (SELECT count(*) FROM ports) + (SELECT count(*) FROM fixed_ips) + (SELECT count(*) FROM allocation_pools)"));
    }

    [Fact]
    public async Task What_is_unknown_is_said_to_be_so()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Guid id = Guid.NewGuid();
        DhcpNetException error = await Refused.WithAsync("NetworkNotFound", DhcpNetErrorKind.NotFound, () => store.Plugin.UpdateNetworkAsync(id, new NetworkChange(), Token));
        Assert.Contains(id.ToString(), error.Message, StringComparison.Ordinal);
        await Refused.WithAsync("NetworkNotFound", DhcpNetErrorKind.NotFound,
            () => store.Plugin.CreateSubnetAsync(id, new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/24") }, Token));
        await Refused.WithAsync("NetworkNotFound", DhcpNetErrorKind.NotFound,
            () => store.Plugin.CreateReservationAsync(id, new ReservationSpec { MacAddress = MacAddress.Parse("fa:16:3e:00:00:02") }, Token));
        await Refused.WithAsync("SubnetNotFound", DhcpNetErrorKind.NotFound, () => store.Plugin.UpdateSubnetAsync(id, new SubnetChange(), Token));
        await Refused.WithAsync("PortNotFound", DhcpNetErrorKind.NotFound, () => store.Plugin.UpdateReservationAsync(id, new ReservationChange(), Token));
        Assert.False(await store.Plugin.DeleteSubnetAsync(id, Token));
        Assert.False(await store.Plugin.DeleteReservationAsync(id, Token));
        Assert.Null(await store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(id, "dhcp", []), Token));
        Assert.Null(await store.Plugin.UpdateDhcpPortAsync(id, new DhcpPortRequest(id, "dhcp", []), Token));
        Assert.Null(await store.Plugin.GetDhcpPortAsync(id, Token));
    }

    [Fact]
    public async Task Networks_come_in_order_of_name_and_those_switched_off_are_not_active()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network b = await store.AddNetworkAsync("b", "10.1.0.0/24", "10.0.0.0/24");
        await store.AddNetworkAsync("a");
        await store.AddNetworkAsync("B");
        Network off = await store.AddNetworkAsync("0");
        await store.Plugin.UpdateNetworkAsync(off.Id, new NetworkChange { AdminStateUp = false }, Token);

        Assert.Equal(["B", "a", "b"], (await store.Plugin.GetActiveNetworksInfoAsync(Token)).Select(n => n.Name));
        Assert.Equal(["0", "B", "a", "b"], (await store.Plugin.FindNetworksAsync("*", Token)).Select(n => n.Name));
        Assert.Equal(["10.1.0.0/24", "10.0.0.0/24"], (await store.ReadAsync(b)).Subnets.Select(s => s.ToString()));
    }

    [Theory]
    [InlineData("lab", "lab")]
    [InlineData("Lab", "Lab")]
    [InlineData("LAB", "Lab lab")]
    [InlineData("lab*", "Lab lab lab-1 lab-22")]
    [InlineData("LAB-?", "lab-1")]
    [InlineData("*-*", "lab-1 lab-22")]
    [InlineData("?ab-*2", "lab-22")]
    [InlineData("**", "50%_x Lab lab lab-1 lab-22")]
    [InlineData("50%_?", "50%_x")]
    [InlineData("%", "")]
    [InlineData("la_", "")]
    [InlineData("[l]ab", "Lab lab")]
    [InlineData("lab-[0-9]", "lab-1")]
    [InlineData("*[3-12-]*", "lab-1 lab-22")]
    [InlineData("lab-[]", "")]
    [InlineData("lab-[2", "")]
    [InlineData("", "")]
    public async Task Names_are_found_by_pattern_in_any_case_and_a_name_itself_first(string pattern, string expected)
    {
        await using TestStore store = await TestStore.CreateAsync();
        foreach (string name in new[] { "lab", "Lab", "lab-1", "lab-22", "50%_x" })
            await store.AddNetworkAsync(name);

        IReadOnlyList<Network> found = await store.Plugin.FindNetworksAsync(pattern, Token);

        Assert.Equal(expected, string.Join(' ', found.Select(network => network.Name)));
    }

    [Fact]
    public async Task Every_change_is_counted_and_nothing_else()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        long revision = 1;
        Assert.Equal(revision, store.Sql("SELECT revision FROM networks"));
        async Task Counts(bool change, Func<Task> action)
        {
            await action();
            revision += change ? 1 : 0;
            Assert.Equal(revision, store.Sql("SELECT revision FROM networks"));
        }
        string device = DhcpDeviceId.For(TestStore.HostName, lab.Id);
        var dhcp = new DhcpPortRequest(lab.Id, device, [new FixedIpRequest(lab.Subnets[0].Id)]);

        await Counts(false, () => store.AddNetworkAsync("lab", "10.0.0.0/24"));
        await Counts(true, () => store.Plugin.UpdateNetworkAsync(lab.Id, new NetworkChange { VlanTag = 3 }, Token));
        await Counts(false, () => store.Plugin.UpdateNetworkAsync(lab.Id, new NetworkChange { VlanTag = 3 }, Token));
        await Counts(true, () => store.Plugin.UpdateSubnetAsync(lab.Subnets[0].Id, new SubnetChange { Name = "s" }, Token));
        await Counts(false, () => store.Plugin.UpdateSubnetAsync(lab.Subnets[0].Id, new SubnetChange { Name = "s" }, Token));
        await Counts(true, () => store.ReserveAsync(lab, "fa:16:3e:00:00:02"));
        await Counts(false, () => store.ReserveAsync(lab, "fa:16:3e:00:00:02"));
        await Counts(true, () => store.Plugin.CreateDhcpPortAsync(dhcp, Token));
        await Counts(false, () => store.Plugin.CreateDhcpPortAsync(dhcp, Token));
        Port port = (await store.ReadAsync(lab)).Ports.Single(p => p.DeviceId == device);
        await Counts(false, () => store.Plugin.UpdateDhcpPortAsync(port.Id, dhcp, Token));
        await Counts(false, () => store.Plugin.DhcpReadyOnPortsAsync([port.Id], Token));
        await Counts(true, () => store.Plugin.ReleaseDhcpPortAsync(lab.Id, device, Token));
        await Counts(false, () => store.Plugin.ReleaseDhcpPortAsync(lab.Id, device, Token));
        await Counts(true, async () => await store.Plugin.DeleteReservationAsync((await store.ReadAsync(lab)).Ports.Single().Id, Token));
        await Counts(true, () => store.Plugin.DeleteSubnetAsync(lab.Subnets[0].Id, Token));
    }
}
