using System.Net;
using DhcpNet.Probe;

namespace DhcpNet.Tests.Probe;

/// <summary>In whose name a network is asked, and who is to answer.</summary>
public class ProbePlanTests
{
    private static readonly Guid NetworkId = Guid.NewGuid();
    private static readonly Subnet First = NewSubnet("10.0.0.0/24");
    private static readonly Subnet Second = NewSubnet("10.1.0.0/24");
    private static readonly Port Server = NewPort(DeviceOwners.Dhcp, (First, "10.0.0.2"));

    [Fact]
    public void A_client_without_options_of_its_own_and_with_one_address_is_fittest()
    {
        Port router = NewPort("network:router_interface", (First, "10.0.0.1"));
        Port tagged = NewPort("", (First, "10.0.0.5")) with { ExtraDhcpOpts = [new("mtu", "1400")] };
        Port both = NewPort("", (First, "10.0.0.6"), (Second, "10.1.0.6"));
        Port plain = NewPort("", (First, "10.0.0.7")) with { ExtraDhcpOpts = [new("client-id", "me")] };
        Port[] all = [router, tagged, both, plain];

        for (int count = all.Length; count > 0; count--)
        {
            Port[] left = all[..count];
            Port expected = count switch { 4 => plain, 3 => both, 2 => tagged, _ => router };
            Assert.Equal(expected.Id, Assert.Single(Plan([Server, .. left]).ClientsOn(First)).Port.Id);
        }
    }

    [Fact]
    public void Those_that_were_named_are_asked_for_whatever_else_there_is()
    {
        Port tagged = NewPort("", (First, "10.0.0.5")) with { ExtraDhcpOpts = [new("mtu", "1400")] };
        Port plain = NewPort("", (First, "10.0.0.7"));

        ProbePlan plan = Plan([Server, plain, tagged], tagged.Id);

        Assert.Equal(tagged.Id, Assert.Single(plan.ClientsOn(First)).Port.Id);
        Assert.Empty(plan.ClientsOn(Second));
    }

    [Fact]
    public void Servers_are_the_DHCP_ports_with_an_address_on_the_subnet_but_not_reserved_ones()
    {
        Port other = NewPort(DeviceOwners.Dhcp, (Second, "10.1.0.2"));
        Port reserved = NewPort(DeviceOwners.Dhcp, (First, "10.0.0.3")) with { DeviceId = DhcpDeviceId.Reserved };

        ProbePlan plan = Plan([Server, other, reserved]);

        Assert.Equal(Server.Id, Assert.Single(plan.ServersOn(First)).Port.Id);
        Assert.Equal(other.Id, Assert.Single(plan.ServersOn(Second)).Port.Id);
    }

    [Fact]
    public void A_server_is_known_by_its_addresses_and_by_the_link_local_one_of_its_MAC_address()
    {
        ProbeServer server = Plan([Server]).Servers[0];

        Assert.True(server.Has(IPAddress.Parse("10.0.0.2")));
        Assert.True(server.Has(IPAddress.Parse("fe80::f816:3eff:fe00:1%7")));
        Assert.False(server.Has(IPAddress.Parse("fe80::f816:3eff:fe00:2")));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(Ipv6Mode.Dhcpv6Stateful, Ipv6Mode.Dhcpv6Stateful, true)]
    [InlineData(Ipv6Mode.Dhcpv6Stateless, Ipv6Mode.Dhcpv6Stateless, true)]
    [InlineData(Ipv6Mode.Slaac, Ipv6Mode.Slaac, false)]
    [InlineData(null, Ipv6Mode.Slaac, false)]
    public void DHCPv6_is_asked_where_dnsmasq_serves_the_mode(Ipv6Mode? address, Ipv6Mode? advertisement, bool expected)
    {
        Subnet subnet = NewSubnet("fd00::/64") with { Ipv6AddressMode = address, Ipv6RaMode = advertisement };
        ProbePlan plan = new(new Network { Id = NetworkId, Subnets = [subnet], Ports = [Server] }, null, new DhcpConfiguration());

        Assert.Equal(expected, plan.SubnetsOf(6).Any());
    }

    private static ProbePlan Plan(Port[] ports, params Guid[] named) =>
        new(new Network { Id = NetworkId, Subnets = [First, Second], Ports = ports }, named.Length > 0 ? named : null, new DhcpConfiguration());

    private static Subnet NewSubnet(string cidr) => new() { Id = Guid.NewGuid(), NetworkId = NetworkId, Cidr = IPNetwork.Parse(cidr) };

    private static Port NewPort(string owner, params (Subnet Subnet, string Address)[] addresses) => new()
    {
        Id = Guid.NewGuid(),
        NetworkId = NetworkId,
        MacAddress = MacAddress.Parse("fa:16:3e:00:00:01"),
        DeviceOwner = owner,
        FixedIps = [.. addresses.Select(a => new FixedIp(a.Subnet.Id, IPAddress.Parse(a.Address)))],
    };
}
