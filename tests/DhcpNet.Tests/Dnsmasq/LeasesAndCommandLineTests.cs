using System.Net;
using DhcpNet.Dnsmasq;
using static DhcpNet.Tests.Dnsmasq.ServedNetworks;

namespace DhcpNet.Tests.Dnsmasq;

public class LeasesAndCommandLineTests
{
    private const string Existing = """
        1900000000 fa:16:3e:00:00:01 10.0.0.5 vm 01:fa:16:3e:00:00:01
        1900000000 fa:16:3e:00:00:99 10.0.0.6 other *
        duid 00:01
        1900000000 77 2001:db8::5 vm 00:04
        1900000000 78 2001:db8::99 gone 00:05
        not a lease

        """;

    [Fact]
    public void At_a_start_IPv4_leases_are_made_up_and_IPv6_leases_and_the_DUID_kept() =>
        Assert.Equal("duid 00:01\n0 fa:16:3e:00:00:01 10.0.0.5 * *\n1900000000 77 2001:db8::5 vm 00:04\n", LeasesFile.Render(Network, Existing, DateTimeOffset.FromUnixTimeSeconds(1900000001)));

    [Fact]
    public void A_ports_own_IPv4_lease_is_kept_until_it_ends()
    {
        Assert.Equal(
            "duid 00:01\n1900000000 fa:16:3e:00:00:01 10.0.0.5 vm 01:fa:16:3e:00:00:01\n1900000000 77 2001:db8::5 vm 00:04\n",
            LeasesFile.Render(Network, Existing, DateTimeOffset.FromUnixTimeSeconds(1800000000)));
        WritableNetwork moved = Of([IPv4], Client((V4, "10.0.0.6")));
        Assert.Equal("duid 00:01\n0 fa:16:3e:00:00:01 10.0.0.6 * *\n", LeasesFile.Render(moved, Existing, DateTimeOffset.FromUnixTimeSeconds(1800000000)));
    }

    [Fact]
    public void Leases_are_counted_without_the_DUID() => Assert.Equal(4, LeaseDatabase.Parse(Existing).Leases.Count);

    [Theory]
    [InlineData("10.0.0.0/22", null, null, "10.0.0.0,static,255.255.252.0,86400s")]
    [InlineData("2001:db8::/64", Ipv6Mode.Dhcpv6Stateful, null, "2001:db8::,static,64,86400s")]
    [InlineData("2001:db8::/64", null, null, "2001:db8::,static,64,86400s")]
    [InlineData("2001:db8::/56", Ipv6Mode.Dhcpv6Stateful, null, null)]
    [InlineData("2001:db8::/64", Ipv6Mode.Slaac, Ipv6Mode.Slaac, null)]
    [InlineData("2001:db8::/64", null, Ipv6Mode.Slaac, null)]
    public void Ranges_follow_prefix_and_mode(string cidr, Ipv6Mode? addressMode, Ipv6Mode? raMode, string? range)
    {
        Subnet subnet = IPv4 with { Cidr = IPNetwork.Parse(cidr), Ipv6AddressMode = addressMode, Ipv6RaMode = raMode };
        string[] ranges = [.. Arguments(new DhcpConfiguration(), subnet).Where(a => a.StartsWith("--dhcp-range=", StringComparison.Ordinal))];
        Assert.Equal(range is null ? [] : [$"--dhcp-range=set:subnet-{V4},{range}"], ranges);
    }

    [Theory]
    [InlineData("10.0.0.0/24", 1 << 24, 256)]
    [InlineData("10.0.0.0/24", 100, 100)]
    [InlineData("2001:db8::/64", 1 << 24, 1 << 24)]
    [InlineData("2001:db8::/120", 1 << 24, 256)]
    public void There_are_as_many_leases_as_addresses_up_to_the_limit(string cidr, int limit, int max) =>
        Assert.Contains($"--dhcp-lease-max={max}", Arguments(new DhcpConfiguration { LeaseMax = limit }, IPv4 with { Cidr = IPNetwork.Parse(cidr) }));

    [Fact]
    public void A_lease_without_end_is_said_so() =>
        Assert.Contains(Arguments(new DhcpConfiguration { LeaseDuration = Timeout.InfiniteTimeSpan }, IPv4), a => a.EndsWith(",255.255.255.0,infinite", StringComparison.Ordinal));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_of_several_in_a_namespace_keeps_to_its_tap(bool sharesNamespace)
    {
        Port server = Server((V4, "10.0.0.2"));
        Network network = new() { Id = NetworkId, Subnets = [IPv4], Ports = [server], SharesNamespace = sharesNamespace };
        ServedNetwork served = new() { Network = network, DhcpPort = server, InterfaceAddresses = [] };
        IReadOnlyList<string> arguments = DnsmasqCommandLine.Build(WritableNetwork.From(served, new DhcpConfiguration()), logDirectory: null, grows: false);
        Assert.Equal(sharesNamespace ? [$"--interface={server.TapName}", "--except-interface=lo"] : [], arguments.Where(a => a.Contains("interface=", StringComparison.Ordinal)));
    }

    [Fact]
    public void Logs_go_to_a_directory_of_the_networks_own()
    {
        IReadOnlyList<string> arguments = DnsmasqCommandLine.Build(Network, LogDirectory.Of(new DhcpConfiguration { DnsmasqBaseLogDir = "/var/log/dhcp" }, NetworkId), grows: false);
        Assert.Equal(["--log-queries", "--log-dhcp", $"--log-facility=/var/log/dhcp/{NetworkId}/dhcp_dns_log"], arguments.TakeLast(3));
    }

    [Fact]
    public void A_configuration_that_cannot_be_written_is_refused()
    {
        DhcpConfiguration fine = new();
        DhcpConfiguration[] bad =
        [
            fine with { DnsDomain = "a,b" }, fine with { DnsDomain = "a\nb" }, fine with { StatePath = "relative" }, fine with { StatePath = "/a\nb" },
            fine with { LeaseDuration = TimeSpan.Zero }, fine with { LeaseMax = 0 }, fine with { DnsmasqTxtRecord = "a\0b" },
        ];
        Assert.All(bad, c => Assert.Equal("ConfigurationInvalid", Assert.Throws<DhcpNetException>(() => Of(c, [IPv4])).ErrorId));
    }

    [Theory]
    [InlineData("Dnsmasq version 2.90  Copyright (c) 2000-2024 Simon Kelley", "2.90")]
    [InlineData("Dnsmasq version 2.80\n", "2.80")]
    [InlineData("Dnsmasq version UNKNOWN", null)]
    public void The_version_is_read(string text, string? version) => Assert.Equal(version, DnsmasqVersionCheck.Parse(text)?.ToString());

    // As Python's netaddr prints them; the third and the fourth .NET prints in another way.
    [Theory]
    [InlineData("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:db8:1:2:0:5efe:a00:1", "2001:db8:1:2:0:5efe:a00:1")]
    [InlineData("::ffff:0:1", "::ffff:0.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1")]
    [InlineData("::1.2.3.4", "::1.2.3.4")]
    [InlineData("::7", "::7")]
    [InlineData("::", "::")]
    [InlineData("fe80::", "fe80::")]
    [InlineData("1:0:0:2:0:0:0:3", "1:0:0:2::3")]
    [InlineData("1:0:0:2:3:0:0:4", "1::2:3:0:0:4")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    public void Addresses_are_printed_as_the_C_library_prints_them(string address, string text) =>
        Assert.Equal(text, AddressText.Format(IPAddress.Parse(address)));

    private static WritableNetwork Network => Of([IPv4, IPv6], Client((V4, "10.0.0.5"), (V6, "2001:db8::5")));

    private static IReadOnlyList<string> Arguments(DhcpConfiguration configuration, Subnet subnet) => DnsmasqCommandLine.Build(Of(configuration, [subnet]), logDirectory: null, grows: false);
}
