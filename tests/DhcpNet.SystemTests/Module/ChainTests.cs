using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>The six cmdlets, one after the other, as a person chains them.</summary>
public class ChainTests
{
    private const string Chain = "Get-DhcpNetwork | New-DhcpPort | Add-OvsTap | New-NetNamespace | Set-TapAddress | Start-Dnsmasq";

    [Fact]
    public async Task A_client_gets_its_reserved_address_from_a_network_that_the_chain_set_up()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Mtu 1400 | New-DhcpSubnet -Cidr 10.20.0.0/24 -DnsServer 10.20.0.53 -HostRoute '10.99.0.0/16,10.20.0.254'");
        world.Run("New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -HostName vm1");

        PSObject dnsmasq = world.RunSingle(Chain);

        Assert.Equal("DhcpNet.DnsmasqInstance", dnsmasq.BaseObject.GetType().FullName);
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        IReadOnlyDictionary<string, string> lease = client.Lease();
        Assert.Equal("10.20.0.50", lease["ip"]);
        Assert.Equal("10.20.0.1", lease["router"]);
        Assert.Equal("10.20.0.53", lease["dns"]);
        Assert.Equal("1400", lease["mtu"]);
        Assert.Equal("vm1", lease["hostname"]);
        Assert.Equal("openstacklocal", lease["domain"]);
        Assert.Equal("10.20.0.2", lease["serverid"]);
        Assert.Contains("10.99.0.0/16 10.20.0.254", lease["staticroutes"]);
        Assert.Contains("10.20.0.50", client.Resolve("vm1.openstacklocal", "10.20.0.2"));
    }

    [Fact]
    public async Task A_client_without_a_reservation_is_not_served()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        world.Run(Chain);

        using var client = DhcpClient.Plug(world.Ovs, "stranger", "fa:16:3e:00:00:66");

        Assert.Empty(client.Lease(seconds: 2));
    }

    [Fact]
    public async Task A_client_gets_its_IPv6_address_by_DHCPv6()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork six | New-DhcpSubnet -Cidr fd00:30::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful -DnsServer fd00:30::53");
        world.Run("New-DhcpReservation six fa:16:3e:00:00:20 fd00:30::77 -HostName vm6");
        world.Run(Chain);

        using var client = DhcpClient.Plug(world.Ovs, "vm6", "fa:16:3e:00:00:20");
        IReadOnlyDictionary<string, string> lease = client.Lease6();

        Assert.Equal("fd00:30::77", lease["new_ip6_address"]);
        Assert.Equal("fd00:30::53", lease["new_dhcp6_name_servers"]);
    }

    [Fact]
    public async Task Networks_with_VLAN_tags_are_apart_although_their_addresses_are_the_same()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($tag in 5, 6) { $n = New-DhcpNetwork \"vlan$tag\" -Subnet 10.0.0.0/24 -VlanTag $tag; New-DhcpReservation $n fa:16:3e:00:00:10 \"10.0.0.1$tag\" }");
        world.Run(Chain);

        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10", vlanTag: 6);

        Assert.Equal("10.0.0.16", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24, fd00:20::/64; New-DhcpReservation blue fa:16:3e:00:00:10");
        PSObject first = world.RunSingle(Chain);
        long written = world.Ovs.GetNextCfg();
        string routes = Programs.Run("ip", "-n", (string)first.Properties["Namespace"].Value, "route");

        PSObject second = world.RunSingle(Chain);

        Assert.Equal(first.Properties["ProcessId"].Value, second.Properties["ProcessId"].Value);
        Assert.Equal(written, world.Ovs.GetNextCfg());
        Assert.Equal(routes, Programs.Run("ip", "-n", (string)first.Properties["Namespace"].Value, "route"));
        Assert.All(
            world.Run("Get-DhcpNetwork | New-DhcpPort -OutVariable a | Add-OvsTap -OutVariable b | New-NetNamespace -OutVariable c | Set-TapAddress -OutVariable d | Start-Dnsmasq -OutVariable e | Out-Null; $a; $b; $c; $d; $e"),
            step => Assert.Equal("None", $"{step.Properties["Change"].Value}"));
    }

    [Fact]
    public async Task The_namespace_is_as_Neutron_leaves_it()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24, fd00:20::/64 -Mtu 1450");
        string name = (string)world.RunSingle(Chain).Properties["Namespace"].Value;
        string tap = (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject;

        string link = Programs.Run("ip", "-n", name, "-d", "link", "show", tap);
        Assert.Contains("mtu 1450", link);
        Assert.Contains($"{world.RunSingle("(Get-DhcpPort blue).MacAddress.ToString()")}", link);
        string[] addresses = [.. Programs.Run("ip", "-n", name, "-o", "addr", "show", "dev", tap, "scope", "global").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3])];
        Assert.Equal(["10.20.0.2/24", "fd00:20::1/64"], addresses);
        Assert.Contains("brd 10.20.0.255", Programs.Run("ip", "-n", name, "addr", "show", tap));
        Assert.StartsWith($"default via 10.20.0.1 dev {tap} proto static", Programs.Run("ip", "-n", name, "route"));
        Assert.Contains($"default via fd00:20:: dev {tap} proto static metric 1024", Programs.Run("ip", "-n", name, "-6", "route"));
        Assert.Equal("0", Sysctl(name, $"net/ipv6/conf/{tap}/accept_ra"));
        Assert.Equal("1", Sysctl(name, "net/ipv4/conf/all/promote_secondaries"));
        Assert.Equal("1", Sysctl(name, "net/ipv4/ip_nonlocal_bind"));
        Assert.Contains("LOOPBACK,UP", Programs.Run("ip", "-n", name, "link", "show", "lo"));
        Assert.Single(Rules("iptables-save"), r => r.EndsWith("-p udp -m udp --dport 68 -j CHECKSUM --checksum-fill", StringComparison.Ordinal));
        Assert.Single(Rules("ip6tables-save"), r => r.EndsWith("-p udp -m udp --dport 546 -j CHECKSUM --checksum-fill", StringComparison.Ordinal));

        string[] Rules(string program) => Programs.Run("ip", "netns", "exec", name, program, "-t", "mangle").Split('\n');
    }

    [Fact]
    public async Task Names_of_bridges_taps_and_namespaces_complete()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        string tap = $"{world.RunSingle("(New-DhcpNetwork blue 10.20.0.0/24 | New-DhcpPort | Add-OvsTap).Name")}";
        string space = $"{world.RunSingle("(Get-OvsTap | New-NetNamespace).Name")}";

        Assert.Equal(["br-int"], world.PowerShell.Complete("Get-OvsTap -Bridge "));
        Assert.Equal(["br-int"], world.PowerShell.Complete("Set-DhcpConfiguration -IntegrationBridge br"));
        Assert.Equal([tap], world.PowerShell.Complete("Remove-OvsTap tap"));
        Assert.Contains(space, world.PowerShell.Complete("Remove-NetNamespace qdhcp"));

        world.Run("Disable-NetworkDhcp blue -Force");
    }

    [Fact]
    public async Task The_tap_in_Open_vSwitch_names_its_port()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 7");

        world.Run(Chain);

        string port = $"{world.RunSingle("(Get-DhcpPort blue).Id")}";
        string tap = "tap" + port[..11];
        Assert.Equal(port, world.Ovs.Vsctl("get", "interface", tap, "external_ids:iface-id").Trim().Trim('"'));
        Assert.Equal("active", world.Ovs.Vsctl("get", "interface", tap, "external_ids:iface-status").Trim());
        Assert.Equal($"{world.RunSingle("(Get-DhcpPort blue).MacAddress.ToString()")}", world.Ovs.Vsctl("get", "interface", tap, "external_ids:attached-mac").Trim().Trim('"'));
        Assert.Equal("7", world.Ovs.Vsctl("get", "port", tap, "tag").Trim());
        Assert.Equal("internal", world.Ovs.Vsctl("get", "interface", tap, "type").Trim());
    }

    [Fact]
    public async Task Each_step_can_be_undone_by_itself()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        world.Run(Chain);

        world.Run("Stop-Dnsmasq blue | Out-Null; Get-OvsTap | Remove-OvsTap -Force; Get-NetNamespace | Remove-NetNamespace -Force; Remove-DhcpPort blue -Force");

        Assert.Empty(world.DnsmasqProcesses());
        Assert.Empty(world.Run("Get-OvsTap; Get-NetNamespace; Get-DhcpPort"));
        world.Run(Chain);
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    private static string Sysctl(string name, string key) => Programs.Run("ip", "netns", "exec", name, "cat", $"/proc/sys/{key}").Trim();
}
