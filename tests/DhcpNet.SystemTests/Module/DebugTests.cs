namespace DhcpNet.SystemTests.Module;

/// <summary>What -Debug and -Verbose tell.</summary>
public sealed class DebugTests
{
    [Fact]
    public async Task Debug_shows_what_OVSDB_and_the_kernel_are_asked_and_Verbose_a_line_a_step()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");

        string[] told = [.. world.Run("Enable-NetworkDhcp blue -Debug 5>&1").Select(o => $"{o}")];

        Assert.Contains(told, l => l.Contains("transact", StringComparison.Ordinal));
        Assert.Contains(told, l => l.StartsWith("netlink: RTM_NEWADDR", StringComparison.Ordinal) && l.EndsWith(": done", StringComparison.Ordinal));
        Assert.Contains(told, l => l.StartsWith("netlink: NFT_MSG_NEWRULE", StringComparison.Ordinal));

        Assert.Contains(told, l => l.StartsWith("blue: port created", StringComparison.Ordinal));

        string[] quiet = [.. world.Run("Restart-NetworkDhcp blue 5>&1").Select(o => $"{o}")];
        Assert.Equal(["blue"], quiet);
        Assert.Equal(["blue: dnsmasq restarted"], world.Run("Restart-NetworkDhcp blue -Verbose 4>&1").Select(o => $"{o}").Where(l => l.StartsWith("blue: dnsmasq restarted", StringComparison.Ordinal)));
    }
}
