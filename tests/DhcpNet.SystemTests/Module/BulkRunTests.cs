using System.Globalization;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Fifty networks: enabled, served, left alone, changed, and gone again.</summary>
public class BulkRunTests
{
    private const int Networks = 50;

    private static readonly int[] Visited = [1, 17, 34, 50];

    [Fact]
    public async Task Fifty_networks_come_serve_take_changes_and_go()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        world.Run("Get-DhcpNetwork | New-DhcpReservation -MacAddress fa:16:3e:00:00:10");

        IReadOnlyList<PSObject> enabled = world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");

        Assert.Equal(Networks, enabled.Count);
        Assert.All(enabled, e => Assert.Equal("Created", $"{e.Properties["Change"].Value}"));
        world.RequireAllWhole(Networks);
        foreach (int i in Visited)
        {
            using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10", vlanTag: 100 + i);
            using var udhcpc = Udhcpc.Start(client);
            Assert.StartsWith($"10.{i}.0.", udhcpc.Bound()["ip"], StringComparison.Ordinal);
        }

        IReadOnlyList<int> processes = world.DnsmasqProcesses();
        long written = world.Ovs.GetNextCfg();
        Assert.All(world.Run("Get-DhcpNetwork | Enable-NetworkDhcp"), e => Assert.Equal("None", $"{e.Properties["Change"].Value}"));
        Assert.Equal(processes.Order(), world.DnsmasqProcesses().Order());
        Assert.Equal(written, world.Ovs.GetNextCfg());

        world.Run("foreach ($i in 1..50) { New-DhcpReservation \"net$i\" fa:16:3e:00:00:11 \"10.$i.0.200\" }");
        IReadOnlyList<PSObject> updated = world.Run("Get-DhcpNetwork | Update-NetworkDhcp");
        Assert.Equal(Networks, updated.Count);
        Assert.All(updated, u => Assert.Equal("Reloaded", $"{u.Properties["Change"].Value}"));
        Assert.Equal(processes.Order(), world.DnsmasqProcesses().Order());
        foreach (int i in Visited)
        {
            using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:11", vlanTag: 100 + i);
            Assert.Equal($"10.{i}.0.200", client.Lease()["ip"]);
        }

        IReadOnlyList<PSObject> disabled = world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        Assert.Equal(Networks, disabled.Count);
        Assert.All(disabled, d => Assert.Equal("Removed", $"{d.Properties["Change"].Value}"));
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task One_at_a_time_does_the_same()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(5);

        Assert.Equal(5, world.Run("Get-DhcpNetwork | Enable-NetworkDhcp -ThrottleLimit 1").Count);
        world.RequireAllWhole(5);
        Assert.Equal(5, world.Run("Get-DhcpNetwork | Update-NetworkDhcp -ThrottleLimit 1").Count);
        Assert.Equal(5, world.Run("Get-DhcpNetwork | Restart-NetworkDhcp -ThrottleLimit 1").Count);
        world.RequireAllWhole(5);
        Assert.Equal(5, world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -ThrottleLimit 1 -Force").Count);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_summary_counts_what_became_of_the_networks()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(20);
        world.Run("1..8 | ForEach-Object { \"net$_\" } | Enable-NetworkDhcp; Set-DhcpNetwork net12 -AdminStateUp $false");

        PowerShellSession.Result result = world.PowerShell.Invoke("Get-DhcpNetwork | Enable-NetworkDhcp -Summary");

        Assert.Equal("NetworkAdminDown", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("20 networks: 11 changed, 8 unchanged, 1 failed: net12", Counts(Assert.Single(result.Output)));
        Assert.Equal("20 networks: 1 changed, 19 unchanged, 0 failed: ", Counts(world.RunSingle("$null = Set-DhcpNetwork net12 -AdminStateUp $true; Get-DhcpNetwork | Enable-NetworkDhcp -Summary")));
        Assert.Equal("20 networks: 0 changed, 20 unchanged, 0 failed: ", Counts(world.RunSingle("Get-DhcpNetwork | Update-NetworkDhcp -Summary")));
        Assert.Equal("20 networks: 20 changed, 0 unchanged, 0 failed: ", Counts(world.RunSingle("Get-DhcpNetwork | Disable-NetworkDhcp -Force -Summary")));
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_thousand_networks_are_told_of_and_left_alone_with_WhatIf()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("foreach ($i in 1..1000) { New-DhcpNetwork \"net$i\" -Subnet \"10.$($i -shr 8).$($i -band 255).0/24\" }");
        string before = Everything(world);

        string[] told = world.PowerShell.Show("Get-DhcpNetwork | Enable-NetworkDhcp -WhatIf").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => $"What if: Performing the operation \"enable DHCP\" on target \"network net{i}\".").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.Empty(world.Run("Get-DhcpNetwork | Enable-NetworkDhcp -WhatIf -Summary"));
        Assert.Equal(before, Everything(world));
    }

    [Fact]
    public async Task WhatIf_leaves_a_service_alone_that_would_go()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(5);
        world.Run("Get-DhcpNetwork | Enable-NetworkDhcp; Set-DhcpNetwork net3 -AdminStateUp $false");
        IReadOnlyList<string> before = world.Leftovers();

        foreach (string command in new[] { "Disable", "Update", "Restart" })
            Assert.Equal(5, world.PowerShell.Show($"Get-DhcpNetwork | {command}-NetworkDhcp -WhatIf").Split("What if: ").Length - 1);

        Assert.Equal(before, world.Leftovers());
    }

    [Theory]
    [InlineData("1..6 | ForEach-Object { \"net$_\" }")]
    [InlineData("(Get-DhcpNetwork).Id")]
    [InlineData("(Get-DhcpNetwork).Id | ForEach-Object { \"$_\" }")]
    [InlineData("1..6 | ForEach-Object { [pscustomobject]@{ Name = \"net$_\" } }")]
    [InlineData("(Get-DhcpNetwork).Id | ForEach-Object { [pscustomobject]@{ Id = $_; Name = 'of something else' } }")]
    [InlineData("1..6 | ForEach-Object { @{ Name = \"net$_\" } }")]
    [InlineData("(Get-DhcpNetwork).Id | ForEach-Object { @{ NetworkId = \"$_\" } }")]
    [InlineData("1..6 | ForEach-Object { [pscustomobject]@{ Network = \"net$_\"; Id = [guid]::NewGuid() } }")]
    [InlineData("Get-DhcpNetwork; 'net1', 'net2'; (Get-DhcpNetwork net3).Id")]
    [InlineData("Get-DhcpSubnet")]
    public async Task Whatever_names_a_network_is_understood_and_each_is_worked_on_once(string networks)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(6);

        IReadOnlyList<PSObject> enabled = world.Run($"& {{ {networks} }} | Enable-NetworkDhcp");

        Assert.Equal(["net1", "net2", "net3", "net4", "net5", "net6"], enabled.Select(e => $"{e}").Order(StringComparer.Ordinal));
        world.Run($"& {{ {networks} }} | Disable-NetworkDhcp -Force");
        Assert.Empty(world.Leftovers());
    }

    // What running a command could have touched: the store's contents, all files, Open vSwitch's database, and the kernel.
    private static string Everything(ModuleWorld world) => string.Join('\n',
    [
        .. world.Run("Get-DhcpNetwork").Select(n => $"{n.Properties["Id"].Value} {n.Properties["Revision"].Value}"),
        .. Directory.EnumerateFileSystemEntries(world.StateDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        world.Ovs.GetNextCfg().ToString(CultureInfo.InvariantCulture),
        .. world.Leftovers(),
    ]);

    private static string Counts(PSObject summary)
    {
        object? Value(string property) => summary.Properties[property].Value;
        return $"{Value("Networks")} networks: {Value("Changed")} changed, {Value("Unchanged")} unchanged, {Value("Failed")} failed: {string.Join(", ", (IEnumerable<string>)Value("FailedNetworks")!)}";
    }
}
