using System.Net;
using DhcpNet.Plugins;
using DhcpNet.Tests.Model;

namespace DhcpNet.Tests.Plugins;

public class ReservationTests
{
    private const string Mac = "fa:16:3e:00:00:02";
    private const string OtherMac = "fa:16:3e:00:00:03";

    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task An_option_that_a_reservation_has_by_its_number_is_not_added_by_its_name()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network network = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        (Port port, _) = await store.Plugin.CreateReservationAsync(network.Id, new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("67", "a")] }, TestStore.Token);
        Task<(Port Port, bool Changed)> Change(params ExtraDhcpOption[] options) => store.Plugin.UpdateReservationAsync(port.Id, new ReservationChange { Options = options }, TestStore.Token);

        await Refused.AsInputAsync("OptionRepeated", () => Change(new ExtraDhcpOption("bootfile-name", "b")));

        (Port changed, _) = await Change(new ExtraDhcpOption("67", null), new ExtraDhcpOption("bootfile-name", "b"));
        Assert.Equal([new ExtraDhcpOption("bootfile-name", "b")], changed.ExtraDhcpOpts);
    }

    [Fact]
    public async Task Reservations_are_found_on_all_networks_by_what_they_are_known_by()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network network = await store.AddNetworkAsync("lab", "10.0.0.0/24"), another = await store.AddNetworkAsync("other", "10.0.0.0/24");
        Port port = await store.ReserveAsync(network, Mac, "10.0.0.50");
        Port twin = (await store.Plugin.CreateReservationAsync(another.Id, new ReservationSpec { MacAddress = MacAddress.Parse(Mac), HostName = "vm1" }, Token)).Port;
        Port server = (await store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(network.Id, "dhcp-1", []), Token))!;
        Task<IReadOnlyList<Port>> Find(string named) => store.Plugin.FindReservationsAsync(named, Token);

        Assert.Equal([port.Id, twin.Id], (await Find("FA-16-3E-00-00-02")).Select(p => p.Id));
        Assert.Equal([twin.Id], (await Find("VM1")).Select(p => p.Id));
        Port found = Assert.Single(await Find($"{port.Id}"));
        Assert.Equal(port.FixedIps, found.FixedIps);
        Assert.Equal(("lab", 1, 0), (found.Network!.Name, found.Network.Subnets.Count, found.Network.Ports.Count));
        // No client's.
        Assert.Empty(await Find($"{server.Id}"));
        Assert.Empty(await Find($"{server.MacAddress}"));
        Assert.Empty(await Find("vm2"));
    }

    [Theory]
    [InlineData("01:FA:16", "01:fa:16", true)]
    [InlineData("61:62:43", "abC", true)]
    [InlineData("abC", "abc", false)]
    [InlineData("abc", "abd", false)]
    public async Task A_client_id_is_one_reservations_on_a_network(string one, string other, bool isSame)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network network = await store.AddNetworkAsync("lab", "10.0.0.0/24"), another = await store.AddNetworkAsync("other", "10.0.0.0/24");
        Task<(Port Port, bool Created)> Reserve(Network on, string mac, string? id) => store.Plugin.CreateReservationAsync(
            on.Id, new ReservationSpec { MacAddress = MacAddress.Parse(mac), Options = id is null ? null : [new("client-id", id)] }, TestStore.Token);
        await Reserve(network, Mac, one);
        await Reserve(another, Mac, other);
        (Port second, _) = await Reserve(network, "fa:16:3e:00:00:99", null);

        if (!isSame)
        {
            await Reserve(network, "fa:16:3e:00:00:98", other);
            return;
        }
        await Refused.WithAsync("ClientIdInUse", DhcpNetErrorKind.Conflict, () => Reserve(network, "fa:16:3e:00:00:98", other));
        await Refused.WithAsync("ClientIdInUse", DhcpNetErrorKind.Conflict,
            () => store.Plugin.UpdateReservationAsync(second.Id, new ReservationChange { Options = [new("61", other)] }, TestStore.Token));
    }

    [Fact]
    public async Task Without_addresses_it_gets_one_of_each_family_and_all_that_make_themselves()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/30", "10.1.0.0/24", "fd01::/64");
        await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd02::/64"), Ipv6AddressMode = Ipv6Mode.Slaac, Ipv6RaMode = Ipv6Mode.Slaac });
        await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd03::/64"), Ipv6RaMode = Ipv6Mode.Dhcpv6Stateless });

        Port first = await store.ReserveAsync(lab, Mac);
        Port second = await store.ReserveAsync(lab, OtherMac);

        Assert.Equal(["10.0.0.2", "fd01::1", "fd02::f816:3eff:fe00:2", "fd03::f816:3eff:fe00:2"], Addresses(first));
        Assert.Equal(["10.1.0.2", "fd01::2", "fd02::f816:3eff:fe00:3", "fd03::f816:3eff:fe00:3"], Addresses(second));
    }

    [Fact]
    public async Task A_subnet_whose_clients_make_their_addresses_gives_one_to_the_ports_that_are_there()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Port client = await store.ReserveAsync(lab, Mac);
        Port dhcp = (await store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(lab.Id, "dhcp-x", []), Token))!;

        Subnet slaac = await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd02::/64"), Ipv6AddressMode = Ipv6Mode.Slaac });

        Network read = await store.ReadAsync(lab);
        Assert.Equal(["10.0.0.2", "fd02::f816:3eff:fe00:2"], Addresses(read.Ports.Single(port => port.Id == client.Id)));
        Assert.Empty(read.Ports.Single(port => port.Id == dhcp.Id).FixedIps);
        Assert.True(await store.Plugin.DeleteSubnetAsync(slaac.Id, Token));
        Assert.Equal(["10.0.0.2"], Addresses((await store.ReadAsync(lab)).Ports[0]));
    }

    [Fact]
    public async Task The_addresses_asked_for_are_given_and_are_then_taken()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24", "10.1.0.0/24");

        Port port = await store.ReserveAsync(lab, Mac, "10.0.0.9", "10.0.0.2", "10.1.0.7");

        Assert.Equal(["10.0.0.9", "10.0.0.2", "10.1.0.7"], Addresses(port));
        Assert.Equal("10.0.0.3", Addresses(await store.ReserveAsync(lab, OtherMac)).Single());
        DhcpNetException error = await Refused.WithAsync("AddressTaken", DhcpNetErrorKind.Conflict, () => store.ReserveAsync(lab, "fa:16:3e:00:00:04", "10.0.0.9"));
        Assert.Contains(Mac, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.9.0.5", "AddressOutsideSubnet")]
    [InlineData("fd09::5", "AddressOutsideSubnet")]
    [InlineData("10.0.0.1", "AddressIsGateway")]
    [InlineData("10.0.0.0", "AddressNotUsable")]
    [InlineData("10.0.0.255", "AddressNotUsable")]
    [InlineData("fd02::5", "AddressNotAutomatic")]
    public async Task Addresses_that_no_client_can_have_are_refused(string address, string errorId)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd02::/64"), Ipv6AddressMode = Ipv6Mode.Slaac });

        await Refused.AsInputAsync(errorId, () => store.ReserveAsync(lab, Mac, "10.0.0.7", address));

        Assert.Empty((await store.ReadAsync(lab)).Ports);
    }

    [Fact]
    public async Task The_address_that_a_client_makes_itself_may_be_named()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab");
        await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd02::/64"), Ipv6AddressMode = Ipv6Mode.Slaac });
        Assert.Equal(["fd02::f816:3eff:fe00:2"], Addresses(await store.ReserveAsync(lab, Mac, "fd02::f816:3eff:fe00:2")));
        Assert.Single(Addresses(await store.ReserveAsync(lab, Mac, "fd02::f816:3eff:fe00:2")));
    }

    public static TheoryData<ReservationSpec, string> Bad => new()
    {
        { new ReservationSpec { MacAddress = MacAddress.Parse("01:00:5e:00:00:01") }, "MacNotUnicast" },
        { new ReservationSpec { MacAddress = default }, "MacNotUnicast" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), HostName = "vm 1" }, "HostNameInvalid" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("66", "a\nb")] }, "OptionValueInvalid" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("6 6", "a")] }, "OptionNameInvalid" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("client-id", "a,b")] }, "ClientIdInvalid" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("66", "a"), new("66", "b")] }, "OptionRepeated" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("67", "a"), new("bootfile-name", "b")] }, "OptionRepeated" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("61", "a"), new("client-id", "a")] }, "OptionRepeated" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("client-id", "*")] }, "ClientIdInvalid" },
        { new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("ntp-server", "not-an-ip")] }, "OptionValueInvalid" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Bad))]
    public async Task Bad_input_leaves_nothing_behind(ReservationSpec spec, string errorId)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");

        await Refused.AsInputAsync(errorId, () => store.Plugin.CreateReservationAsync(lab.Id, spec, Token));

        Assert.Empty((await store.ReadAsync(lab)).Ports);
    }

    [Theory]
    [InlineData("vm1", "openstacklocal", "vm1", "vm1.openstacklocal.")]
    [InlineData("vm1.openstacklocal", "openstacklocal", "vm1", "vm1.openstacklocal.")]
    [InlineData("a.b.example.com.", "example.com", "a.b", "a.b.example.com.")]
    [InlineData("vm1.example.com", "openstacklocal", "vm1", "vm1.example.com.")]
    [InlineData("vm1", "", "vm1", "vm1.")]
    public async Task A_host_name_names_every_address(string hostName, string domain, string expectedName, string expectedFqdn)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24", "fd00::/64");
        await using DhcpNet.Plugins.Local.LocalPlugin plugin = await store.OpenAsync(domain);

        (Port port, _) = await plugin.CreateReservationAsync(lab.Id, new ReservationSpec { MacAddress = MacAddress.Parse(Mac), HostName = hostName }, Token);

        Assert.Equal(port.FixedIps.Select(ip => new DnsAssignment(expectedName, expectedFqdn, ip.IpAddress)), port.DnsAssignment);
        Assert.Equal(2, port.DnsAssignment.Count);
        Assert.Equal(hostName.TrimEnd('.'), port.DnsName);
    }

    [Fact]
    public async Task Without_a_host_name_nothing_is_named()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Port port = await store.ReserveAsync(await store.AddNetworkAsync("lab", "10.0.0.0/24"), Mac);
        Assert.Null(port.DnsName);
        Assert.Empty(port.DnsAssignment);
    }

    [Theory]
    [InlineData("vm1", "vm1")]
    [InlineData("vm1", "VM1")]
    [InlineData("vm1", "vm1.openstacklocal")]
    [InlineData("vm1.openstacklocal", "vm1")]
    [InlineData("vm1.example.com", "vm1.example.com.")]
    public async Task A_host_name_is_one_reservations_only(string first, string second)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        await store.Plugin.CreateReservationAsync(lab.Id, new ReservationSpec { MacAddress = MacAddress.Parse(Mac), HostName = first }, Token);

        DhcpNetException error = await Refused.WithAsync("HostNameInUse", DhcpNetErrorKind.Conflict,
            () => store.Plugin.CreateReservationAsync(lab.Id, new ReservationSpec { MacAddress = MacAddress.Parse(OtherMac), HostName = second }, Token));

        Assert.Contains(Mac, error.Message, StringComparison.Ordinal);
        Network other = await store.AddNetworkAsync("other", "10.0.0.0/24");
        await store.Plugin.CreateReservationAsync(other.Id, new ReservationSpec { MacAddress = MacAddress.Parse(Mac), HostName = second }, Token);
    }

    [Fact]
    public async Task Making_it_again_returns_it_and_making_it_otherwise_is_refused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        var spec = new ReservationSpec
        {
            MacAddress = MacAddress.Parse(Mac),
            IPAddresses = [IPAddress.Parse("10.0.0.9"), IPAddress.Parse("10.0.0.8")],
            HostName = "vm1",
            Name = "p",
            Options = [new("66", "10.0.0.9"), new("client-id", "01:02")],
        };
        (Port first, _) = await store.Plugin.CreateReservationAsync(lab.Id, spec, Token);

        (Port again, bool created) = await store.Plugin.CreateReservationAsync(lab.Id, spec with { HostName = "VM1", IPAddresses = [.. spec.IPAddresses.Reverse()] }, Token);
        (Port less, bool createdToo) = await store.Plugin.CreateReservationAsync(lab.Id, new ReservationSpec { MacAddress = spec.MacAddress }, Token);

        Assert.False(created);
        Assert.False(createdToo);
        Assert.Equal((first.Id, first.Id), (again.Id, less.Id));
        async Task Differs(ReservationSpec other, string message) => Assert.Contains(message,
            (await Refused.WithAsync("MacInUse", DhcpNetErrorKind.Conflict, () => store.Plugin.CreateReservationAsync(lab.Id, other, Token))).Message, StringComparison.Ordinal);
        await Differs(spec with { IPAddresses = [IPAddress.Parse("10.0.0.9")] }, "addresses 10.0.0.9, 10.0.0.8, not 10.0.0.9. Change it with Set-DhcpReservation");
        await Differs(spec with { HostName = "vm2" }, "host name 'vm1', not 'vm2'");
        await Differs(spec with { Name = "q" }, "name 'p', not 'q'");
        await Differs(spec with { Options = [new("66", "x")] }, "option 66 10.0.0.9, not x");
        await Differs(spec with { Options = [new("67", "x")] }, "option 67 none, not x");
        await Differs(spec with { Options = [new("66", null)] }, "option 66 10.0.0.9, not none");
    }

    [Fact]
    public async Task A_change_is_made_once()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        await store.AddSubnetAsync(lab, new SubnetSpec { Cidr = IPNetwork.Parse("fd02::/64"), Ipv6AddressMode = Ipv6Mode.Slaac });
        (Port port, _) = await store.Plugin.CreateReservationAsync(lab.Id,
            new ReservationSpec { MacAddress = MacAddress.Parse(Mac), Options = [new("66", "a"), new("67", "b")] }, Token);
        var change = new ReservationChange
        {
            MacAddress = MacAddress.Parse(OtherMac),
            IPAddresses = [IPAddress.Parse("10.0.0.9")],
            HostName = "vm1",
            Options = [new("66", null), new("67", "c"), new("252", "d")],
        };

        (Port changed, bool first) = await store.Plugin.UpdateReservationAsync(port.Id, change, Token);
        (_, bool second) = await store.Plugin.UpdateReservationAsync(port.Id, change, Token);
        (Port cleared, _) = await store.Plugin.UpdateReservationAsync(port.Id, new ReservationChange { HostName = "", IPAddresses = [] }, Token);

        Assert.True(first);
        Assert.False(second);
        Assert.Equal(OtherMac, changed.MacAddress.ToString());
        Assert.Equal(["10.0.0.9", "fd02::f816:3eff:fe00:3"], Addresses(changed));
        Assert.Equal([new("67", "c"), new("252", "d")], changed.ExtraDhcpOpts);
        Assert.Equal("vm1", changed.DnsName);
        Assert.Equal(["fd02::f816:3eff:fe00:3"], Addresses(cleared));
        Assert.Null(cleared.DnsName);
        Assert.Equal("10.0.0.2", (await store.ReserveAsync(lab, Mac)).FixedIps[0].ToString());
    }

    [Fact]
    public async Task A_change_keeps_the_rules_and_is_all_or_nothing()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Port port = await store.ReserveAsync(lab, Mac, "10.0.0.5");
        await store.ReserveAsync(lab, OtherMac, "10.0.0.6");
        Task Change(ReservationChange change) => store.Plugin.UpdateReservationAsync(port.Id, change, Token);

        await Refused.WithAsync("MacInUse", DhcpNetErrorKind.Conflict, () => Change(new() { MacAddress = MacAddress.Parse(OtherMac) }));
        await Refused.AsInputAsync("MacNotUnicast", () => Change(new() { MacAddress = MacAddress.Parse("01:00:5e:00:00:01") }));
        await Refused.AsInputAsync("HostNameInvalid", () => Change(new() { HostName = "vm_1" }));
        await Refused.AsInputAsync("OptionNameInvalid", () => Change(new() { Options = [new("6\n", null)] }));
        await Refused.AsInputAsync("AddressOutsideSubnet", () => Change(new() { IPAddresses = [IPAddress.Parse("10.9.0.1")] }));
        await Refused.WithAsync("AddressTaken", DhcpNetErrorKind.Conflict, () => Change(new() { HostName = "vm1", IPAddresses = [IPAddress.Parse("10.0.0.7"), IPAddress.Parse("10.0.0.6")] }));

        Port read = (await store.ReadAsync(lab)).Ports[0];
        Assert.Equal((Mac, null), (read.MacAddress.ToString(), read.DnsName));
        Assert.Equal(["10.0.0.5"], Addresses(read));
    }

    [Fact]
    public async Task When_no_address_is_left_the_subnet_and_its_pools_are_named()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/30");
        Port only = await store.ReserveAsync(lab, Mac);

        DhcpNetException error = await Refused.WithAsync("AddressesExhausted", DhcpNetErrorKind.Exhausted, () => store.ReserveAsync(lab, OtherMac));

        Assert.Contains("10.0.0.0/30 (10.0.0.2-10.0.0.2) of network 'lab'", error.Message, StringComparison.Ordinal);
        Assert.Single((await store.ReadAsync(lab)).Ports);
        Assert.True(await store.Plugin.DeleteReservationAsync(only.Id, Token));
        Assert.Equal(["10.0.0.2"], Addresses(await store.ReserveAsync(lab, OtherMac)));
    }

    [Fact]
    public async Task A_DHCP_servers_port_is_no_reservation()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Port dhcp = (await store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(lab.Id, "dhcp-x", []), Token))!;

        await Refused.WithAsync("PortIsDhcp", DhcpNetErrorKind.Conflict, () => store.Plugin.DeleteReservationAsync(dhcp.Id, Token));
        await Refused.WithAsync("PortIsDhcp", DhcpNetErrorKind.Conflict, () => store.Plugin.UpdateReservationAsync(dhcp.Id, new ReservationChange { HostName = "x" }, Token));
        await Refused.WithAsync("MacInUse", DhcpNetErrorKind.Conflict, () => store.ReserveAsync(lab, dhcp.MacAddress.ToString()));
    }

    private static IEnumerable<string> Addresses(Port port) => port.FixedIps.Select(ip => ip.ToString());
}
