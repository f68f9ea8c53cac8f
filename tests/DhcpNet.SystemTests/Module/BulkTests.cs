using System.Diagnostics;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Enable-NetworkDhcp and Disable-NetworkDhcp on many networks, and several callers at once.</summary>
public class BulkTests
{
    [Fact]
    public async Task Ten_networks_are_enabled_in_one_OVSDB_transaction_and_all_answer()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..10) { $n = New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" -VlanTag (100 + $i); New-DhcpReservation $n fa:16:3e:00:00:10 }");
        long before = world.Ovs.GetNextCfg();

        IReadOnlyList<PSObject> enabled = world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");

        Assert.Equal(10, enabled.Count);
        Assert.All(enabled, e => Assert.Equal("Created", $"{e.Properties["Change"].Value}"));
        Assert.Equal(before + 1, world.Ovs.GetNextCfg());
        foreach (int i in new[] { 1, 5, 10 })
        {
            using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10", vlanTag: 100 + i);
            Assert.StartsWith($"10.{i}.0.", client.Lease()["ip"]);
        }
    }

    [Fact]
    public async Task Enabling_again_changes_nothing()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..10) { New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" }; Get-DhcpNetwork | Enable-NetworkDhcp");
        IReadOnlyList<int> processes = world.DnsmasqProcesses();
        long written = world.Ovs.GetNextCfg();

        IReadOnlyList<PSObject> again = world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");

        Assert.All(again, e => Assert.Equal("None", $"{e.Properties["Change"].Value}"));
        Assert.Equal(processes.Order(), world.DnsmasqProcesses().Order());
        Assert.Equal(written, world.Ovs.GetNextCfg());
    }

    [Fact]
    public async Task Disabling_leaves_nothing()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..10) { New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" }; Get-DhcpNetwork | Enable-NetworkDhcp");

        IReadOnlyList<PSObject> disabled = world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");

        Assert.Equal(10, disabled.Count);
        Assert.All(disabled, d => Assert.Equal("Removed", $"{d.Properties["Change"].Value}"));
        Assert.Empty(world.Leftovers());
        Assert.All(world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force"), d => Assert.Equal("None", $"{d.Properties["Change"].Value}"));
    }

    [Fact]
    public async Task A_kept_port_comes_back_with_its_address()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.2; Enable-NetworkDhcp blue");
        string port = $"{world.RunSingle("(Get-DhcpPort blue).Id")}";

        world.Run("Disable-NetworkDhcp blue -KeepPort -Force; Remove-DhcpReservation fa:16:3e:00:00:10 -Force; Enable-NetworkDhcp blue");

        Assert.Equal(port, $"{world.RunSingle("(Get-DhcpPort blue).Id")}");
        Assert.Equal(["10.20.0.3/24"], (IEnumerable<string>)world.RunSingle("Get-NetworkDhcp blue").Properties["Addresses"].Value);
    }

    [Fact]
    public async Task One_network_that_fails_does_not_stop_the_others()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..5) { New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" }; New-DhcpNetwork empty");
        string inTheWay = (string)world.RunSingle("(New-DhcpPort net3).TapName").BaseObject;
        Programs.Run("ip", "tuntap", "add", inTheWay, "mode", "tap");

        PowerShellSession.Result result = world.PowerShell.Invoke("Get-DhcpNetwork | Enable-NetworkDhcp");

        Assert.Equal(4, result.Output.Count);
        Assert.Equal(["DeviceInTheWay", "NoDhcpSubnet"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]).Order());
        Assert.Contains("'net3', step OvsTap", result.Errors.Single(e => e.FullyQualifiedErrorId.StartsWith("DeviceInTheWay", StringComparison.Ordinal)).ToString());
        Assert.Contains(inTheWay, Programs.Run("ip", "link", "show", inTheWay));

        Programs.Run("ip", "link", "del", inTheWay);
        Assert.Equal("Created", $"{world.RunSingle("Enable-NetworkDhcp net3").Properties["Change"].Value}");
    }

    [Fact]
    public async Task Two_callers_at_once_on_the_same_networks_end_with_one_of_each()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..5) { New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" }");
        string script = $"{world.Preamble} (Get-DhcpNetwork | Enable-NetworkDhcp).Count; (Get-DhcpNetwork | New-DhcpPort | Add-OvsTap | New-NetNamespace | Set-TapAddress | Start-Dnsmasq).Count";
        Process[] callers = [ShellProcess.Start(script), ShellProcess.Start(script), ShellProcess.Start(script)];
        foreach (Process caller in callers)
        {
            string errors = await caller.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = await caller.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await caller.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(caller.ExitCode == 0, errors);
            Assert.Equal(["5", "5"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()));
            caller.Dispose();
        }

        Assert.Equal(5, world.DnsmasqProcesses().Count);
        Assert.Equal(5, world.Run("Get-OvsTap").Count);
        Assert.Equal(5, world.Run("Get-DhcpPort").Count);
        Assert.All(world.Run("Get-NetworkDhcp"), s => Assert.Equal("Enabled", $"{s.Properties["State"].Value}"));
    }

    [Fact]
    public async Task A_pipeline_of_anything_with_a_name_or_an_id_is_understood()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..3) { New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" }");

        IReadOnlyList<PSObject> enabled = world.Run("[pscustomobject]@{ Name = 'net1' }, [pscustomobject]@{ Id = (Get-DhcpNetwork net2).Id }, 'net3' | Enable-NetworkDhcp");

        Assert.Equal(["net1", "net2", "net3"], enabled.Select(e => (string)e.Properties["Name"].Value).Order());
        Assert.Equal("net1", $"{world.RunSingle("(Get-DhcpSubnet net1 | Get-DhcpNetwork | Get-NetNamespace | Get-DhcpNetwork).Name")}");
        world.Run("Get-NetworkDhcp net1 | Disable-NetworkDhcp -Force; Get-Dnsmasq net2 | Disable-NetworkDhcp -Force; Get-NetNamespace | Disable-NetworkDhcp -Force");
        Assert.Empty(world.Leftovers());
    }
}
