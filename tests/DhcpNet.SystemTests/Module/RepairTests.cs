using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>What drifted is found, told beforehand, and mended, and a client is served.</summary>
public class RepairTests
{
    private const string Enabled = "New-DhcpNetwork blue -Subnet 10.20.0.0/24, fd00:20::/64 -Mtu 1400; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue; ";

    [Fact]
    public async Task Where_all_is_well_nothing_is_done()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled + "New-DhcpNetwork green -Subnet 10.30.0.0/24");
        int process = Assert.Single(world.DnsmasqProcesses());

        IReadOnlyList<PSObject> states = world.Run("Repair-NetworkDhcp -All");

        Assert.Equal(["blue Enabled None", "green Disabled None"], states.Select(s => $"{s.Properties["Name"].Value} {s.Properties["State"].Value} {s.Properties["Change"].Value}"));
        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
    }

    [Theory]
    [InlineData("ovs-vsctl del-port TAP", "add tap TAP to bridge br-int")]
    [InlineData("ovs-vsctl set port TAP tag=9", "give tap TAP VLAN tag none")]
    [InlineData("ip -n NS link set TAP address fa:16:3e:66:66:66", "give tap TAP MAC address")]
    [InlineData("ip -n NS link set TAP mtu 1300", "give tap TAP MTU 1400")]
    [InlineData("ip -n NS link set TAP down", "set tap TAP up")]
    [InlineData("ip -n NS addr del 10.20.0.2/24 dev TAP", "add address 10.20.0.2/24 to tap TAP")]
    [InlineData("ip -n NS addr add 10.66.0.1/24 dev TAP", "remove address 10.66.0.1/24 from tap TAP")]
    [InlineData("ip -n NS route replace default via 10.20.0.77", "set the default route by 10.20.0.1")]
    [InlineData("ip -n NS -6 route del default", "set the default route by fd00:20::")]
    [InlineData("ip netns exec NS sysctl -qw net.ipv4.ip_nonlocal_bind=0", "set net.ipv4.ip_nonlocal_bind to 1")]
    [InlineData("ip netns exec NS iptables -t mangle -F", "add the checksum rules")]
    [InlineData("ip netns del NS", "make namespace NS")]
    [InlineData("kill -KILL PID", "start dnsmasq")]
    [InlineData("kill -STOP PID", "start dnsmasq anew")]
    [InlineData("cp /dev/null DIR/host", "have dnsmasq read its files again")]
    [InlineData("rm DIR/opts", "start dnsmasq anew")]
    public async Task What_drifted_is_mended(string command, string remedy)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        string tap = (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject, id = $"{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        int process = Assert.Single(world.DnsmasqProcesses());
        string Named(string text) => text.Replace("NS", $"qdhcp-{id}").Replace("TAP", tap).Replace("DIR", $"{world.StateDirectory}/dhcp/{id}").Replace("PID", $"{process}");
        string[] words = Named(command).Split(' ');
        if (words[0] == "ovs-vsctl")
            world.Ovs.Vsctl(words[1..]);
        else
            Programs.Run(words[0], words[1..]);
        remedy = Named(remedy);

        string told = world.PowerShell.Show("Repair-NetworkDhcp blue -WhatIf");
        Assert.Contains(remedy, told);
        PSObject state = world.RunSingle("Repair-NetworkDhcp blue");

        Assert.True($"{state.Properties["State"].Value}" == "Enabled", string.Join("; ", (IEnumerable<string>)state.Properties["Problems"].Value));
        Assert.Contains((IEnumerable<string>)state.Properties["Steps"].Value, s => s.StartsWith(remedy, StringComparison.Ordinal));
        Assert.NotEqual("None", $"{state.Properties["Change"].Value}");
        Assert.Equal("None", $"{world.RunSingle("Repair-NetworkDhcp blue").Properties["Change"].Value}");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_tap_of_an_earlier_port_goes()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        string name = $"qdhcp-{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        world.Ovs.Vsctl("add-port", "br-int", "tap01234567-89", "--", "set", "interface", "tap01234567-89", "type=internal", "external_ids:iface-id=01234567-89ab-cdef-0123-456789abcdef");
        Programs.Run("ip", "link", "set", "tap01234567-89", "netns", name);

        PSObject state = world.RunSingle("Repair-NetworkDhcp blue");

        Assert.Equal(["remove tap tap01234567-89"], (IEnumerable<string>)state.Properties["Steps"].Value);
        Assert.DoesNotContain("tap01234567-89", world.Ovs.Vsctl("list-ports", "br-int"));
    }

    [Fact]
    public async Task What_is_left_of_networks_that_are_gone_is_removed()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        await using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={world.StateDirectory}/dhcpnet.db;Pooling=False"))
        {
            await store.OpenAsync(TestContext.Current.CancellationToken);
            await using Microsoft.Data.Sqlite.SqliteCommand delete = store.CreateCommand();
            delete.CommandText = "DELETE FROM networks";
            await delete.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        Programs.Run("ip", "netns", "add", "qdhcp-7e1ab5f2-0000-4000-8000-000000000001");

        PSObject state = world.RunSingle("Repair-NetworkDhcp -All");

        Assert.Equal("the network does not exist any more", state.Properties["Reason"].Value);
        Assert.Equal(["namespace qdhcp-7e1ab5f2-0000-4000-8000-000000000001"], world.Leftovers());
        Programs.Run("ip", "netns", "del", "qdhcp-7e1ab5f2-0000-4000-8000-000000000001");
    }

    [Fact]
    public async Task Leases_of_nobody_are_released()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        client.Lease();
        string leases = $"{world.StateDirectory}/dhcp/{world.RunSingle("(Get-DhcpNetwork blue).Id")}/leases";
        Assert.Contains("10.20.0.50", File.ReadAllText(leases));

        world.Run("Remove-DhcpReservation fa:16:3e:00:00:10 -Force");
        PSObject state = world.RunSingle("Repair-NetworkDhcp blue");

        Assert.Equal("Enabled", $"{state.Properties["State"].Value}");
        Assert.DoesNotContain("10.20.0.50", File.ReadAllText(leases));
    }
}
