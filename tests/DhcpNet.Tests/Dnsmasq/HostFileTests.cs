using System.Net;
using DhcpNet.Dnsmasq;
using static DhcpNet.Tests.Dnsmasq.ServedNetworks;

namespace DhcpNet.Tests.Dnsmasq;

public class HostFileTests
{
    private const string Mac = "fa:16:3e:00:00:01";

    [Fact]
    public void A_client_is_named_by_its_address_unless_DNS_names_it()
    {
        Assert.Equal($"{Mac},host-10-0-0-5.openstacklocal,10.0.0.5\n", HostFile.Render(Of([IPv4], Client((V4, "10.0.0.5")))));
        Port named = Client((V4, "10.0.0.5")) with { DnsAssignment = [new DnsAssignment("vm", "vm.example.org.", IPAddress.Parse("10.0.0.5"))] };
        Assert.Equal($"{Mac},vm.example.org.,10.0.0.5\n", HostFile.Render(Of([IPv4], named)));
    }

    [Theory]
    [InlineData("network:dhcp", false)]
    [InlineData("network:router_ha_interface", false)]
    [InlineData("network:floatingip", false)]
    [InlineData("network:distributed", false)]
    [InlineData("network:router_interface", true)]
    [InlineData("", true)]
    public void Ports_of_the_networks_own_services_have_no_line(string owner, bool hasLine)
    {
        WritableNetwork network = Of([IPv4], Client((V4, "10.0.0.5")) with { DeviceOwner = owner });
        Assert.Equal(hasLine, HostFile.Render(network).Length > 0);
        Assert.Equal(hasLine, AddnHostsFile.Render(network).Length > 0);
    }

    [Fact]
    public void A_subnet_without_DHCP_has_names_but_no_host_lines()
    {
        WritableNetwork network = Of([IPv4 with { EnableDhcp = false }], Client((V4, "10.0.0.5")));
        Assert.Equal("", HostFile.Render(network));
        Assert.Equal("10.0.0.5\thost-10-0-0-5.openstacklocal host-10-0-0-5\n", AddnHostsFile.Render(network));
    }

    [Fact]
    public void The_client_identifier_stands_in_the_line_and_counts_as_no_option()
    {
        Port client = Client((V4, "10.0.0.5")) with { ExtraDhcpOpts = [new ExtraDhcpOption("61", "01:02:03")] };
        Assert.Equal($"{Mac},id:01:02:03,host-10-0-0-5.openstacklocal,10.0.0.5\n", HostFile.Render(Of([IPv4], client)));
        client = client with { ExtraDhcpOpts = [.. client.ExtraDhcpOpts, new ExtraDhcpOption("mtu", "1400")] };
        Assert.Equal($"{Mac},id:01:02:03,host-10-0-0-5.openstacklocal,10.0.0.5,set:port-{ClientId}\n", HostFile.Render(Of([IPv4], client)));
    }

    [Fact]
    public void Stateless_IPv6_comes_first_and_only_with_options()
    {
        Subnet stateless = IPv6 with { Ipv6AddressMode = Ipv6Mode.Dhcpv6Stateless };
        Port client = Client((V4, "10.0.0.5"), (V6, "2001:db8::5"));
        Assert.Equal($"{Mac},host-10-0-0-5.openstacklocal,10.0.0.5\n", HostFile.Render(Of([IPv4, stateless], client)));
        client = client with { ExtraDhcpOpts = [new ExtraDhcpOption("dns-server", "[::1]", 6)] };
        Assert.Equal(
            $"{Mac},tag:dhcpv6,set:port-{ClientId}\n{Mac},host-10-0-0-5.openstacklocal,10.0.0.5,set:port-{ClientId}\n",
            HostFile.Render(Of([IPv4, stateless], client)));
    }

    [Fact]
    public void Addresses_of_a_stateful_subnet_share_a_line_where_that_is_wanted()
    {
        Port client = Client((V6, "2001:db8::5"), (V6, "2001:db8::6"), (V4, "10.0.0.5")) with
        {
            DnsAssignment = [new DnsAssignment("second", "second.example.org.", IPAddress.Parse("2001:db8::6"))],
        };
        string merged = HostFile.Render(Of(new DhcpConfiguration { EnableAddr6List = true }, [IPv4, IPv6], client));
        // The name is that of the first address, as in Neutron.
        Assert.Equal(
            $"{Mac},host-10-0-0-5.openstacklocal,10.0.0.5\n{Mac},tag:dhcpv6,host-2001-db8--5.openstacklocal,[2001:db8::5],[2001:db8::6]\n",
            merged);
    }

    [Fact]
    public void A_line_that_dnsmasq_would_read_as_two_is_left_out()
    {
        Port client = Client([.. Enumerable.Range(1, 60).Select(i => (V6, $"2001:db8::1:{i:x}"))]);
        WritableNetwork network = Of(new DhcpConfiguration { EnableAddr6List = true }, [IPv6], client);
        Assert.Equal("", HostFile.Render(network));
        Assert.Contains(ClientId.ToString(), Assert.Single(network.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vm,10.0.0.9")]
    [InlineData("vm\n10.0.0.9")]
    [InlineData("vm #")]
    [InlineData("\"vm")]
    [InlineData("ignore")]
    [InlineData("12h")]
    [InlineData("10.0.0.9")]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("set:x")]
    public void A_name_that_dnsmasq_would_misread_is_replaced_and_reported(string name)
    {
        Port client = Client((V4, "10.0.0.5")) with { DnsAssignment = [new DnsAssignment(name, name, IPAddress.Parse("10.0.0.5"))] };
        WritableNetwork network = Of([IPv4], client);
        Assert.Equal($"{Mac},host-10-0-0-5.openstacklocal,10.0.0.5\n", HostFile.Render(network));
        Assert.DoesNotContain(Assert.Single(network.Warnings), char.IsControl);
    }
}
