using System.Net;
using DhcpNet.Dnsmasq;
using static DhcpNet.Tests.Dnsmasq.ServedNetworks;

namespace DhcpNet.Tests.Dnsmasq;

public class LeaseOwnersTests
{
    private const string Mac = "fa:16:3e:00:00:01";
    private const string OtherMac = "fa:16:3e:00:00:99";
    private static readonly Port Owner = Client((V4, "10.0.0.5"), (V6, "2001:db8::5"));

    [Theory]
    [InlineData($"1 {Mac} 10.0.0.5 * *", true)]
    [InlineData($"1 {Mac} 10.0.0.5 vm 01:{Mac}", true)]
    [InlineData($"1 {OtherMac} 10.0.0.5 * *", false)]
    [InlineData($"1 {Mac} 10.0.0.6 * *", false)]
    [InlineData("1 77 2001:db8::5 vm 00:04", true)]
    [InlineData("1 77 2001:db8::6 vm 00:04", false)]
    public void A_lease_belongs_to_the_port_with_its_address_and_client(string line, bool belongs)
    {
        DnsmasqLease lease = Lease(line);
        Assert.Equal(belongs ? Owner : null, Owners(Owner).Find(lease));
        Assert.Equal(belongs ? [] : [lease], Owners(Owner).FindStale([lease]));
    }

    [Theory]
    [InlineData("01:aa:bb", "01:aa:bb", true)]
    [InlineData("01:AA:BB", "01:aa:bb", true)]
    [InlineData("host", "68:6f:73:74", true)]
    [InlineData("host", "00:68:6f:73:74", true)]
    [InlineData("01:aa:bb", "01:aa:cc", false)]
    [InlineData("01:aa:bb", "*", false)]
    public void A_lease_from_another_card_belongs_to_the_port_that_has_its_client_identifier(string option, string clientId, bool belongs)
    {
        Port port = Owner with { ExtraDhcpOpts = [new ExtraDhcpOption("client-id", option)] };
        Assert.Equal(belongs, Owners(port).Find(Lease($"1 {OtherMac} 10.0.0.5 * {clientId}")) is not null);
        Assert.NotNull(Owners(port).Find(Lease($"1 {Mac} 10.0.0.5 * {clientId}")));
    }

    [Fact]
    public void An_IPv6_address_that_went_to_another_port_is_told_by_the_former_host_file()
    {
        DnsmasqLease[] leases = [Lease("1 77 2001:db8::5 vm 00:04")];
        Assert.Empty(Owners(Owner).FindStale(leases, $"{Mac},tag:dhcpv6,vm.example,[2001:db8::5]\n"));
        Assert.Equal(leases, Owners(Owner).FindStale(leases, $"{OtherMac},tag:dhcpv6,vm.example,[2001:db8::4],[2001:db8::5],set:port-1\n"));
    }

    [Fact]
    public void A_host_file_tells_whose_addresses_are()
    {
        string contents = HostFile.Render(Of([IPv4, IPv6], Owner with { ExtraDhcpOpts = [new ExtraDhcpOption("client-id", "01:aa"), new ExtraDhcpOption("66", "10.0.0.9")] }));
        Assert.Equal(
            [(IPAddress.Parse("10.0.0.5"), MacAddress.Parse(Mac)), (IPAddress.Parse("2001:db8::5"), MacAddress.Parse(Mac))],
            HostFile.ReadOwners(contents + "nonsense,10.0.0.7\n\n").Select(o => (o.Key, o.Value)));
    }

    private static LeaseOwners Owners(Port port) => new(Of([IPv4, IPv6], port).Network);

    private static DnsmasqLease Lease(string line) => LeaseDatabase.Parse(line).Leases[0];
}
