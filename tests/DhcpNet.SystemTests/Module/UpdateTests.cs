using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>A running service takes what changed in the plugin, by the least that does it, and says what and why.</summary>
public class UpdateTests
{
    private const string Enabled = "New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue; ";

    [Fact]
    public async Task Nothing_changed_and_nothing_is_done()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        int process = Assert.Single(world.DnsmasqProcesses());

        // The first finds that the revision it knew was from before the port; the second need not look.
        foreach (string _ in new[] { "first", "second" })
        {
            PSObject state = world.RunSingle("Update-NetworkDhcp blue");
            Assert.Equal("None", $"{state.Properties["Change"].Value}");
            Assert.Equal("Enabled", $"{state.Properties["State"].Value}");
        }

        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
    }

    [Fact]
    public async Task Files_are_read_again_where_that_is_enough()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        int process = Assert.Single(world.DnsmasqProcesses());
        world.Run("New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51 -HostName eleven");

        PSObject state = world.RunSingle("Update-NetworkDhcp blue");

        Assert.Equal("Reloaded", $"{state.Properties["Change"].Value}");
        Assert.Equal(["dnsmasq reloaded"], (IEnumerable<string>)state.Properties["Steps"].Value);
        Assert.Equal("what it has read is out of date: host, addn_hosts", state.Properties["Reason"].Value);
        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:11");
        Assert.Equal("10.20.0.51", client.Lease()["ip"]);
        Assert.Contains("10.20.0.51", client.Resolve("eleven.openstacklocal", "10.20.0.2"));
    }

    [Fact]
    public async Task A_change_beside_a_client_with_options_of_its_own_starts_dnsmasq_anew()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled + "Set-DhcpReservation fa:16:3e:00:00:10 -Option @{ 'server-ip-address' = '10.20.0.9' } -Update");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        client.Lease();
        world.Run("New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51");

        PSObject state = world.RunSingle("Update-NetworkDhcp blue");

        Assert.Equal("Restarted", $"{state.Properties["Change"].Value}");
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task Changing_cmdlets_update_what_runs()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        using var first = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:11");
        using var second = DhcpClient.Plug(world.Ovs, "vm2", "fa:16:3e:00:00:12");

        world.Run("New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51 -Update");
        Assert.Equal("10.20.0.51", first.Lease()["ip"]);

        world.Run("Set-DhcpReservation fa:16:3e:00:00:11 -IPAddress 10.20.0.77 -Update");
        Assert.Equal("10.20.0.77", first.Lease()["ip"]);

        world.Run("Set-DhcpSubnet 10.20.0.0/24 -DnsServer 9.9.9.9 -Update");
        Assert.Equal("9.9.9.9", first.Lease()["dns"]);

        world.Run("Remove-DhcpReservation fa:16:3e:00:00:11 -Force -Update");
        Assert.Empty(first.Lease(2));

        world.Run("New-DhcpReservation blue fa:16:3e:00:00:12 10.20.0.77 -Update");
        Assert.Equal("10.20.0.77", second.Lease()["ip"]);

        world.Run("New-DhcpSubnet blue 10.30.0.0/24 -Update; Set-DhcpReservation fa:16:3e:00:00:12 -IPAddress 10.30.0.9 -Update");
        Assert.Equal("10.30.0.9", second.Lease()["ip"]);

        world.Run("Remove-DhcpReservation fa:16:3e:00:00:12 -Force; Remove-DhcpSubnet 10.30.0.0/24 -Force -Update; Set-DhcpNetwork blue -Mtu 1400 -Update");
        Assert.Equal(["10.20.0.2/24"], (IEnumerable<string>)world.RunSingle("Get-TapAddress blue").Properties["Addresses"].Value);
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Theory]
    [InlineData("Set-DhcpSubnet 10.20.0.0/24 -EnableDhcp $false", "DHCP serves none of its subnets any more")]
    [InlineData("Set-DhcpNetwork blue -AdminStateUp $false", "the network is administratively down")]
    public async Task A_service_that_is_not_to_be_any_more_is_removed(string change, string reason)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled + change);

        PSObject state = world.RunSingle("Update-NetworkDhcp blue");

        Assert.Equal("Disabled", $"{state.Properties["State"].Value}");
        Assert.Equal("Removed", $"{state.Properties["Change"].Value}");
        Assert.Equal(reason, state.Properties["Reason"].Value);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_network_that_is_not_enabled_here_stays_so()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 -Update");

        PSObject state = world.RunSingle("Update-NetworkDhcp blue");

        Assert.Equal("Disabled", $"{state.Properties["State"].Value}");
        Assert.Equal("it is not enabled on this host", state.Properties["Reason"].Value);
        Assert.Equal("NetworkDhcpNotEnabled", world.RunError("Restart-NetworkDhcp blue").FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_large_network_learns_of_one_more_client_without_reading_all_again()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            $null = New-DhcpNetwork blue -Subnet 10.20.0.0/16
            1..600 | ForEach-Object { New-DhcpReservation blue ('fa:16:3e:00:{0:x2}:{1:x2}' -f ($_ -shr 8), ($_ -band 255)) }
            Enable-NetworkDhcp blue; Update-NetworkDhcp blue
            """);
        int process = Assert.Single(world.DnsmasqProcesses());
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:10:10");

        world.Run("New-DhcpReservation blue fa:16:3e:00:10:10 -HostName late -Option @{ 'server-ip-address' = '10.20.0.9' } -Update");

        IReadOnlyDictionary<string, string> lease = client.Lease();
        Assert.Equal("10.20.2.91", lease["ip"]);
        Assert.Equal("10.20.0.9", lease["siaddr"]);
        Assert.Contains("10.20.2.91", client.Resolve("late.openstacklocal", lease["serverid"]));
        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
        string id = $"{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        Assert.Contains("fa:16:3e:00:10:10", File.ReadAllText($"{world.StateDirectory}/dhcp/{id}/host"));
        Assert.Equal("None", $"{world.RunSingle("Update-NetworkDhcp blue").Properties["Change"].Value}");
        Assert.Equal("None", $"{world.RunSingle("Enable-NetworkDhcp blue").Properties["Change"].Value}");

        world.Run("Remove-DhcpReservation fa:16:3e:00:10:10 -Force -Update");

        Assert.Empty(client.Lease(2));
        Assert.Empty(Directory.GetFiles($"{world.StateDirectory}/dhcp/{id}/hosts.d"));
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Fact]
    public async Task Restarting_keeps_leases()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        int process = Assert.Single(world.DnsmasqProcesses());
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        client.Lease();
        string leases = $"{world.StateDirectory}/dhcp/{world.RunSingle("(Get-DhcpNetwork blue).Id")}/leases";
        string before = File.ReadAllText(leases);
        Assert.DoesNotMatch("(?m)^0 ", before);

        PSObject state = world.RunSingle("Restart-NetworkDhcp blue");

        Assert.Equal(["dnsmasq restarted"], (IEnumerable<string>)state.Properties["Steps"].Value);
        Assert.NotEqual(process, Assert.Single(world.DnsmasqProcesses()));
        Assert.Equal(before, File.ReadAllText(leases));
    }

    [Fact]
    public async Task A_large_network_is_served_also_where_dnsmasq_cannot_watch()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        string program = Path.Combine(world.StateDirectory, "dnsmasq");
        File.WriteAllText(program, """
            #!/bin/sh
            case "$*" in *--test*) ;; *--dhcp-hostsdir=*) echo 'dnsmasq: failed to create inotify: Too many open files' >&2; exit 5;; esac
            exec /usr/sbin/dnsmasq "$@"

            """);
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        world.Run($$"""
            $null = Set-DhcpConfiguration -Dnsmasq '{{program}}'
            $null = New-DhcpNetwork blue -Subnet 10.20.0.0/16
            1..500 | ForEach-Object { New-DhcpReservation blue ('fa:16:3e:00:{0:x2}:{1:x2}' -f ($_ -shr 8), ($_ -band 255)) }
            """);

        PowerShellSession.Result enabled = world.PowerShell.Invoke("Enable-NetworkDhcp blue");

        Assert.Empty(enabled.Errors);
        Assert.Contains("fs.inotify.max_user_instances", Assert.Single(enabled.Warnings));
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:10:10");
        Assert.Equal("Reloaded", $"{world.RunSingle("$null = New-DhcpReservation blue fa:16:3e:00:10:10; Update-NetworkDhcp blue").Properties["Change"].Value}");
        Assert.Equal("10.20.1.247", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_change_that_was_cut_short_is_finished()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        string directory = $"{world.StateDirectory}/dhcp/{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
        // As a process leaves it that was killed after it had written the files, and before dnsmasq was told to read them.
        File.WriteAllText($"{directory}/pending", "");

        Assert.Equal("Degraded", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        PSObject state = world.RunSingle("Update-NetworkDhcp blue");

        Assert.Equal("an earlier change of its files was not finished", state.Properties["Reason"].Value);
        Assert.False(File.Exists($"{directory}/pending"));
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Fact]
    public async Task Commands_that_update_one_network_at_once_do_not_meet()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Enabled);
        Task<(int Status, string Output, string Error)>[] others =
        [
            .. Enumerable.Range(0, 4).Select(i => Task.Run(() => ShellProcess.Run(
                $"{world.Preamble} 1..5 | ForEach-Object {{ New-DhcpReservation blue ('fa:16:3e:0{i}:00:{{0:x2}}' -f $_) -Option @{{ 'tftp-server' = '10.20.0.9' }} -Update | Out-Null; Update-NetworkDhcp blue | Out-Null }}"))),
        ];

        foreach ((int status, string _, string error) in await Task.WhenAll(others))
            Assert.True(status == 0, error);

        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        Assert.Single(world.DnsmasqProcesses());
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:03:00:05");
        Assert.NotEmpty(client.Lease());
    }
}
