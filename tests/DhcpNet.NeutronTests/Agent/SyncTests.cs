using System.Management.Automation;
using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>Syncs of many networks: what is served stays as it is, and what goes wrong meanwhile is made up for.</summary>
public class SyncTests(NeutronLab lab, ScheduledNetworks networks) : IClassFixture<ScheduledNetworks>
{
    private const int Unserved = 30;

    [Fact]
    public async Task An_agent_that_is_started_again_adopts_all_and_restarts_nothing()
    {
        networks.Serve(except: 0);
        string?[] before = Processes();
        Assert.All(before, Assert.NotNull);

        using var session = NeutronSession.Connect(lab);
        for (int start = 0; start < 2; start++)
        {
            using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp");
            await UntilAsync("its sync", () => Events(agent, "Synced").Any());
            Assert.StartsWith($"{ScheduledNetworks.Count} networks, 0 changed, 0 failed", $"{Events(agent, "Synced").First().Properties["Reason"].Value}", StringComparison.Ordinal);
            Assert.Empty(await agent.StopAsync(Patience));
        }

        Assert.Equal(before, Processes());
    }

    [Fact]
    public Task A_broker_that_dies_in_the_middle_of_the_first_sync_leaves_no_network_behind() =>
        InterruptAsync(() => lab.Broker.Kill(), lab.StartBrokerAsync);

    [Fact]
    public Task A_server_that_dies_in_the_middle_of_the_first_sync_leaves_no_network_behind() =>
        InterruptAsync(lab.KillServer, lab.StartServerAsync);

    private async Task InterruptAsync(Action kill, Func<Task> bringBack)
    {
        IReadOnlyList<TestNetwork> unserved = networks.Serve(except: Unserved);
        await using CastCopies casts = await CastCopies.StartAsync();
        using NeutronSession session = NeutronSession.Connect(lab), other = NeutronSession.Connect(lab);
        using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp");

        // The server tells of DHCP ports that it makes before it answers: some are made, and the rest is not.
        await UntilAsync("the first DHCP ports", () => casts.All.Count(c => c.Method == "port_create_end") >= 5);
        kill();
        string?[] before = Processes();
        Assert.InRange(casts.All.Count(c => c.Method == "port_create_end"), 5, Unserved - 1);
        Assert.Contains(before, p => p is null);
        await bringBack();

        await UntilAsync("all to be served", () => unserved.All(n => n.FindDnsmasq() is not null), TimeSpan.FromMinutes(5));
        await UntilAsync("nothing to be left to do", () => other.RunSingle("Get-DhcpAgent") is PSObject s && s.Properties["Backlog"].Value is 0 && s.Properties["InWork"].Value is 0);
        Assert.Empty(await agent.StopAsync(Patience));
        Assert.All(before.Zip(Processes()).Where(p => p.First is not null), p => Assert.Equal(p.First, p.Second));
        // The switch's agent has missed it too, and may be some time behind.
        await UntilAsync("all to be enabled", () => !Unwell(other).Any(), TimeSpan.FromMinutes(5));
        string[] ids = [.. networks.All.Select(n => $"{n.Id}").Order()];
        IEnumerable<string> withPort = (await lab.Api.GetAsync("ports?device_owner=network:dhcp"))["ports"]!.AsArray().Select(p => p!["network_id"]!.GetValue<string>());
        Assert.Equal(ids, withPort.Where(ids.Contains).Order());
    }

    private static IEnumerable<string> Unwell(NeutronSession session) =>
        session.Run("Get-NetworkDhcp | Where-Object { $_.State -ne 'Enabled' -or $_.Problems } | ForEach-Object { \"$($_.Network): $($_.State) $($_.Problems)\" }").Select(o => $"{o}");

    private static IEnumerable<PSObject> Events(RunningScript agent, string kind) => agent.Output.Where(e => $"{e.Properties["Kind"].Value}" == kind);

    private string?[] Processes() => [.. networks.All.Select(n => n.FindDnsmasq())];
}
