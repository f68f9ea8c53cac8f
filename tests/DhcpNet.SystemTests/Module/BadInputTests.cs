using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Input that can't be right gets one clear error each, and nothing is touched.</summary>
public class BadInputTests
{
    [Theory]
    [InlineData("New-DhcpSubnet blue 10.30.0.5/24", "10.30.0.5/24", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpSubnet blue 10.30.0.0/33", "10.30.0.0/33", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpSubnet blue nonsense", "nonsense", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpSubnet blue 10.20.0.128/25", "10.20.0.0/24", null)]
    [InlineData("New-DhcpSubnet blue 10.30.0.0/24 -AllocationPool 10.30.1.1-10.30.1.9", "10.30.1.1", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpSubnet blue 10.30.0.0/24 -Gateway 10.30.0.1 -NoGateway", "-NoGateway", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpSubnet blue 10.30.0.0/24 -DnsServer 10.30.0", "10.30.0", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpSubnet blue 10.30.0.0/24 -HostRoute '10.99.0.1/16,10.30.0.2'", "10.99.0.1/16", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpSubnet nowhere 10.30.0.0/24", "nowhere", ErrorCategory.ObjectNotFound)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 10.30.0.9", "10.30.0.9", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.50", "10.20.0.50", null)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.1", "10.20.0.1", null)]
    [InlineData("New-DhcpReservation blue 01:00:5e:00:00:01", "01:00:5e:00:00:01", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00", "fa:16:3e:00:00", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.51", "fa:16:3e:00:00:10", ErrorCategory.ResourceExists)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 -HostName 'two words'", "two words", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 -HostName 'a,set:x'", "a,set:x", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 -HostName \"a`nb\"", "a", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 -HostName ('x' * 64)", "63", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 -Option @{ 'bootfile-name' = \"a`nb\" }", "bootfile-name", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:11 -Option @{ \"a`nb\" = 'x' }", "option", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpNetwork red -VlanTag 4095", "4095", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpNetwork red -VlanTag 0", "4094", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpNetwork red -Mtu 67", "67", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpNetwork red -Mtu 65536", "65536", ErrorCategory.InvalidArgument)]
    [InlineData("New-DhcpNetwork red -Subnet 10.40.0.0/24, 10.40.0.0/25", "10.40.0.0/25", null)]
    [InlineData("New-DhcpNetwork blue -Mtu 1300", "1300", ErrorCategory.ResourceExists)]
    [InlineData("New-DhcpNetwork \"a`nb\"", "a", ErrorCategory.InvalidArgument)]
    [InlineData("Enable-NetworkDhcp nowhere", "nowhere", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-DhcpNetwork nowhere", "nowhere", ErrorCategory.ObjectNotFound)]
    [InlineData("Start-Dnsmasq green", "New-DhcpPort", ErrorCategory.ObjectNotFound)]
    [InlineData("Set-TapAddress green", "New-DhcpPort", ErrorCategory.ObjectNotFound)]
    [InlineData("New-NetNamespace tap00000000-00", "tap00000000-00", ErrorCategory.ObjectNotFound)]
    [InlineData("New-NetNamespace -Name ../evil", "../evil", ErrorCategory.InvalidArgument)]
    [InlineData("Add-OvsTap 4b1a9a3c-0000-4000-8000-000000000000", "4b1a9a3c", ErrorCategory.ObjectNotFound)]
    [InlineData("Get-DhcpNetwork blue | New-DhcpPort | Add-OvsTap -VlanTag 5000", "5000", ErrorCategory.InvalidArgument)]
    [InlineData("Get-DhcpNetwork blue | New-DhcpPort | Add-OvsTap -Bridge br-none", "br-none", ErrorCategory.ObjectNotFound)]
    [InlineData("Set-DhcpConfiguration -Ovsdb nonsense", "nonsense", ErrorCategory.InvalidArgument)]
    [InlineData("Set-DhcpConfiguration -StatePath relative/path", "relative/path", ErrorCategory.InvalidArgument)]
    [InlineData("Set-DhcpConfiguration -LeaseDuration 60", "two minutes", ErrorCategory.InvalidArgument)]
    [InlineData("Set-DhcpConfiguration -HostName 'bad name'", "bad name", ErrorCategory.InvalidArgument)]
    public async Task It_is_refused(string script, string named, ErrorCategory? category)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; New-DhcpPort blue; New-DhcpNetwork green -Subnet 10.20.0.0/24");
        string before = State(world);

        ErrorRecord error = world.RunError(script);

        Assert.Contains(named, error.ToString());
        Assert.DoesNotContain("Unexpected", error.FullyQualifiedErrorId);
        if (category is not null)
            Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(before, State(world));
        Assert.Equal("", world.Ovs.Vsctl("list-ports", "br-int").Trim());
    }

    [Fact]
    public async Task A_missing_bridge_is_told_with_the_way_to_make_it()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("Set-DhcpConfiguration -IntegrationBridge br-none; New-DhcpNetwork blue -Subnet 10.20.0.0/24");

        ErrorRecord error = world.RunError("Enable-NetworkDhcp blue");

        Assert.StartsWith("BridgeNotFound", error.FullyQualifiedErrorId);
        Assert.Contains("ovs-vsctl add-br br-none", error.ToString());
        Assert.Empty(world.Run("Get-DhcpPort"));
        Assert.Equal("", Programs.Run("ip", "netns", "list"));
    }

    [Fact]
    public async Task An_OVSDB_that_does_not_answer_is_told_with_its_endpoint()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("Set-DhcpConfiguration -Ovsdb unix:/run/nowhere/db.sock; New-DhcpNetwork blue -Subnet 10.20.0.0/24");

        ErrorRecord error = world.RunError("Enable-NetworkDhcp blue");

        Assert.StartsWith("OvsdbUnavailable", error.FullyQualifiedErrorId);
        Assert.Contains("unix:/run/nowhere/db.sock", error.ToString());
    }

    [Fact]
    public async Task A_network_without_a_free_address_is_told()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue; New-DhcpSubnet blue 10.20.0.0/24 -AllocationPool 10.20.0.10-10.20.0.10; New-DhcpReservation blue fa:16:3e:00:00:10");

        ErrorRecord reserving = world.RunError("New-DhcpReservation blue fa:16:3e:00:00:11");
        ErrorRecord enabling = world.RunError("Enable-NetworkDhcp blue");

        Assert.Equal(ErrorCategory.LimitsExceeded, reserving.CategoryInfo.Category);
        Assert.Contains("10.20.0.0/24", reserving.ToString());
        Assert.Equal(ErrorCategory.LimitsExceeded, enabling.CategoryInfo.Category);
    }

    [Fact]
    public async Task A_missing_dnsmasq_is_told_before_anything_is_touched()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Set-DhcpConfiguration -Dnsmasq no-such-dnsmasq");

        ErrorRecord error = world.RunError("Enable-NetworkDhcp blue");

        Assert.StartsWith("DnsmasqNotFound", error.FullyQualifiedErrorId);
        Assert.Empty(world.Leftovers());
        world.Run("Set-DhcpConfiguration -Dnsmasq dnsmasq; Enable-NetworkDhcp blue");
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Fact]
    public async Task A_dnsmasq_that_refuses_to_start_is_told_in_its_own_words()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        string wrong = Path.Combine(world.StateDirectory, "wrong.conf");
        File.WriteAllText(wrong, "no-such-option\n");
        world.Run($"New-DhcpNetwork blue -Subnet 10.20.0.0/24; Set-DhcpConfiguration -DnsmasqConfigFile '{wrong}'");

        ErrorRecord error = world.RunError("Enable-NetworkDhcp blue");

        Assert.StartsWith("DnsmasqFailed", error.FullyQualifiedErrorId);
        Assert.Contains("bad option at line 1", error.ToString());
        world.Run("Set-DhcpConfiguration -DnsmasqConfigFile ''; Enable-NetworkDhcp blue");
        IReadOnlyList<int> serving = world.DnsmasqProcesses();
        Assert.StartsWith("DnsmasqFailed", world.RunError($"Set-DhcpConfiguration -DnsmasqConfigFile '{wrong}' | Out-Null; Enable-NetworkDhcp blue").FullyQualifiedErrorId);
        Assert.Equal(serving, world.DnsmasqProcesses());
    }

    [Fact]
    public async Task A_state_path_that_can_not_be_written_is_told()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("Set-DhcpConfiguration -StatePath /proc/dhcpnet");

        ErrorRecord error = world.RunError("New-DhcpNetwork blue");

        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Contains("/proc/dhcpnet", error.ToString());
    }

    [Fact]
    public async Task A_database_of_a_newer_schema_is_left_alone()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue");
        string path = Path.Combine(world.StateDirectory, "dhcpnet.db");
        await using (var store = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await store.OpenAsync(TestContext.Current.CancellationToken);
            await using Microsoft.Data.Sqlite.SqliteCommand command = store.CreateCommand();
            command.CommandText = "PRAGMA user_version = 999";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        ErrorRecord error = world.RunError($"Connect-DhcpPlugin '{path}'");

        Assert.StartsWith("StoreTooNew", error.FullyQualifiedErrorId);
        Assert.Contains("999", error.ToString());
    }

    [Fact]
    public async Task An_enabled_network_is_not_removed_from_under_its_service()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue");

        Assert.StartsWith("NetworkEnabled", world.RunError("Remove-DhcpNetwork blue -Force").FullyQualifiedErrorId);
        world.Run("Disable-NetworkDhcp blue -Force; New-DhcpPort blue | Add-OvsTap");
        Assert.StartsWith("NetworkEnabled", world.RunError("Remove-DhcpNetwork blue -Force").FullyQualifiedErrorId);
        world.Run("Disable-NetworkDhcp blue -Force; Remove-DhcpNetwork blue -Force");
        Assert.Empty(world.Run("Get-DhcpNetwork"));
    }

    [Fact]
    public async Task WhatIf_touches_nothing()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");

        Assert.Empty(world.Run("Get-DhcpNetwork | Enable-NetworkDhcp -WhatIf; New-DhcpPort blue -WhatIf; New-DhcpNetwork red -WhatIf; Remove-DhcpNetwork blue -Force -WhatIf"));

        Assert.Empty(world.Leftovers());
        Assert.Single(world.Run("Get-DhcpNetwork"));
    }

    [Fact]
    public async Task One_that_does_not_exist_does_not_hide_the_others()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue");

        PowerShellSession.Result result = world.PowerShell.Invoke("Get-NetworkDhcp blue, nowhere");

        Assert.Single(result.Output);
        Assert.StartsWith("NetworkNotFound", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public async Task A_configuration_file_that_names_one_thing_leaves_the_others_at_their_defaults()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        string file = Path.Combine(world.StateDirectory, "dhcpnet.json");
        string script = $"$env:DHCPNET_CONFIG = '{file}'; $c = Get-DhcpConfiguration; \"$($c.IntegrationBridge) $($c.StatePath) $($c.LeaseDuration.TotalSeconds) $($c.OvsdbTimeout.TotalSeconds)\"";

        File.WriteAllText(file, "{ \"integrationBridge\": \"br-x\" } // a comment\n");
        Assert.Equal("br-x /var/lib/dhcpnet 86400 10", ShellProcess.Run(script).Output.Trim());
        (int status, _, string error) = ShellProcess.Run($"$env:DHCPNET_CONFIG = '{file}'; Set-DhcpConfiguration -LeaseDuration 600 -OvsdbTimeout 2.5 -Persist");
        Assert.True(status == 0, error);
        Assert.Equal("br-x /var/lib/dhcpnet 600 2.5", ShellProcess.Run(script).Output.Trim());
        File.WriteAllText(file, "{ \"integrationBrigde\": \"br-x\" }");
        Assert.Contains("no setting 'integrationBrigde'", ShellProcess.Run(script).Error);
    }

    [Fact]
    public void Without_root_it_is_said_once_and_early()
    {
        Assert.SkipUnless(Program.IsRoot, "needs root, to give it up");
        (int status, _, string error) = Programs.Try("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/tmp", ShellProcess.ShellPath(), "-NoProfile", "-NonInteractive", "-Module", ModulePath.Manifest, "-Command", "'a', 'b' | Enable-NetworkDhcp");

        Assert.NotEqual(0, status);
        Assert.Contains("needs root", error);
        Assert.Equal(error.IndexOf("needs root", StringComparison.Ordinal), error.LastIndexOf("needs root", StringComparison.Ordinal));
    }

    private static string State(ModuleWorld world) => world.PowerShell.Show("Get-DhcpNetwork; Get-DhcpSubnet; Get-DhcpReservation");
}
