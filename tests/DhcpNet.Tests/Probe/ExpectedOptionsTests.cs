using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Packets;
using DhcpNet.Probe;
using DhcpNet.Tests.Packets;

namespace DhcpNet.Tests.Probe;

/// <summary>What an answer is to say, made of the plugin's network, against what real dnsmasq said.</summary>
public class ExpectedOptionsTests
{
    private static readonly Guid NetworkId = Guid.Parse("00000000-0000-0000-0000-00000000000a");

    private static readonly Subnet Subnet = new()
    {
        Id = Guid.Parse("00000000-0000-0000-0000-000000000004"),
        NetworkId = NetworkId,
        Cidr = IPNetwork.Parse("10.20.0.0/24"),
        GatewayIp = IPAddress.Parse("10.20.0.1"),
        HostRoutes = [new HostRoute(IPNetwork.Parse("10.99.0.0/16"), IPAddress.Parse("10.20.0.9"))],
    };

    // What the opts file that the captures were made with stands for.
    private static readonly DhcpConfiguration Configuration = new() { ForceMetadata = true };

    private static readonly Port Server = new() { Id = Guid.NewGuid(), NetworkId = NetworkId, MacAddress = MacAddress.Parse("fa:16:3e:aa:bb:01"), DeviceOwner = DeviceOwners.Dhcp, FixedIps = [At("10.20.0.2")] };

    private static readonly Port Web1 = NewClient("fa:16:3e:00:00:10", "web1", "10.20.0.50");

    private static readonly Port Db1 = NewClient("fa:16:3e:00:00:11", "db1", "10.20.0.51") with
    {
        ExtraDhcpOpts = [new("bootfile-name", "pxelinux.0"), new("66", "10.20.0.7"), new("ntp-server", "10.20.0.8,10.20.0.9"), new("tag:ipxe,67", "other")],
    };

    private static readonly Network Network = new() { Id = NetworkId, Mtu = 1450, Subnets = [Subnet], Ports = [Server, Web1, Db1] };

    [Theory]
    [InlineData("dnsmasq-offer", "10.20.0.50")]
    [InlineData("dnsmasq-offer-with-options", "10.20.0.51")]
    public void Nothing_is_wrong_with_an_offer_that_is_right(string capture, string address) => Assert.Empty(Compare(Network, Configuration, capture, address));

    [Fact]
    public void Each_value_that_is_not_the_plugins_is_told()
    {
        Network other = Network with
        {
            Mtu = 1500,
            Subnets = [Subnet with { GatewayIp = IPAddress.Parse("10.20.0.254"), DnsNameservers = [IPAddress.Parse("8.8.8.8"), IPAddress.Parse("9.9.9.9")], HostRoutes = [] }],
        };
        DhcpConfiguration configuration = new() { LeaseDuration = Timeout.InfiniteTimeSpan, DnsDomain = "example.org", RenewalTime = TimeSpan.FromHours(1) };

        Assert.Equal(
        [
            "router is 10.20.0.1, not 10.20.0.254",
            "dns-server is 10.20.0.2, not 8.8.8.8, 9.9.9.9",
            "mtu is 1450, not 1500",
            "lease-time is 86400 s, not infinite",
            "T1 is 43200 s, not 3600 s",
            "classless-static-route is 0.0.0.0/0 via 10.20.0.1, 10.99.0.0/16 via 10.20.0.9, 169.254.169.254/32 via 10.20.0.2, not none",
            "249 is 0.0.0.0/0 via 10.20.0.1, 10.99.0.0/16 via 10.20.0.9, 169.254.169.254/32 via 10.20.0.2, not none",
        ], Compare(other, configuration, "dnsmasq-offer", "10.20.0.50").Where(m => !m.StartsWith("domain", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_router_no_routes_and_no_DNS_server_are_expected_where_there_are_to_be_none()
    {
        Network bare = Network with { Subnets = [Subnet with { GatewayIp = null, HostRoutes = [], DnsNameservers = [IPAddress.Any] }] };

        IEnumerable<string> mismatches = Compare(bare, new DhcpConfiguration(), "dnsmasq-offer", "10.20.0.50");

        Assert.Contains("router is 10.20.0.1, not none", mismatches);
        Assert.Contains("dns-server is 10.20.0.2, not none", mismatches);
    }

    [Fact]
    public void All_DHCP_servers_are_expected_as_DNS_servers()
    {
        Port second = Server with { Id = Guid.NewGuid(), FixedIps = [At("10.20.0.3")] };

        Assert.Contains("dns-server is 10.20.0.2, not 10.20.0.2, 10.20.0.3", Compare(Network with { Ports = [.. Network.Ports, second] }, Configuration, "dnsmasq-offer", "10.20.0.50"));
    }

    [Fact]
    public void A_ports_own_options_come_before_its_subnets()
    {
        Network own = Network with { Ports = [Server, Web1 with { ExtraDhcpOpts = [new("router", "10.20.0.77"), new("mtu", "9000"), new("nonsense", "1"), new("tftp-server", null)] }] };

        Assert.Equal(["router is 10.20.0.1, not 10.20.0.77", "mtu is 1450, not 9000"], Compare(own, Configuration, "dnsmasq-offer", "10.20.0.50"));
    }

    [Fact]
    public void The_holder_of_a_lease_is_found_in_dnsmasqs_file()
    {
        const string Leases = """
            1795487620 fa:16:3e:00:00:10 10.20.0.50 web1 01:fa:16:3e:00:00:10
            duid 00:01:00:01:32:96:62:7d:fa:16:3e:aa:bb:01
            1795408721 1040187408 fd00:20::50 web1 00:01:00:01:32:96:62:84:fa:16:3e:00:00:10
            1795408721 T1040187408 fd00:20::51 * 00:01:00:01:32:96:62:84:fa:16:3e:00:00:10
            """;

        Dhcpv6Identity holder = Dhcpv6Identity.Find(Leases, IPAddress.Parse("fd00:20:0::50"))!;

        Assert.Equal(0x3e000010u, holder.AssociationId);
        Assert.Equal("0001000132966284FA163E000010", Convert.ToHexString(holder.Duid));
        Assert.Null(Dhcpv6Identity.Find(Leases, IPAddress.Parse("fd00:20::51")));
        Assert.Null(Dhcpv6Identity.Find(Leases, IPAddress.Parse("10.20.0.50")));
    }

    [Theory]
    [InlineData("01:fa:16:3e:00:00:10", "01FA163E000010")]
    [InlineData("my-client", "6D792D636C69656E74")]
    [InlineData("ab", "6162")]
    [InlineData("a:host", "613A686F7374")]
    public void A_client_identifier_is_hexadecimal_with_colons_or_text(string text, string bytes) => Assert.Equal(bytes, Convert.ToHexString(ClientIdText.Parse(text)));

    private static IEnumerable<string> Compare(Network network, DhcpConfiguration configuration, string capture, string address)
    {
        ProbePlan plan = new(network, null, configuration);
        HostEntry client = HostEntries.Of(plan.Servers[0].Told).Single(e => e.FixedIp.IpAddress.Equals(IPAddress.Parse(address)));
        var offer = Dhcpv4Message.Parse(UdpFrame.Parse(Captures.Get(capture)).Payload.Span);
        return [.. Dhcpv4Expectation.Of(client, plan.Servers[0]).Compare(code => offer.Find((byte)code)).Select(m => m.ToString())];
    }

    private static FixedIp At(string address) => new(Guid.Parse("00000000-0000-0000-0000-000000000004"), IPAddress.Parse(address));

    private static Port NewClient(string mac, string name, string address) => new()
    {
        Id = Guid.NewGuid(),
        NetworkId = NetworkId,
        MacAddress = MacAddress.Parse(mac),
        FixedIps = [At(address)],
        DnsAssignment = [new DnsAssignment(name, $"{name}.openstacklocal.", IPAddress.Parse(address))],
    };
}
