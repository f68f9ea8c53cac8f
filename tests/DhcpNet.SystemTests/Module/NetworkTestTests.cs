using System.Diagnostics;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Test-NetworkDhcp against real dnsmasq on a real switch.</summary>
public class NetworkTestTests
{
    private const string DualStack = """
        New-DhcpNetwork blue -Subnet 10.20.0.0/24 -Mtu 1450
        New-DhcpSubnet blue fd00:20::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful
        New-DhcpSubnet blue fd00:30::/64 -Ipv6AddressMode dhcpv6-stateless -Ipv6RaMode dhcpv6-stateless
        New-DhcpSubnet blue fd00:40::/64 -Ipv6AddressMode slaac -Ipv6RaMode slaac
        New-DhcpReservation blue fa:16:3e:00:00:10 -HostName web1
        Enable-NetworkDhcp blue
        """;

    [Fact]
    public async Task A_healthy_network_passes_by_every_protocol_and_nothing_is_left()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(DualStack);
        string leases = Leases(world);

        SeenTest test = Test(world);

        Assert.Equal("Passed", test.Result);
        Assert.Empty(test.Problems);
        Assert.Equal(["DISCOVER", "SOLICIT", "INFORMATION-REQUEST"], test.Checks.Where(c => c.Protocol != "DNS").Select(c => c.Question));
        Assert.Equal("10.20.0.2", test.Checks[0].Answer);
        Assert.Equal("10.20.0.3", test.Checks[0].Server);
        Assert.Contains(test.Checks, c => c.Question == "A web1.openstacklocal" && c.Answer == "10.20.0.2");
        Assert.Contains(test.Checks, c => c.Question == "PTR 10.20.0.2" && c.Answer == "web1.openstacklocal");
        Assert.All(test.Checks, c => Assert.True(c.RoundTripTime > TimeSpan.Zero));
        Assert.Equal(leases, Leases(world));
        Assert.Empty(Probes(world));
        Assert.DoesNotContain(Programs.Run("ip", "netns", "list").Split('\n'), n => n.Length > 0 && !n.StartsWith("qdhcp-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_of_more_addresses_than_an_answer_holds_is_not_wrong()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            New-DhcpNetwork blue -Subnet fd00:20::/64
            New-DhcpReservation blue fa:16:3e:00:00:10 @(foreach ($i in 1..50) { "fd00:20::1:$i" }) -HostName ('h' * 60)
            Enable-NetworkDhcp blue
            """);

        SeenTest test = Test(world);

        Assert.Empty(test.Problems);
        Assert.Equal("Passed", test.Result);
    }

    [Fact]
    public async Task What_clients_hold_is_tested_too_and_stays_theirs()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(DualStack);
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        string address = client.Lease()["ip"];
        Assert.StartsWith("fd00:20::", client.Lease6()["new_ip6_address"]);
        string leases = Leases(world);
        string port = PortOf(world, "fa:16:3e:00:00:10");

        SeenTest test = Test(world);

        Assert.Empty(test.Problems);
        Assert.Equal("Passed", test.Result);
        Assert.Equal(leases, Leases(world));
        // The switch still knows the client where it is.
        Assert.Equal(port, PortOf(world, "fa:16:3e:00:00:10"));
        Assert.Equal(address, client.Lease()["ip"]);
    }

    [Fact]
    public async Task A_network_with_a_VLAN_tag_is_tested_on_it_and_fails_where_the_tap_has_another()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 7; New-DhcpNetwork red -Subnet 10.20.0.0/24 -VlanTag 8; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; New-DhcpReservation red fa:16:3e:00:00:10 10.20.0.60; Get-DhcpNetwork | Enable-NetworkDhcp");
        Assert.Equal("10.20.0.50", Test(world, "blue").Checks[0].Answer);
        Assert.Equal("10.20.0.60", Test(world, "red").Checks[0].Answer);

        world.Ovs.Vsctl("set", "port", (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject, "tag=9");
        SeenTest test = Test(world, "blue -Timeout 1");

        Assert.Equal("Failed", test.Result);
        Assert.All(test.Checks, c => Assert.Equal("no answer within 1 s", c.Problem));
        Assert.Equal("Passed", Test(world, "red").Result);
    }

    [Fact]
    public async Task A_stopped_dnsmasq_is_a_result_and_no_error()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(DualStack);
        world.Run("Stop-Dnsmasq blue");

        SeenTest test = Test(world, "blue -Timeout 1");

        Assert.Equal("Failed", test.Result);
        Assert.Null(test.RoundTripTime);
        Assert.Contains("DHCPv4 DISCOVER to 10.20.0.3: no answer within 1 s", test.Problems);
        Assert.Contains(test.Problems, p => p.StartsWith("DHCPv6 SOLICIT to fd00:20::", StringComparison.Ordinal));
        Assert.Contains(test.Problems, p => p.StartsWith("DNS A web1.openstacklocal", StringComparison.Ordinal));
        Assert.False((bool)world.RunSingle("Test-NetworkDhcp blue -Timeout 1 -Quiet").BaseObject);
        Assert.Empty(Probes(world));
    }

    [Fact]
    public async Task What_dnsmasq_tells_and_the_plugin_does_not_is_a_mismatch()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24 -Mtu 1450; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -HostName web1; Enable-NetworkDhcp blue");
        Restart(world, ("opts", "10.20.0.1", "10.20.0.99"), ("addn_hosts", "10.20.0.50", "10.20.0.51"));
        // A service does not know yet what changed in the plugin.
        world.Run("Set-DhcpNetwork blue -Mtu 1400; Set-DhcpConfiguration -LeaseDuration 3600 | Out-Null");

        SeenTest test = Test(world);

        Assert.Equal("Failed", test.Result);
        Assert.Equal(["router is 10.20.0.99, not 10.20.0.1", "mtu is 1450, not 1400", "lease-time is 86400 s, not 3600 s"], test.Checks[0].Mismatches);
        Assert.Equal("A web1.openstacklocal is 10.20.0.51, not 10.20.0.50", test.Checks.Single(c => c.Question == "A web1.openstacklocal").Mismatches.Single());
    }

    [Fact]
    public async Task A_reservation_with_options_of_its_own_is_tested_when_it_is_named()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            New-DhcpNetwork blue -Subnet 10.20.0.0/24
            New-DhcpReservation blue fa:16:3e:00:00:10 -HostName plain
            New-DhcpReservation blue fa:16:3e:00:00:11 -HostName own -ClientId my-client -Option @{ 'bootfile-name' = 'pxelinux.0'; 'ntp-server' = '10.20.0.8,10.20.0.9'; router = '10.20.0.77' }
            Enable-NetworkDhcp blue
            """);

        Assert.Equal("plain", Test(world).Checks[0].Reservation);
        SeenTest own = Test(world, "blue -Reservation own");

        Assert.Empty(own.Problems);
        Assert.Equal("own", own.Checks[0].Reservation);
        Assert.StartsWith("ReservationNotFound,", world.RunError("Test-NetworkDhcp blue -Reservation nobody").FullyQualifiedErrorId);
        Assert.Equal(2, Test(world, "blue -Reservation own, plain").Checks.Count(c => c.Protocol == "DHCPv4" && c.Result == "Passed"));
    }

    [Fact]
    public async Task Without_a_reservation_DNS_is_asked_and_the_rest_is_left_open()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue; New-DhcpNetwork bare; New-DhcpNetwork off -Subnet 10.30.0.0/24");

        SeenTest test = Test(world);

        Assert.Equal("Inconclusive", test.Result);
        Assert.Equal(["DHCPv4 DISCOVER: no reservation on 10.20.0.0/24 to test with"], test.Problems);
        Assert.Equal("Passed", Assert.Single(test.Checks, c => c.Protocol == "DNS").Result);
        Assert.False((bool)world.RunSingle("Test-NetworkDhcp blue -Quiet").BaseObject);
        Assert.Equal("Inconclusive", Test(world, "bare").Result);
        Assert.Equal("Failed", Test(world, "off").Result);
    }

    [Fact]
    public async Task A_server_that_the_plugin_does_not_know_is_told()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; Enable-NetworkDhcp blue");
        using var rogue = DhcpClient.Plug(world.Ovs, "rogue", "fa:16:3e:00:00:66");
        rogue.Run("ip", "addr", "add", "10.20.0.66/24", "dev", "rogue");
        using Process server = Programs.Start("ip", "netns", "exec", "rogue", "dnsmasq", "--keep-in-foreground", "--port=0", "--conf-file=/dev/null", "--pid-file=", "--leasefile-ro",
            "--no-ping", "--dhcp-range=10.20.0.100,10.20.0.110", "--user=root", "--bind-interfaces", "--interface=rogue");
        try
        {
            SeenTest test = Test(world);
            for (int i = 0; i < 20 && test.Result == "Passed"; i++)
                test = Test(world);

            Assert.Equal("Failed", test.Result);
            Assert.Equal("Passed", test.Checks.Single(c => c.Server == "10.20.0.2" && c.Protocol == "DHCPv4").Result);
            Assert.Contains("server is 10.20.0.66, not 10.20.0.2", test.Checks.Single(c => c.Server == "10.20.0.66").Mismatches);
        }
        finally
        {
            server.Kill();
            server.WaitForExit();
        }
    }

    [Fact]
    public async Task Many_networks_are_tested_in_one_transaction_there_and_one_back_and_one_that_fails_does_not_stop_the_others()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..10) { $n = New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" -VlanTag (100 + $i); New-DhcpReservation $n fa:16:3e:00:00:10 }; Get-DhcpNetwork | Enable-NetworkDhcp; Stop-Dnsmasq net7");
        long before = world.Ovs.GetNextCfg();

        IReadOnlyList<PSObject> tests = world.Run("Get-DhcpNetwork | Test-NetworkDhcp -Timeout 2");

        Assert.Equal(before + 2, world.Ovs.GetNextCfg());
        Assert.Equal(10, tests.Count);
        Assert.Equal("net7", Assert.Single(tests.Select(SeenTest.Of), t => t.Result != "Passed").Name);
        Assert.Empty(Probes(world));
    }

    [Fact]
    public async Task A_killed_test_leaves_a_port_which_the_next_one_removes_but_not_those_of_one_at_work()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10; Enable-NetworkDhcp blue; Stop-Dnsmasq blue");
        using (Process killed = ShellProcess.Start($"{world.Preamble} Test-NetworkDhcp blue -Timeout 60"))
        {
            WaitForProbes(world, 1);
            killed.Kill();
            killed.WaitForExit();
        }
        string left = Assert.Single(Probes(world));
        using (Process working = ShellProcess.Start($"{world.Preamble} Test-NetworkDhcp blue -Timeout 60"))
        {
            WaitForProbes(world, 1, except: left);

            world.Run("Test-NetworkDhcp blue -Timeout 1");

            string other = Assert.Single(Probes(world));
            Assert.NotEqual(left, other);
            working.Kill();
            working.WaitForExit();
        }
        world.Run("Test-NetworkDhcp blue -Timeout 1");
        Assert.Empty(Probes(world));
    }

    [Fact]
    public async Task A_test_that_is_stopped_removes_its_probes_first()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10; Enable-NetworkDhcp blue; Stop-Dnsmasq blue");
        using var pipeline = PowerShell.Create(world.PowerShell.Runspace);
        pipeline.AddScript("Test-NetworkDhcp blue -Timeout 60");
        IAsyncResult running = pipeline.BeginInvoke();
        WaitForProbes(world, 1);

        pipeline.Stop();

        Assert.Throws<PipelineStoppedException>(() => pipeline.EndInvoke(running));
        Assert.Empty(Probes(world));
    }

    [Fact]
    public async Task Two_tests_at_once_on_one_network_do_not_disturb_each_other()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(DualStack);
        string script = $"{world.Preamble} foreach ($i in 1..5) {{ Test-NetworkDhcp blue -Quiet }}";
        Process[] callers = [ShellProcess.Start(script), ShellProcess.Start(script)];
        foreach (Process caller in callers)
        {
            string output = await caller.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await caller.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Repeat("True", 5), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()));
            caller.Dispose();
        }
        Assert.Empty(Probes(world));
    }

    [Fact]
    public async Task Bad_input_is_refused_before_anything_is_plugged_in()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpPort blue");
        long before = world.Ovs.GetNextCfg();

        Assert.StartsWith("TimeoutInvalid,", world.RunError("Test-NetworkDhcp blue -Timeout 0").FullyQualifiedErrorId);
        Assert.StartsWith("TimeoutInvalid,", world.RunError("Test-NetworkDhcp blue -Timeout infinite").FullyQualifiedErrorId);
        Assert.StartsWith("NetworkNotFound,", world.RunError("Test-NetworkDhcp nowhere").FullyQualifiedErrorId);
        world.Run("Set-DhcpConfiguration -IntegrationBridge br-none | Out-Null");
        Assert.StartsWith("BridgeNotFound,", world.RunError("Test-NetworkDhcp blue").FullyQualifiedErrorId);
        Assert.Equal(before, world.Ovs.GetNextCfg());
    }

    private static SeenTest Test(ModuleWorld world, string arguments = "blue") => SeenTest.Of(world.RunSingle($"Test-NetworkDhcp {arguments}"));

    private static string[] Probes(ModuleWorld world) =>
        [.. world.Ovs.Vsctl("list-ports", "br-int").Split('\n').Where(p => p.StartsWith("dhp", StringComparison.Ordinal))];

    private static void WaitForProbes(ModuleWorld world, int count, string? except = null)
    {
        for (int i = 0; i < 600 && Probes(world).Count(p => p != except) < count; i++)
            Thread.Sleep(50);
        Assert.Equal(count, Probes(world).Count(p => p != except));
    }

    private static string DirectoryOf(ModuleWorld world) => Path.Combine(world.StateDirectory, "dhcp", $"{world.RunSingle("(Get-DhcpNetwork blue).Id")}");

    private static string Leases(ModuleWorld world) => File.ReadAllText(Path.Combine(DirectoryOf(world), "leases"));

    // As in " port  VLAN  MAC                Age".
    private static string PortOf(ModuleWorld world, string mac) =>
        Assert.Single(world.Ovs.Appctl("fdb/show", "br-int").Split('\n'), l => l.Contains(mac, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    // Edits files of a running dnsmasq, and starts one by hand that reads them.
    private static void Restart(ModuleWorld world, params (string File, string From, string To)[] edits)
    {
        int id = Assert.Single(world.DnsmasqProcesses());
        string[] command = [.. File.ReadAllText($"/proc/{id}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries)];
        using (var process = Process.GetProcessById(id))
            process.Kill();
        for (int i = 0; i < 100 && world.DnsmasqProcesses().Count > 0; i++)
            Thread.Sleep(20);
        foreach ((string file, string from, string to) in edits)
        {
            string path = Path.Combine(DirectoryOf(world), file);
            File.WriteAllText(path, File.ReadAllText(path).Replace(from, to));
        }
        Programs.Run("ip", ["netns", "exec", $"{world.RunSingle("(Get-DhcpNetwork blue).NamespaceName")}", .. command]);
    }
}
