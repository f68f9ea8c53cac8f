using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>What changed in the plugin, on the bridge or in the namespace is put right by enabling again.</summary>
public class ChangeTests
{
    [Fact]
    public async Task A_new_subnet_gives_the_port_a_second_address_and_dnsmasq_a_second_range()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue; New-DhcpSubnet blue 10.30.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.30.0.9");

        PSObject state = world.RunSingle("Enable-NetworkDhcp blue");

        Assert.Equal(["10.20.0.2/24", "10.30.0.2/24"], (IEnumerable<string>)state.Properties["Addresses"].Value);
        Assert.Equal("Restarted", $"{state.Properties["Change"].Value}");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Equal("10.30.0.9", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_subnet_without_DHCP_any_more_loses_its_address()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24, 10.30.0.0/24; Enable-NetworkDhcp blue; Set-DhcpSubnet 10.20.0.0/24 -EnableDhcp $false");

        PSObject state = world.RunSingle("Enable-NetworkDhcp blue");

        Assert.Equal(["10.30.0.2/24"], (IEnumerable<string>)state.Properties["Addresses"].Value);
        Assert.Equal("10.30.0.1", $"{world.RunSingle("(Get-TapAddress blue).GatewayIpv4")}");
    }

    [Fact]
    public async Task A_VLAN_tag_is_changed_and_taken_away()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 7; New-DhcpReservation blue fa:16:3e:00:00:10; Enable-NetworkDhcp blue");
        string tap = (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject;

        world.Run("Set-DhcpNetwork blue -VlanTag 8");
        Assert.Equal("Degraded", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        world.Run("Enable-NetworkDhcp blue");
        Assert.Equal("8", world.Ovs.Vsctl("get", "port", tap, "tag").Trim());
        world.Run("Set-DhcpNetwork blue -VlanTag 0; Enable-NetworkDhcp blue");

        Assert.Equal("[]", world.Ovs.Vsctl("get", "port", tap, "tag").Trim());
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Equal("10.20.0.2", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_port_that_was_reserved_for_any_host_is_adopted()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        string reserved = $"{world.RunSingle("(New-DhcpPort blue).Id")}";
        await using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={world.StateDirectory}/dhcpnet.db;Pooling=False"))
        {
            await store.OpenAsync(TestContext.Current.CancellationToken);
            await using Microsoft.Data.Sqlite.SqliteCommand update = store.CreateCommand();
            update.CommandText = "UPDATE ports SET device_id = 'reserved_dhcp_port'";
            Assert.Equal(1, await update.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        PSObject port = world.RunSingle("New-DhcpPort blue");

        Assert.Equal(reserved, $"{port.Properties["Id"].Value}");
        Assert.Equal("Updated", $"{port.Properties["Change"].Value}");
        Assert.StartsWith("dhcp", $"{port.Properties["DeviceId"].Value}");
    }

    [Theory]
    [InlineData("ip -n NS addr del 10.20.0.2/24 dev TAP", "lacks address 10.20.0.2/24")]
    [InlineData("ip -n NS addr add 10.66.0.1/24 dev TAP", "has address 10.66.0.1/24")]
    [InlineData("ip -n NS link set TAP down", "is down")]
    [InlineData("ip -n NS link set TAP address fa:16:3e:66:66:66", "does not have MAC address")]
    [InlineData("ip -n NS link set TAP mtu 1300", "has MTU 1300")]
    [InlineData("ip -n NS route del default", "the default gateway is missing")]
    [InlineData("ip -n NS link set TAP netns 1", "is not in its namespace")]
    [InlineData("ip netns del NS", "is missing")]
    public async Task What_drifted_is_told_and_put_right(string command, string problem)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24 -Mtu 1400; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue");
        string tap = (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject;
        string name = $"qdhcp-{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        string[] words = [.. command.Split(' ').Select(w => w.Replace("NS", name).Replace("TAP", tap))];
        Programs.Run(words[0], words[1..]);

        PSObject degraded = world.RunSingle("Get-NetworkDhcp blue");
        Assert.Equal("Degraded", $"{degraded.Properties["State"].Value}");
        Assert.Contains((IEnumerable<string>)degraded.Properties["Problems"].Value, p => p.Contains(problem, StringComparison.Ordinal));
        world.Run("Enable-NetworkDhcp blue");

        PSObject state = world.RunSingle("Get-NetworkDhcp blue");
        Assert.True($"{state.Properties["State"].Value}" == "Enabled", string.Join("; ", (IEnumerable<string>)state.Properties["Problems"].Value));
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task The_tap_of_a_port_that_is_gone_is_taken_away()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue; Remove-DhcpPort blue -Force");

        world.Run("Enable-NetworkDhcp blue");

        string tap = (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject;
        Assert.Equal(tap, world.Ovs.Vsctl("list-ports", "br-int").Trim());
        Assert.Equal([tap], (IEnumerable<string>)world.RunSingle("Get-NetNamespace").Properties["Devices"].Value);
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_restarted_Open_vSwitch_is_followed()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue");

        await world.Ovs.RestartSwitchAsync();
        world.Run("Enable-NetworkDhcp blue");

        using (var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10"))
            Assert.Equal("10.20.0.50", client.Lease()["ip"]);
        world.Run("Disable-NetworkDhcp blue -Force");
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_device_whose_name_only_resembles_a_tap_is_left_alone()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue");
        string name = $"qdhcp-{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        Programs.Run("ip", "-n", name, "tuntap", "add", "tap0", "mode", "tap");

        Assert.Contains("device tap0", world.RunError("Enable-NetworkDhcp blue").ToString());

        Programs.Run("ip", "-n", name, "tuntap", "del", "tap0", "mode", "tap");
    }

    [Fact]
    public async Task A_device_of_the_taps_name_beside_the_one_that_serves_is_left_alone()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue");
        string tap = (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject;
        Programs.Run("ip", "tuntap", "add", tap, "mode", "tap");

        ErrorRecord error = world.RunError("Enable-NetworkDhcp blue");

        Assert.StartsWith("DeviceInTheWay", error.FullyQualifiedErrorId);
        Programs.Run("ip", "link", "show", tap);
        Programs.Run("ip", "link", "del", tap);
        world.Run("Enable-NetworkDhcp blue");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_clients_port_gets_no_tap()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10; Enable-NetworkDhcp blue");

        Assert.StartsWith("PortNotOwn", world.RunError("Get-DhcpReservation blue | Add-OvsTap").FullyQualifiedErrorId);

        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Fact]
    public async Task A_device_or_process_of_somebody_else_in_the_namespace_is_left_alone()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        string name = $"qdhcp-{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        Programs.Run("ip", "netns", "add", name);
        Programs.Run("ip", "-n", name, "tuntap", "add", "mine", "mode", "tap");

        ErrorRecord enabling = world.RunError("Enable-NetworkDhcp blue");
        Assert.StartsWith("NamespaceInUse", enabling.FullyQualifiedErrorId);
        Assert.Contains("device mine", enabling.ToString());
        Assert.StartsWith("NamespaceInUse", world.RunError("Disable-NetworkDhcp blue -Force").FullyQualifiedErrorId);
        Assert.Contains("mine", Programs.Run("ip", "-n", name, "link"));

        Programs.Run("ip", "-n", name, "link", "del", "mine");
        world.Run("Enable-NetworkDhcp blue; Disable-NetworkDhcp blue -Force");
        Assert.Empty(world.Leftovers());
    }

    [Theory]
    [InlineData(true, "DeviceInTheWay")]
    [InlineData(false, "NamespaceInUse")]
    public async Task A_device_in_the_namespace_that_only_has_a_taps_name_is_left_alone(bool isPortsOwn, string errorId)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        string name = $"qdhcp-{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        string tap = isPortsOwn ? (string)world.RunSingle("(New-DhcpPort blue).TapName").BaseObject : "tap01234567-89";
        Programs.Run("ip", "netns", "add", name);
        Programs.Run("ip", "link", "add", "theirs", "type", "veth", "peer", "name", tap, "netns", name);
        Programs.Run("ip", "link", "set", "theirs", "up");
        Programs.Run("ip", "-n", name, "link", "set", tap, "up");

        Assert.StartsWith(errorId, world.RunError("Enable-NetworkDhcp blue").FullyQualifiedErrorId);
        Assert.StartsWith("NamespaceInUse", world.RunError("Disable-NetworkDhcp blue -Force").FullyQualifiedErrorId);
        Programs.Run("ip", "link", "show", "theirs");

        Programs.Run("ip", "link", "del", "theirs");
        world.Run("Enable-NetworkDhcp blue; Disable-NetworkDhcp blue -Force");
        Assert.Empty(world.Leftovers());
    }
}
