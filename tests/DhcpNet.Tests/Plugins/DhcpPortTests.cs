using System.Net;
using DhcpNet.Plugins;
using DhcpNet.Tests.Model;

namespace DhcpNet.Tests.Plugins;

public class DhcpPortTests
{
    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task It_has_exactly_the_subnets_asked_for_and_the_lowest_free_address_of_each()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24", "10.1.0.0/24", "fd01::/64");
        Subnet slaac = await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd02::/64"), Ipv6AddressMode = Ipv6Mode.Slaac });
        await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd03::/64"), Ipv6AddressMode = Ipv6Mode.Slaac });
        await store.ReserveAsync(lab, "fa:16:3e:00:00:02", "10.0.0.2", "10.0.0.4");

        Port port = (await store.Plugin.CreateDhcpPortAsync(Request(lab, "d", lab.Subnets[0].Id, lab.Subnets[2].Id, slaac.Id), Token))!;

        byte[] mac = port.MacAddress.GetBytes();
        Assert.Equal([0xfa, 0x16, 0x3e], mac[..3]);
        string eui = IPAddress.Parse($"fd02::f816:3eff:fe{mac[3]:x2}:{mac[4]:x2}{mac[5]:x2}").ToString();
        Assert.Equal(["10.0.0.3", "fd01::1", eui], port.FixedIps.Select(ip => ip.ToString()));
    }

    [Fact]
    public async Task The_device_that_has_one_is_given_the_same()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");

        Port first = (await store.Plugin.CreateDhcpPortAsync(Request(lab, "d", lab.Subnets[0].Id), Token))!;
        Port again = (await store.Plugin.CreateDhcpPortAsync(Request(lab, "d", lab.Subnets[0].Id), Token))!;
        Port other = (await store.Plugin.CreateDhcpPortAsync(Request(lab, "e", lab.Subnets[0].Id), Token))!;

        Assert.Equal(first.Id, again.Id);
        Assert.NotEqual(first.Id, other.Id);
        Assert.NotEqual(first.MacAddress, other.MacAddress);
    }

    [Fact]
    public async Task Of_several_that_are_asked_for_at_once_one_that_fails_leaves_nothing_and_the_others_are_made()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Network full = await store.AddNetworkAsync("full", "10.1.0.0/24", "10.2.0.0/30");
        await store.ReserveAsync(full, "fa:16:3e:00:00:02", "10.2.0.2");
        Network other = await store.AddNetworkAsync("other", "10.3.0.0/24");

        IReadOnlyList<(Port? Port, DhcpNetException? Error)> results = await store.Plugin.CreateDhcpPortsAsync(
        [
            Request(lab, "d", lab.Subnets[0].Id),
            Request(full, "d", full.Subnets[0].Id, full.Subnets[1].Id),
            new DhcpPortRequest(Guid.NewGuid(), "d", []),
            Request(other, "d", other.Subnets[0].Id),
        ], Token);

        Assert.Equal(["10.0.0.2"], results[0].Port!.FixedIps.Select(ip => ip.ToString()));
        Assert.Equal(DhcpNetErrorKind.Exhausted, results[1].Error!.Kind);
        Assert.Equal((null, null), results[2]);
        Assert.Equal(["10.3.0.2"], results[3].Port!.FixedIps.Select(ip => ip.ToString()));
        Network after = (await store.Plugin.GetNetworkInfoAsync(full.Id, Token))!;
        Assert.DoesNotContain(after.Ports, p => p.DeviceId == "d");
        Assert.Equal([true, false, true], await store.Plugin.ReleaseDhcpPortsAsync([(lab.Id, "d"), (full.Id, "d"), (other.Id, "d")], Token));
        Assert.Null(await store.Plugin.GetDhcpPortAsync(results[0].Port!.Id, Token));
    }

    [Fact]
    public async Task A_change_keeps_addresses_named_drops_those_absent_and_adds_those_missing()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24", "10.1.0.0/24", "10.2.0.0/24");
        Port port = (await store.Plugin.CreateDhcpPortAsync(Request(lab, "d", lab.Subnets[0].Id, lab.Subnets[1].Id), Token))!;
        FixedIp kept = port.FixedIps[0];

        Port changed = (await store.Plugin.UpdateDhcpPortAsync(port.Id,
            new DhcpPortRequest(lab.Id, "d", [new(kept.SubnetId, kept.IpAddress), new(lab.Subnets[2].Id)]), Token))!;
        Port again = (await store.Plugin.UpdateDhcpPortAsync(port.Id, Request(lab, "d", lab.Subnets[0].Id, lab.Subnets[2].Id), Token))!;
        Port moved = (await store.Plugin.UpdateDhcpPortAsync(port.Id, new DhcpPortRequest(lab.Id, "d", [new(lab.Subnets[0].Id, IPAddress.Parse("10.0.0.9"))]), Token))!;

        Assert.Equal(["10.0.0.2", "10.2.0.2"], changed.FixedIps.Select(ip => ip.ToString()));
        Assert.Equal(changed.FixedIps, again.FixedIps);
        Assert.Equal(["10.0.0.9"], moved.FixedIps.Select(ip => ip.ToString()));
        Assert.Equal(port.MacAddress, moved.MacAddress);
    }

    [Fact]
    public async Task A_reserved_one_is_adopted()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Port port = (await store.Plugin.CreateDhcpPortAsync(Request(lab, "a", lab.Subnets[0].Id), Token))!;
        Port other = (await store.Plugin.CreateDhcpPortAsync(Request(lab, "b", lab.Subnets[0].Id), Token))!;

        Port reserved = (await store.Plugin.UpdateDhcpPortAsync(port.Id, Request(lab, DhcpDeviceId.Reserved, lab.Subnets[0].Id), Token))!;
        Port reservedToo = (await store.Plugin.UpdateDhcpPortAsync(other.Id, Request(lab, DhcpDeviceId.Reserved, lab.Subnets[0].Id), Token))!;
        Port adopted = (await store.Plugin.UpdateDhcpPortAsync(port.Id, Request(lab, "c", lab.Subnets[0].Id), Token))!;

        Assert.Equal((DhcpDeviceId.Reserved, DhcpDeviceId.Reserved, "c"), (reserved.DeviceId, reservedToo.DeviceId, adopted.DeviceId));
        Assert.Equal(port.FixedIps, adopted.FixedIps);
        await Refused.WithAsync("DhcpPortExists", DhcpNetErrorKind.Conflict, () => store.Plugin.UpdateDhcpPortAsync(other.Id, Request(lab, "c"), Token));
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/30"), other = await store.AddNetworkAsync("other", "10.9.0.0/24");
        Port client = await store.ReserveAsync(lab, "fa:16:3e:00:00:02");
        Subnet slaac = await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd02::/64"), Ipv6AddressMode = Ipv6Mode.Slaac });
        Task Create(params FixedIpRequest[] asked) => store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(lab.Id, "d", asked), Token);

        await Refused.WithAsync("AddressesExhausted", DhcpNetErrorKind.Exhausted, () => Create(new FixedIpRequest(lab.Subnets[0].Id)));
        await Refused.WithAsync("SubnetNotFound", DhcpNetErrorKind.NotFound, () => Create(new FixedIpRequest(other.Subnets[0].Id)));
        await Refused.AsInputAsync("AddressOutsideSubnet", () => Create(new FixedIpRequest(lab.Subnets[0].Id, IPAddress.Parse("10.9.0.1"))));
        await Refused.AsInputAsync("AddressNotAutomatic", () => Create(new FixedIpRequest(slaac.Id, IPAddress.Parse("fd02::1"))));
        await Refused.WithAsync("PortNotDhcp", DhcpNetErrorKind.Conflict, () => store.Plugin.UpdateDhcpPortAsync(client.Id, Request(lab, "d"), Token));
        Assert.Single((await store.ReadAsync(lab)).Ports);
    }

    [Fact]
    public async Task Ports_that_DHCP_answers_for_become_active()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Port client = await store.ReserveAsync(lab, "fa:16:3e:00:00:02");

        await store.Plugin.DhcpReadyOnPortsAsync([client.Id, Guid.NewGuid()], Token);

        Assert.Equal("DOWN", client.Status);
        Assert.Equal("ACTIVE", (await store.ReadAsync(lab)).Ports[0].Status);
    }

    private static DhcpPortRequest Request(Network network, string device, params Guid[] subnets) =>
        new(network.Id, device, [.. subnets.Select(id => new FixedIpRequest(id))]);
}
