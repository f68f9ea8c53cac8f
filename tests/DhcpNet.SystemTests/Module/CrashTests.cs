using System.Diagnostics;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>A caller that dies at any point leaves what the same command completes, and what Disable-NetworkDhcp cleans.</summary>
public class CrashTests
{
    private const string Die = "[Diagnostics.Process]::GetCurrentProcess().Kill(); [Threading.Thread]::Sleep(10000)";

    private static readonly string[] Steps = ["New-DhcpPort", "Add-OvsTap", "New-NetNamespace", "Set-TapAddress", "Start-Dnsmasq"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Killed_after_a_step_the_flow_is_completed_by_running_it_again(int steps)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50");
        string chain = string.Join(" | ", Steps.Take(steps));
        (int status, _, string error) = ShellProcess.Run($"{world.Preamble} Get-DhcpNetwork blue | {chain} | Out-Null; {Die}");
        Assert.True(status == 137, $"killed, not ended: {status} {error}");

        PSObject state = world.RunSingle("Enable-NetworkDhcp blue");

        Assert.Equal("Enabled", $"{state.Properties["State"].Value}");
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        using (var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10"))
            Assert.Equal("10.20.0.50", client.Lease()["ip"]);
        world.Run("Disable-NetworkDhcp blue -Force");
        Assert.Empty(world.Leftovers());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Killed_after_a_step_the_rest_is_cleaned_by_disabling(int steps)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        ShellProcess.Run($"{world.Preamble} Get-DhcpNetwork blue | {string.Join(" | ", Steps.Take(steps))} | Out-Null; {Die}");

        world.Run("Disable-NetworkDhcp blue -Force");

        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Killed_at_any_moment_of_a_bulk_run_the_same_command_completes_it()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..10) { New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" }");
        // Twelve deaths spread over the run, from before the first port to after the last process.
        for (int i = 0; i < 12; i++)
        {
            using Process caller = ShellProcess.Start($"{world.Preamble} [Console]::Out.WriteLine('ready'); Get-DhcpNetwork | Enable-NetworkDhcp | Out-Null");
            Assert.Equal("ready", caller.StandardOutput.ReadLine());
            Thread.Sleep(40 * i);
            caller.Kill();
            caller.WaitForExit();
            if (i % 4 == 3)
            {
                world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
                Assert.Empty(world.Leftovers());
            }
        }

        world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");

        Assert.All(world.Run("Get-NetworkDhcp"), s => Assert.Equal("Enabled", $"{s.Properties["State"].Value}"));
        Assert.Equal(10, world.DnsmasqProcesses().Count);
        world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_killed_dnsmasq_is_seen_and_started_again_with_its_leases()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        client.Lease();
        string leases = Path.Combine(world.StateDirectory, "dhcp", $"{world.RunSingle("(Get-DhcpNetwork blue).Id")}", "leases");
        string before = File.ReadAllText(leases);
        Process.GetProcessById(Assert.Single(world.DnsmasqProcesses())).Kill();
        for (int i = 0; i < 100 && world.DnsmasqProcesses().Count > 0; i++)
            Thread.Sleep(20);

        Assert.Equal("Degraded", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        Assert.Contains("dnsmasq started", world.RunSingle("Enable-NetworkDhcp blue").Properties["Steps"].Value as IEnumerable<string> ?? []);

        Assert.Contains("fa:16:3e:00:00:10 10.20.0.50", before);
        Assert.Equal(before, File.ReadAllText(leases));
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task Killed_at_any_moment_of_an_update_the_next_one_completes_it()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        for (int i = 0; i < 12; i++)
        {
            // Files that are read again, and, where the client has an option of its own, a new process.
            string change = i % 2 == 0 ? "-HostName \"vm$_\"" : "-Option @{ 'tftp-server' = \"10.20.0.$_\" }";
            using Process caller = ShellProcess.Start($"{world.Preamble} Get-DhcpNetwork | Out-Null; [Console]::Out.WriteLine('ready'); 1..200 | ForEach-Object {{ Set-DhcpReservation fa:16:3e:00:00:10 {change} -Update | Out-Null }}");
            Assert.Equal("ready", caller.StandardOutput.ReadLine());
            Thread.Sleep(150 + (37 * i));
            caller.Kill();
            caller.WaitForExit();

            world.Run("Update-NetworkDhcp blue");

            Assert.True("Enabled" == $"{world.RunSingle("(Get-NetworkDhcp blue).State")}", $"{i}: {string.Join("; ", (IEnumerable<string>)world.RunSingle("Get-NetworkDhcp blue").Properties["Problems"].Value)}");
            Assert.Equal("10.20.0.50", client.Lease()["ip"]);
        }
        world.Run("Disable-NetworkDhcp blue -Force");
        Assert.Empty(world.Leftovers());
    }
}
