using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Open vSwitch dies during a bulk run: the run ends and says so for those concerned, and once it is back the next run does the rest.</summary>
public class BulkSwitchTests
{
    private const int Networks = 50;
    private const int Few = 10;

    private const string Enable = "Get-DhcpNetwork | Enable-NetworkDhcp";
    private const string Disable = "Get-DhcpNetwork | Disable-NetworkDhcp -Force";

    // Twice what waiting for ovs-vswitchd may take: OvsdbTimeout, and 0.1 s a tap, for making and for removing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("the first tap is there")]
    [InlineData("the first network is done")]
    public async Task A_switch_that_dies_in_the_middle_of_enabling(string moment)
    {
        await using ModuleWorld world = await StartAsync();
        using (var running = RunningScript.Start(world.PowerShell, Enable))
        {
            await WaitAsync(running, moment == "the first tap is there" ? HasTaps : () => running.OutputCount > 0);
            world.Ovs.KillSwitch();
            RequireUnavailable(await running.EndAsync(Patience));
        }
        world.Ovs.StartSwitch();

        world.Run(Enable);

        world.RequireAllWhole(Networks);
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_switch_that_dies_in_the_middle_of_disabling()
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Enable);
        int processes = world.DnsmasqProcesses().Count;
        using (var running = RunningScript.Start(world.PowerShell, Disable))
        {
            await WaitAsync(running, () => world.DnsmasqProcesses().Count < processes);
            world.Ovs.KillSwitch();
            RequireUnavailable(await running.EndAsync(Patience));
        }
        world.Ovs.StartSwitch();

        world.Run(Disable);

        Assert.Empty(world.Leftovers());
        world.Run(Enable);
        world.RequireAllWhole(Networks);
    }

    [Fact]
    public async Task A_database_that_restarts_in_the_middle_of_enabling()
    {
        await using ModuleWorld world = await StartAsync();
        using (var running = RunningScript.Start(world.PowerShell, Enable))
        {
            await WaitAsync(running, HasTaps);
            world.Ovs.KillDatabase();
            world.Ovs.StartDatabase();
            RequireUnavailable(await running.EndAsync(Patience));
        }

        world.Run(Enable);

        world.RequireAllWhole(Networks);
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Taps_that_are_removed_without_the_switch_leave_no_devices()
    {
        await using ModuleWorld world = await StartAsync(Few);
        world.Run("Get-DhcpNetwork | New-DhcpPort | Add-OvsTap");
        world.Ovs.KillSwitch();

        PowerShellSession.Result result = world.PowerShell.Invoke(Disable);

        Assert.Equal(Few, result.Errors.Count);
        RequireUnavailable(result.Errors);
        world.Ovs.StartSwitch();
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Without_the_switch_a_run_can_be_stopped()
    {
        await using ModuleWorld world = await StartAsync(Few);
        world.Ovs.KillSwitch();
        using (var running = RunningScript.Start(world.PowerShell, Enable))
        {
            await WaitAsync(running, () => world.Ovs.Vsctl("list-ports", "br-int").Contains("tap", StringComparison.Ordinal));
            RequireUnavailable(await running.StopAsync(Patience));
        }
        world.Ovs.StartSwitch();

        world.Run(Enable);

        world.RequireAllWhole(Few);
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    private static async Task<ModuleWorld> StartAsync(int networks = Networks)
    {
        ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("Set-DhcpConfiguration -OvsdbTimeout 2");
        world.MakeNetworks(networks);
        return world;
    }

    private static bool HasTaps() => Directory.EnumerateDirectories("/proc/sys/net/ipv4/conf", "tap*").Any();

    private static async Task WaitAsync(RunningScript running, Func<bool> isSo)
    {
        while (!isSo() && !running.HasEnded)
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    // Some find a tap that nobody has open any more, before anybody waits for ovs-vswitchd.
    private static void RequireUnavailable(IReadOnlyList<ErrorRecord> errors) => Assert.All(errors, e => Assert.True(
        e.FullyQualifiedErrorId.StartsWith("OvsdbUnavailable,", StringComparison.Ordinal)
            || (e.FullyQualifiedErrorId.StartsWith("DeviceInTheWay,", StringComparison.Ordinal) && e.ToString().Contains("ovs-vswitchd does not run", StringComparison.Ordinal)),
        $"{e.FullyQualifiedErrorId}: {e}"));
}
