using System.Diagnostics;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>An agent serves what other sessions do, keeps the processes alive, and leaves the service running when it ends.</summary>
public class AgentTests
{
    private const string Blue = "New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_network_that_another_session_makes_is_served()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync();
        using var client = DhcpClient.Plug(world.World.Ovs, "vm1", "fa:16:3e:00:00:10");

        world.World.Run(Blue);
        await world.UntilAsync(() => world.Saw("Enabled", "blue"), "the network");

        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
        await world.UntilIdleAsync();
        Assert.Empty(world.World.Halves());
    }

    [Fact]
    public async Task A_reservation_reaches_its_client()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync(Blue);
        using var client = DhcpClient.Plug(world.World.Ovs, "vm1", "fa:16:3e:00:00:11");

        world.World.Run("New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51");
        await world.UntilAsync(() => world.Saw("Updated", "blue"), "the reservation");

        Assert.Equal("10.20.0.51", client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_network_that_is_removed_leaves_nothing()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync(Blue);

        world.World.Run("Remove-DhcpNetwork blue -Force");
        await world.UntilAsync(() => world.Saw("Disabled", "blue"), "the network to go");

        await world.UntilIdleAsync();
        Assert.Empty(world.World.Leftovers());
    }

    [Fact]
    public async Task A_network_that_is_turned_off_and_on_follows()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync(Blue);

        world.World.Run("Set-DhcpNetwork blue -AdminStateUp $false");
        await world.UntilAsync(() => world.Saw("Disabled", "blue"), "the network to go");
        Assert.Empty(world.World.Leftovers());
        world.World.Run("Set-DhcpNetwork blue -AdminStateUp $true");
        await world.UntilAsync(() => world.Events("Enabled", "blue").Count == 2, "the network to come back");

        await world.UntilIdleAsync();
        Assert.Empty(world.World.Halves());
    }

    [Fact]
    public async Task What_is_left_of_networks_that_went_while_no_agent_ran_is_removed()
    {
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.World.Run($"{Blue} Enable-NetworkDhcp blue; Set-DhcpNetwork blue -AdminStateUp $false");

        await world.WatchAsync();

        Assert.True(world.Saw("Disabled"));
        Assert.Empty(world.World.Leftovers());
    }

    [Fact]
    public async Task A_dnsmasq_that_dies_is_started_again_and_one_that_dies_again_a_little_later()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync(Blue);
        using var client = DhcpClient.Plug(world.World.Ovs, "vm1", "fa:16:3e:00:00:10");
        await world.UntilIdleAsync();
        for (int death = 1; death <= 3; death++)
        {
            int process = Assert.Single(world.World.DnsmasqProcesses());
            Process.GetProcessById(process).Kill();

            await world.UntilAsync(() => world.Events("Respawned", "blue").Count == death, $"respawn {death}");

            Assert.DoesNotContain(process, world.World.DnsmasqProcesses());
            Assert.Contains($"dnsmasq ({process}) ended by itself", $"{WatchedWorld.Value(world.Events("Respawned", "blue")[^1], "Reason")}");
        }
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
        // The first death was mended at once; the second and third waited.
        Assert.Equal(["started again in 1 s", "started again in 2 s"], world.Events("Failed", "blue").Select(e => $"{WatchedWorld.Value(e, "Reason")}"));
    }

    [Fact]
    public async Task A_metadata_proxy_that_dies_is_started_again()
    {
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.World.Run(Blue);
        world.Configure("Set-DhcpConfiguration -ForceMetadata $true");
        await world.WatchAsync();
        string pidFile = Assert.Single(Directory.GetFiles($"{world.World.StateDirectory}/external/pids"));
        int dnsmasq = Assert.Single(world.World.DnsmasqProcesses());
        string process = File.ReadAllText(pidFile).Trim();

        Process.GetProcessById(int.Parse(process, null)).Kill();
        await world.UntilAsync(() => world.Saw("Respawned", "blue"), "the respawn");

        Assert.Contains($"haproxy ({process}) ended by itself", $"{WatchedWorld.Value(world.Events("Respawned", "blue")[0], "Reason")}");
        Assert.Equal("haproxy", Process.GetProcessById(int.Parse(File.ReadAllText(pidFile), null)).ProcessName);
        Assert.Equal([dnsmasq], world.World.DnsmasqProcesses());
    }

    [Fact]
    public async Task A_dnsmasq_that_another_command_restarts_is_left_alone()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync(Blue);

        world.World.Run("Restart-NetworkDhcp blue");
        int process = Assert.Single(world.World.DnsmasqProcesses());
        world.World.Run("New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51");
        await world.UntilAsync(() => world.Saw("Updated", "blue"), "the agent's next work on it");
        await world.UntilIdleAsync();

        Assert.Equal([process], world.World.DnsmasqProcesses());
        Assert.False(world.Saw("Respawned"));
    }

    [Fact]
    public async Task Told_to_it_ends_when_a_dnsmasq_dies()
    {
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.World.Run(Blue);
        world.Configure("Set-DhcpConfiguration -CheckChildProcessesAction exit");
        await world.WatchAsync();

        Process.GetProcessById(Assert.Single(world.World.DnsmasqProcesses())).Kill();

        ErrorRecord error = Assert.Single(await world.Agent.EndAsync(Patience));
        Assert.StartsWith("ProcessEnded,", error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task The_next_agent_takes_over_what_runs()
    {
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.World.MakeNetworks(5);
        await world.WatchAsync();
        IReadOnlyList<int> processes = world.World.DnsmasqProcesses();
        Assert.Equal(5, processes.Count);
        await world.StopAsync();
        Assert.Equal(processes, world.World.DnsmasqProcesses());

        await world.WatchAsync();

        Assert.Equal(processes, world.World.DnsmasqProcesses());
        Assert.False(world.Saw("Enabled") || world.Saw("Updated") || world.Saw("Failed"));
        world.World.RequireAllWhole(5);
    }

    [Fact]
    public async Task A_second_agent_is_refused()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync();

        ErrorRecord error = world.World.RunError("Watch-NetworkDhcp");

        Assert.StartsWith("AgentRunning,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.StartsWith("AgentRunning,", world.World.RunError("Watch-NetworkDhcp -Once").FullyQualifiedErrorId);
    }

    [Fact]
    public async Task How_it_stands_is_told_in_any_session()
    {
        await using WatchedWorld world = await WatchedWorld.StartAsync(Blue);
        await world.UntilAsync(() => WatchedWorld.Value(world.World.RunSingle("Get-DhcpAgent"), "LastSync") is not null, "the status");

        PSObject status = world.World.RunSingle("Get-DhcpAgent");
        Assert.Equal("Running", $"{WatchedWorld.Value(status, "State")}");
        Assert.Equal(Environment.ProcessId, WatchedWorld.Value(status, "ProcessId"));
        Assert.Equal(1, WatchedWorld.Value(status, "Networks"));
        Assert.True((bool)WatchedWorld.Value(status, "IsConnected")!);

        await world.StopAsync();
        Assert.Equal("Stopped", $"{WatchedWorld.Value(world.World.RunSingle("Get-DhcpAgent"), "State")}");
    }

    [Fact]
    public async Task A_pipeline_that_has_had_enough_ends_it()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Blue);

        // Select-Object is not in the core: break does the same upstream.
        world.Run("foreach ($once in 1) { Watch-NetworkDhcp | ForEach-Object { if ($_.Kind -eq 'Synced') { break } } }");

        Assert.Single(world.DnsmasqProcesses());
        Assert.Equal("Stopped", $"{WatchedWorld.Value(world.RunSingle("Get-DhcpAgent"), "State")}");
    }

    [Fact]
    public async Task Once_it_does_the_sync_and_ends()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(5);

        IReadOnlyList<PSObject> events = world.Run("Watch-NetworkDhcp -Once");

        Assert.Equal(5, events.Count(e => $"{WatchedWorld.Value(e, "Kind")}" == "Enabled"));
        Assert.Equal("Synced", $"{WatchedWorld.Value(events[^1], "Kind")}");
        world.RequireAllWhole(5);
        PSObject left = world.RunSingle("Get-DhcpAgent");
        Assert.NotNull(WatchedWorld.Value(left, "LastSync"));
        Assert.Equal(0, WatchedWorld.Value(left, "ReadyBacklog"));
        Assert.DoesNotContain(world.Run("Watch-NetworkDhcp -Once"), e => $"{WatchedWorld.Value(e, "Kind")}" == "Enabled");
    }

    [Fact]
    public async Task Once_a_failure_is_an_error_and_the_others_are_served()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork full -Subnet 10.30.0.0/29; foreach ($i in 2..6) { New-DhcpReservation full fa:16:3e:00:00:2$i 10.30.0.$i }; " + Blue);

        PowerShellSession.Result result = world.PowerShell.Invoke("Watch-NetworkDhcp -Once");

        Assert.StartsWith("AddressesExhausted,", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Fact]
    public async Task WhatIf_tells_what_a_sync_would_do_and_does_nothing()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run($"{Blue} New-DhcpNetwork green -Subnet 10.30.0.0/24; Enable-NetworkDhcp green; New-DhcpNetwork red -Subnet 10.40.0.0/24; Enable-NetworkDhcp red; Set-DhcpNetwork red -AdminStateUp $false");

        string told = world.PowerShell.Show("Watch-NetworkDhcp -WhatIf");

        Assert.Contains("enable DHCP", told);
        Assert.Contains("disable DHCP", told);
        Assert.Contains("network blue", told);
        Assert.DoesNotContain("green", told);
        Assert.Equal(2, world.DnsmasqProcesses().Count);
    }

    [Fact]
    public async Task Limited_to_some_networks_it_leaves_the_others_alone()
    {
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.World.Run($"{Blue} New-DhcpNetwork green -Subnet 10.30.0.0/24; New-DhcpNetwork lab1 -Subnet 10.40.0.0/24; Enable-NetworkDhcp green; Set-DhcpNetwork green -AdminStateUp $false");
        await world.WatchAsync("lab*");

        world.World.Run("New-DhcpReservation blue fa:16:3e:00:00:11; New-DhcpNetwork lab2 -Subnet 10.50.0.0/24");
        await world.UntilAsync(() => world.Saw("Enabled", "lab2"), "the new network");
        await world.UntilIdleAsync();

        Assert.True(world.Saw("Enabled", "lab1"));
        Assert.Equal("Disabled", $"{world.World.RunSingle("(Get-NetworkDhcp blue).State")}");
        Assert.Equal("Degraded", $"{world.World.RunSingle("(Get-NetworkDhcp green).State")}");
    }

    [Fact]
    public async Task A_name_that_no_network_has_is_an_error_and_nothing_is_begun()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Blue);

        Assert.StartsWith("NetworkNotFound,", world.RunError("Watch-NetworkDhcp bleu").FullyQualifiedErrorId);

        Assert.Empty(world.DnsmasqProcesses());
    }

    [Fact]
    public async Task An_empty_pipeline_names_no_network()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Blue);

        Assert.Empty(world.Run("Get-DhcpNetwork none* | Watch-NetworkDhcp -Once"));

        Assert.Empty(world.DnsmasqProcesses());
    }

    [Fact]
    public async Task SIGTERM_ends_it_in_order_with_exit_code_0_and_the_service_runs_on()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(Blue);
        using Process agent = ShellProcess.Start($"{world.Preamble} Watch-NetworkDhcp | ForEach-Object {{ [Console]::Out.WriteLine($_.Kind) }}");
        await ReadUntilAsync(agent, "Synced");

        Programs.Run("kill", "-TERM", $"{agent.Id}");
        Assert.Equal("Stopped", await ReadUntilAsync(agent, "Stopped"));
        Assert.True(agent.WaitForExit(Patience));

        Assert.True(agent.ExitCode == 0, $"{agent.ExitCode}: {await agent.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        Assert.Single(world.DnsmasqProcesses());
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_sync_the_next_one_completes_it()
    {
        const int Networks = 20;
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.World.MakeNetworks(Networks);
        for (int events = 1; events <= 13; events += 4)
        {
            using Process agent = ShellProcess.Start($"{world.World.Preamble} Watch-NetworkDhcp | Where-Object Kind -EQ Enabled | ForEach-Object {{ [Console]::Out.WriteLine('enabled') }}");
            for (int i = 0; i < events; i++)
                Assert.Equal("enabled", await agent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            agent.Kill();
            agent.WaitForExit();
            if (events < 13)
                world.World.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        }

        await world.WatchAsync();

        await world.UntilIdleAsync();
        world.World.RequireAllWhole(Networks);
    }

    private static async Task<string> ReadUntilAsync(Process process, string line)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience) is string read)
        {
            if (read == line)
                return read;
        }
        throw new InvalidOperationException($"It ended before '{line}': {await process.StandardError.ReadToEndAsync()}");
    }
}
