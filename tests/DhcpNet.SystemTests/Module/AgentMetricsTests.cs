using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;

namespace DhcpNet.SystemTests.Module;

/// <summary>An agent serves its metrics where it is told to, and nowhere else.</summary>
public class AgentMetricsTests
{
    private const int Port = 9105;

    // What a process of the module has loaded of it, at the end of its first sync.
    private const string TellLoaded = """
        Watch-NetworkDhcp | ForEach-Object { if ($_.Kind -eq 'Synced') {
            foreach ($a in [AppDomain]::CurrentDomain.GetAssemblies()) { if ($a.GetName().Name -in 'DhcpNet.Metrics', 'Prometheus.NetStandard') { [Console]::Out.WriteLine($a.GetName().Name) } }
            [Console]::Out.WriteLine('synced') } }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_it_does_is_counted()
    {
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.Configure($"Set-DhcpConfiguration -MetricsPort {Port}");
        await world.WatchAsync();
        Assert.Equal((0, 1), (await ReadAsync("dhcpnet_networks"), await ReadAsync("dhcpnet_syncs_total")));

        world.World.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        await world.UntilAsync(() => world.Saw("Enabled", "blue"), "the network");
        await world.UntilIdleAsync();

        Assert.Equal((1, 1), (await ReadAsync("dhcpnet_networks"), await ReadAsync("dhcpnet_networks_changed_total")));
        Assert.Equal(1, await ReadAsync("dhcpnet_connected"));
        await world.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync("dhcpnet_networks"));
    }

    [Fact]
    public async Task A_port_that_somebody_has_is_an_error_and_nothing_is_begun()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        using var other = new TcpListener(IPAddress.Loopback, Port);
        other.Start();

        PowerShellSession.Result result = world.PowerShell.Invoke($"New-DhcpNetwork blue -Subnet 10.20.0.0/24; Set-DhcpConfiguration -MetricsPort {Port}; Watch-NetworkDhcp");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("MetricsPortUnavailable,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceUnavailable, error.CategoryInfo.Category);
        Assert.Equal(Port, error.TargetObject);
        Assert.Empty(world.DnsmasqProcesses());
        Assert.DoesNotContain(result.Output, o => o.TypeNames[0] == typeof(DhcpAgentEvent).FullName);
    }

    [Fact]
    public async Task A_second_agent_is_told_of_the_first_and_not_of_its_port()
    {
        await using WatchedWorld world = await WatchedWorld.PrepareAsync();
        world.Configure($"Set-DhcpConfiguration -MetricsPort {Port}");
        await world.WatchAsync();

        ErrorRecord error = world.World.RunError($"$null = Set-DhcpConfiguration -MetricsPort {Port}; Watch-NetworkDhcp");

        Assert.StartsWith("AgentRunning,", error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("$null = Set-DhcpConfiguration -MetricsPort 9106;", new[] { "DhcpNet.Metrics", "Prometheus.NetStandard" })]
    public async Task What_serves_them_is_loaded_where_it_is_needed(string settings, string[] loaded)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();

        using Process agent = ShellProcess.Start($"{world.Preamble} {settings} {TellLoaded}");
        List<string> told = [];
        while (await agent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is string line && line != "synced")
            told.Add(line);
        int listening = ListeningSockets(agent);
        agent.Kill();
        agent.WaitForExit();

        Assert.Equal(loaded, told.Order(StringComparer.Ordinal));
        Assert.Equal(loaded.Length > 0 ? 1 : 0, listening);
    }

    private static async Task<double> ReadAsync(string metric)
    {
        using var client = new HttpClient();
        string text = await client.GetStringAsync($"http://127.0.0.1:{Port}/metrics", TestContext.Current.CancellationToken);
        return double.Parse(text.Split('\n').Single(l => l.StartsWith($"{metric} ", StringComparison.Ordinal)).Split(' ')[1], null);
    }

    // proc(5): the fourth column is the state, 0A is LISTEN; the tenth is the inode, which a descriptor of the socket is a link to.
    private static int ListeningSockets(Process process)
    {
        IEnumerable<string[]> sockets = new[] { "tcp", "tcp6" }.SelectMany(f => File.ReadLines($"/proc/{process.Id}/net/{f}").Skip(1)).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        HashSet<string> listening = [.. sockets.Where(s => s[3] == "0A").Select(s => $"socket:[{s[9]}]")];
        return Directory.GetFiles($"/proc/{process.Id}/fd").Count(f => new FileInfo(f).LinkTarget is string target && listening.Contains(target));
    }
}
