using System.Diagnostics;
using System.Globalization;
using DhcpNet.Agent;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Agent;

/// <summary>The agent's loop: what it asks, in which order it works, what it tells.</summary>
public sealed class DhcpAgentTests : IAsyncDisposable
{
    private readonly FakePlugin _plugin = new();
    private readonly Network _blue = AgentObjects.NewNetwork("blue");
    private readonly Network _green = AgentObjects.NewNetwork("green");

    public DhcpAgentTests()
    {
        _plugin.Add(_blue);
        _plugin.Add(_green);
    }

    public ValueTask DisposeAsync() => _plugin.DisposeAsync();

    [Fact]
    public async Task At_the_start_it_reports_then_asks_once_and_works_on_each_network_once()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();

        Assert.Equal(["report", "all"], _plugin.Asked.Where(a => !a.EndsWith("ready", StringComparison.Ordinal)));
        Assert.True(_plugin.Reports.First().IsStart);
        Assert.Equal(1, agent.Times(_blue));
        Assert.Equal(1, agent.Times(_green));
    }

    [Fact]
    public async Task A_plugin_that_had_believed_it_to_be_dead_gets_one_sync_at_the_start()
    {
        _plugin.Standings.Enqueue(AgentStanding.Revived);
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();

        await SettleAsync(agent);
        Assert.Single(_plugin.Asked, "all");
    }

    [Fact]
    public async Task A_plugin_that_believed_it_to_be_dead_meanwhile_gets_another_sync()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin, c => c with { ReportInterval = TimeSpan.FromMilliseconds(20) }).StartSyncedAsync();
        _plugin.Standings.Enqueue(AgentStanding.Revived);

        await agent.UntilAsync(() => _plugin.Asked.Count(a => a == "all") == 2, "another sync");
        Assert.All(_plugin.Reports.Skip(1), r => Assert.False(r.IsStart));
    }

    [Fact]
    public async Task A_report_that_fails_is_tried_again_as_a_start_and_hinders_nothing()
    {
        _plugin.Failures.Enqueue(new DhcpNetException("PluginUnavailable", DhcpNetErrorKind.Unavailable, "no answer"));
        await using RunningAgent agent = await new RunningAgent(_plugin, c => c with { ReportInterval = TimeSpan.FromMilliseconds(20) }).StartSyncedAsync();

        await agent.UntilAsync(() => agent.Saw(DhcpAgentEventKind.Recovered), "a report");
        Assert.Equal([true, true], _plugin.Reports.Take(2).Select(r => r.IsStart));
    }

    [Fact]
    public async Task A_new_port_is_worked_on_without_asking_the_plugin()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        Port port = _blue.NewPort(10);

        _plugin.Tell(port.Created());

        await agent.UntilAsync(() => _plugin.Ready.Contains(port.Id), "the port to be ready");
        Assert.Equal([port], agent.Applied.Last(n => n.Id == _blue.Id).Ports);
        Assert.DoesNotContain(_plugin.Asked, a => a.StartsWith("network", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_as_it_was_is_told_to_be_ready_and_nothing_is_done()
    {
        Port port = _blue.NewPort(10);
        _plugin.Add(_blue with { Ports = [port] });
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        await agent.UntilAsync(() => _plugin.Ready.Count == 1, "the port to be ready");

        _plugin.Tell(port.Updated());

        await agent.UntilAsync(() => _plugin.Ready.Count == 2, "the port to be ready again");
        Assert.Equal(1, agent.Times(_blue));
    }

    [Fact]
    public async Task What_comes_while_a_network_is_worked_on_is_done_together_afterwards()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        TaskCompletionSource gate = agent.HoldWork(_blue);
        _plugin.Tell(_blue.NewPort(10).Created());
        await agent.UntilAsync(() => agent.IsAtWork(_blue), "work on the network");
        Port[] ports = [.. Enumerable.Range(11, 50).Select(i => _blue.NewPort(i))];
        foreach (Port port in ports)
            _plugin.Tell(port.Created());
        _plugin.Tell(ports[0].Deleted());
        await agent.UntilAsync(() => _plugin.Ready.IsEmpty && DhcpAgent.GetStatus(agent.Configuration).Counts.Notifications == 52, "all to be heard");

        gate.SetResult();

        await agent.UntilAsync(() => agent.Times(_blue) == 3 && !agent.IsAtWork(_blue), "one more piece of work");
        Assert.Equal(50, agent.Applied.Last().Ports.Count);
        await SettleAsync(agent);
        Assert.Equal(3, agent.Times(_blue));
        Assert.False(agent.HasOverlapped);
        Assert.DoesNotContain(ports[0].Id, _plugin.Ready);
    }

    [Fact]
    public async Task A_network_that_takes_long_holds_up_no_other()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        agent.HoldWork(_blue);
        _plugin.Tell(_blue.NewPort(10).Created());
        await agent.UntilAsync(() => agent.IsAtWork(_blue), "work on the slow network");

        Port port = _green.NewPort(10);
        _plugin.Tell(port.Created());

        await agent.UntilAsync(() => _plugin.Ready.Contains(port.Id), "the other network's port to be ready");
        Assert.True(agent.IsAtWork(_blue));
    }

    [Fact]
    public async Task Of_what_waits_that_goes_first_which_the_plugin_calls_more_urgent()
    {
        // As many as are worked on at once, each by itself.
        Network[] slow = [.. Enumerable.Range(0, 8).Select(i => AgentObjects.NewNetwork($"slow{i}"))];
        foreach (Network network in slow)
            _plugin.Add(network);
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        TaskCompletionSource[] gates = [.. slow.Select(agent.HoldWork)];
        foreach (Network network in slow)
        {
            _plugin.Tell(network.About(DhcpNotificationKind.NetworkUpdate));
            await agent.UntilAsync(() => agent.IsAtWork(network), "work on a slow network");
        }
        _plugin.Tell(_blue.About(DhcpNotificationKind.NetworkUpdate) with { Priority = 6 });
        _plugin.Tell(_green.About(DhcpNotificationKind.NetworkUpdate) with { Priority = 1 });
        await agent.UntilAsync(() => DhcpAgent.GetStatus(agent.Configuration).Counts.Notifications == 10, "all to be heard");

        gates[0].SetResult();

        await agent.UntilAsync(() => agent.Times(_blue) == 2 && agent.Times(_green) == 2, "both");
        Assert.Equal([_green.Id, _blue.Id], agent.Applied.Select(n => n.Id).Where(id => id == _blue.Id || id == _green.Id).TakeLast(2));
    }

    [Fact]
    public async Task A_sync_leaves_room_for_what_is_more_urgent()
    {
        // Three batches, of which a sync may have two in work.
        Network[] many = [.. Enumerable.Range(0, 250).Select(i => AgentObjects.NewNetwork($"net{i}"))];
        foreach (Network network in many)
            _plugin.Add(network);
        _plugin.Networks.TryRemove(_blue.Id, out _);
        _plugin.Networks.TryRemove(_green.Id, out _);
        await using var agent = new RunningAgent(_plugin);
        foreach (Network network in many)
            agent.HoldWork(network);
        agent.Start();
        await agent.UntilAsync(() => many.Count(agent.IsAtWork) == 2, "two runs of the sync");
        _plugin.Add(_blue);

        _plugin.Tell(_blue.About(DhcpNotificationKind.NetworkCreate));

        await agent.UntilAsync(() => agent.Times(_blue) == 1, "the new network");
        Assert.Equal(2, many.Count(agent.IsAtWork));
    }

    [Fact]
    public async Task Only_at_the_start_and_after_a_failure_is_all_of_a_service_looked_at()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();

        agent.Failures[_blue.Id] = new DhcpNetException("PluginUnavailable", DhcpNetErrorKind.Unavailable, "no answer");
        _plugin.Tell(_blue.NewPort(10).Created());
        await agent.UntilAsync(() => agent.Times(_blue) == 2, "the failure");
        agent.Failures.Clear();

        await agent.UntilAsync(() => agent.Times(_blue) == 3, "the retry");
        Assert.Equal([false, true, false], agent.Looks.Where(l => l.NetworkId == _blue.Id).Select(l => l.IsExtensible));
    }

    [Fact]
    public async Task Somebody_who_works_on_a_network_for_a_moment_is_no_failure()
    {
        await using var agent = new RunningAgent(_plugin);
        agent.Failures[_blue.Id] = new DhcpNetException("NetworkBusy", DhcpNetErrorKind.Conflict, "somebody else works on it");
        agent.Start();
        await agent.UntilAsync(() => agent.Times(_blue) == 3, "two more tries");

        agent.Failures.Clear();

        await agent.UntilAsync(() => agent.Events.Any(e => e.Kind == DhcpAgentEventKind.Updated && e.NetworkId == _blue.Id), "the network");
        Assert.False(agent.Saw(DhcpAgentEventKind.Failed));
    }

    [Fact]
    public async Task Turned_off_and_on_it_does_what_the_plugin_has_for_it_then()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        Directory.CreateDirectory(Path.Combine(agent.Configuration.ConfsPath, $"{_blue.Id}"));
        _plugin.Networks.Clear();

        _plugin.Tell(new DhcpNotification { Kind = DhcpNotificationKind.AgentUpdate, AdminStateUp = false });
        await agent.UntilAsync(() => agent.Events.Count(e => e.Kind == DhcpAgentEventKind.Synced) == 2, "the sync of one that is off");
        Assert.Contains(agent.Events, e => e.Kind == DhcpAgentEventKind.Disabled && e.NetworkId == _blue.Id);
        _plugin.Add(_blue);
        _plugin.Tell(new DhcpNotification { Kind = DhcpNotificationKind.AgentUpdate, AdminStateUp = true });

        await agent.UntilAsync(() => agent.Events.Count(e => e.Kind == DhcpAgentEventKind.Synced) == 3, "the sync of one that is on");
        Assert.Equal(2, agent.Events.Count(e => e.Kind == DhcpAgentEventKind.Updated && e.NetworkId == _blue.Id));
        Assert.Equal(["start", "the agent was turned off", "the agent was turned on"], agent.Events.Where(e => e.Kind == DhcpAgentEventKind.SyncStarted).Select(e => e.Reason));
    }

    [Fact]
    public async Task What_the_plugin_tells_is_listened_to_again_where_that_ends_and_all_is_looked_at()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();

        _plugin.EndFeed();
        await agent.UntilAsync(() => agent.Events.Count(e => e.Kind == DhcpAgentEventKind.Synced) == 2, "another sync");
        Port port = _blue.NewPort(10);
        _plugin.Tell(port.Created());

        await agent.UntilAsync(() => _plugin.Ready.Contains(port.Id), "the port to be ready");
    }

    [Fact]
    public async Task A_plugin_that_can_not_be_listened_to_is_tried_again_before_anything_is_begun()
    {
        _plugin.ListenFailures.Enqueue(new DhcpNetException("BrokerUnavailable", DhcpNetErrorKind.Unavailable, "nothing listens"));
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();

        Assert.Equal([DhcpAgentEventKind.Started, DhcpAgentEventKind.Failed, DhcpAgentEventKind.SyncStarted], agent.Events.Select(e => e.Kind).Take(3));
        Assert.StartsWith("listening to the plugin; tried again in", agent.Events[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_fails_changes_nothing_and_is_asked_again()
    {
        await using var agent = new RunningAgent(_plugin, c => c with { ReportInterval = TimeSpan.Zero });
        Directory.CreateDirectory(Path.Combine(agent.Configuration.ConfsPath, $"{Guid.NewGuid()}"));
        _plugin.Failures.Enqueue(new DhcpNetException("PluginUnavailable", DhcpNetErrorKind.Unavailable, "no answer"));

        agent.Start();
        await agent.UntilAsync(() => agent.Saw(DhcpAgentEventKind.Failed), "the failure");
        Assert.Empty(agent.Applied);

        await agent.UntilAsync(() => agent.Saw(DhcpAgentEventKind.Synced), "the sync");
    }

    [Fact]
    public async Task An_answer_without_networks_disables_those_that_are_here()
    {
        _plugin.Networks.Clear();
        await using var agent = new RunningAgent(_plugin);
        Directory.CreateDirectory(Path.Combine(agent.Configuration.ConfsPath, $"{_blue.Id}"));

        await agent.StartSyncedAsync();

        Assert.Contains(agent.Events, e => e.Kind == DhcpAgentEventKind.Disabled && e.NetworkId == _blue.Id);
    }

    [Fact]
    public async Task A_plugin_that_never_had_a_network_takes_down_none_of_another_plugins()
    {
        _plugin.Networks.Clear();
        _plugin.HasHadNetworks = false;
        await using var agent = new RunningAgent(_plugin);
        Directory.CreateDirectory(Path.Combine(agent.Configuration.ConfsPath, $"{_blue.Id}"));

        agent.Start();

        await agent.UntilAsync(() => agent.Events.Any(e => e.ErrorId == "PluginNeverUsed"), "the refusal");
        Assert.Empty(agent.Applied);
    }

    [Fact]
    public async Task Limited_to_some_networks_it_leaves_the_others_alone()
    {
        await using var agent = new RunningAgent(_plugin, selection: new NetworkSelection([], ["b*"]));
        Directory.CreateDirectory(Path.Combine(agent.Configuration.ConfsPath, $"{Guid.NewGuid()}"));
        await agent.StartSyncedAsync();
        Network black = AgentObjects.NewNetwork("black");
        _plugin.Add(black);

        _plugin.Tell(_green.About(DhcpNotificationKind.NetworkUpdate));
        _plugin.Tell(black.About(DhcpNotificationKind.NetworkCreate));

        await agent.UntilAsync(() => agent.Times(black) == 1, "the new network");
        Assert.Equal(["black", "blue"], agent.Applied.Select(n => n.Name).Order());
    }

    [Fact]
    public async Task A_network_taken_away_is_disabled_though_the_plugin_still_has_it()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();

        _plugin.Tell(_blue.About(DhcpNotificationKind.NetworkDelete));

        await agent.UntilAsync(() => agent.Events.Any(e => e.Kind == DhcpAgentEventKind.Disabled && e.NetworkId == _blue.Id), "the network to go");
    }

    [Fact]
    public async Task The_ports_of_a_network_that_was_taken_away_and_given_back_are_told_to_be_ready_again()
    {
        Port port = _blue.NewPort(10);
        _plugin.Add(_blue with { Ports = [port] });
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        await agent.UntilAsync(() => _plugin.Ready.Count == 1, "the port to be ready");
        _plugin.Tell(_blue.About(DhcpNotificationKind.NetworkDelete));
        await agent.UntilAsync(() => agent.Saw(DhcpAgentEventKind.Disabled), "the network to go");

        _plugin.Tell(_blue.About(DhcpNotificationKind.NetworkCreate));

        await agent.UntilAsync(() => _plugin.Ready.Count == 2, "the port to be ready again");
    }

    [Fact]
    public async Task What_was_told_before_the_question_is_answered_by_it()
    {
        _plugin.Pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (int i = 0; i < 20; i++)
            _plugin.Tell(_blue.About(DhcpNotificationKind.NetworkUpdate));
        await using RunningAgent agent = new RunningAgent(_plugin, c => c with { ReportInterval = TimeSpan.Zero }).Start();
        await agent.UntilAsync(() => _plugin.Asked.Contains("all"), "the question");
        _plugin.Pause.SetResult();

        await agent.UntilAsync(() => agent.Saw(DhcpAgentEventKind.Synced), "the sync");

        Assert.InRange(agent.Times(_blue), 1, 2);
    }

    [Fact]
    public async Task What_failed_is_tried_again_and_asked_for_anew()
    {
        await using var agent = new RunningAgent(_plugin);
        agent.Failures[_blue.Id] = new DhcpNetException("PluginUnavailable", DhcpNetErrorKind.Unavailable, "no answer");
        await agent.StartSyncedAsync();
        Assert.Contains(agent.Events, e => e.Kind == DhcpAgentEventKind.Failed && e.NetworkId == _blue.Id && e.ErrorId == "PluginUnavailable");

        agent.Failures.Clear();

        await agent.UntilAsync(() => agent.Events.Any(e => e.Kind == DhcpAgentEventKind.Updated && e.NetworkId == _blue.Id), "the retry");
        Assert.Contains($"network {_blue.Id}", _plugin.Asked);
    }

    [Fact]
    public async Task What_fails_again_waits_longer_and_holds_up_no_other()
    {
        await using var agent = new RunningAgent(_plugin);
        agent.Failures[_blue.Id] = new DhcpNetException("PluginUnavailable", DhcpNetErrorKind.Unavailable, "no answer");
        await agent.StartSyncedAsync();

        await agent.UntilAsync(() => Delays(agent, _blue).Count == 2, "the second failure");

        Assert.InRange(Delays(agent, _blue)[0], 0.8, 1);
        Assert.InRange(Delays(agent, _blue)[1], 1.6, 2);
        Assert.Equal(1, agent.Times(_green));
    }

    [Fact]
    public async Task A_metadata_proxy_that_ends_before_it_can_be_watched_has_its_network_worked_on_again()
    {
        await using RunningAgent agent = new(_plugin);
        using var proxy = Process.Start("true");
        await proxy.WaitForExitAsync(TestContext.Current.CancellationToken);
        string pids = Path.Combine(agent.Configuration.StatePath, "external", "pids");
        Directory.CreateDirectory(pids);
        File.WriteAllText(Path.Combine(pids, $"{_blue.Id}.pid.haproxy"), $"{proxy.Id}\n");

        await agent.StartSyncedAsync();

        await agent.UntilAsync(() => agent.Times(_blue) > 1, "the network to be worked on again");
        Assert.Equal(1, agent.Times(_green));
    }

    [Fact]
    public async Task A_network_without_a_free_address_waits_for_news_of_it()
    {
        await using var agent = new RunningAgent(_plugin);
        agent.Failures[_blue.Id] = new DhcpNetException("AddressesExhausted", DhcpNetErrorKind.Exhausted, "no address is left");
        await agent.StartSyncedAsync();
        Assert.Contains(agent.Events, e => e.ErrorId == "AddressesExhausted" && e.Reason == "tried again when something changes on the network");
        agent.Failures.Clear();

        _plugin.Tell(_blue.About(DhcpNotificationKind.SubnetUpdate));

        await agent.UntilAsync(() => agent.Events.Any(e => e.Kind == DhcpAgentEventKind.Updated && e.NetworkId == _blue.Id), "the next try");
    }

    [Fact]
    public async Task Ports_are_told_sixty_four_at_a_time_and_again_after_a_failure()
    {
        Port[] ports = [.. Enumerable.Range(1, 150).Select(i => _blue.NewPort(i))];
        _plugin.Add(_blue with { Ports = ports });
        _plugin.Networks.TryRemove(_green.Id, out _);
        await using RunningAgent agent = new(_plugin, c => c with { ReportInterval = TimeSpan.Zero });
        await agent.StartSyncedAsync();

        await agent.UntilAsync(() => _plugin.Ready.Count == 150, "all ports");

        Assert.Equal(["64 ready", "64 ready", "22 ready"], _plugin.Asked.Where(a => a.EndsWith("ready", StringComparison.Ordinal)));
        Assert.Equal(ports.Select(p => p.Id).Order(), _plugin.Ready.Order());

        _plugin.Failures.Enqueue(new DhcpNetException("PluginUnavailable", DhcpNetErrorKind.Unavailable, "no answer"));
        Port more = _blue.NewPort(200);
        _plugin.Tell(more.Created());
        await agent.UntilAsync(() => _plugin.Ready.Contains(more.Id), "the port after the failure");
    }

    [Fact]
    public async Task Stopped_it_finishes_the_network_that_it_works_on()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        TaskCompletionSource gate = agent.HoldWork(_blue);
        _plugin.Tell(_blue.NewPort(10).Created());
        await agent.UntilAsync(() => agent.IsAtWork(_blue), "work on the network");

        Task stopping = agent.StopAsync();
        await Task.Yield();
        Assert.False(agent.Run.IsCompleted);
        gate.SetResult();
        await stopping;

        Assert.Equal(DhcpAgentEventKind.Stopped, agent.Events[^1].Kind);
        Assert.Contains(agent.Events, e => e.Kind == DhcpAgentEventKind.Updated && e.NetworkId == _blue.Id && e.Reason == "port added");
        Assert.Equal(DhcpAgentState.Stopped, DhcpAgent.GetStatus(agent.Configuration).State);
    }

    [Fact]
    public async Task Stopped_while_the_plugin_owes_an_answer_it_waits_for_none()
    {
        _plugin.Pause = new TaskCompletionSource();
        await using RunningAgent agent = new RunningAgent(_plugin).Start();
        await agent.UntilAsync(() => _plugin.Asked.Contains("all"), "the question");

        await agent.StopAsync();

        Assert.Equal([DhcpAgentEventKind.Started, DhcpAgentEventKind.SyncStarted, DhcpAgentEventKind.Stopped], agent.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task A_second_agent_is_refused_and_the_first_can_be_asked_how_it_stands()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        await agent.UntilAsync(() => DhcpAgent.GetStatus(agent.Configuration).LastSync is not null, "the status");
        using var second = new DhcpAgent(_plugin, _ => (_, _, _) => throw new NotSupportedException(), agent.Configuration, new DhcpAgentOptions(), (_, _) => { });

        DhcpNetException refused = await Assert.ThrowsAsync<DhcpNetException>(() => second.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal("AgentRunning", refused.ErrorId);
        Assert.Contains($"{Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        DhcpAgentStatus status = DhcpAgent.GetStatus(agent.Configuration);
        Assert.Equal((DhcpAgentState.Running, Environment.ProcessId, 2, true), (status.State, status.ProcessId, status.Networks, status.IsConnected));
    }

    [Fact]
    public async Task A_connection_that_was_lost_is_made_good_by_a_sync()
    {
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();

        _plugin.Tell(new DhcpNotification { Kind = DhcpNotificationKind.Resync, Reason = "the broker was away" });

        await agent.UntilAsync(() => agent.Events.Count(e => e.Kind == DhcpAgentEventKind.Synced) == 2, "the sync");
        Assert.Contains(agent.Events, e => e.Kind == DhcpAgentEventKind.SyncStarted && e.Reason == "the broker was away");
    }

    [Fact]
    public async Task A_sync_that_finds_all_as_it_was_works_on_no_network_and_tells_that_its_ports_are_ready()
    {
        Port port = _blue.NewPort(10);
        _plugin.Add(_blue with { Ports = [port] });
        await using RunningAgent agent = await new RunningAgent(_plugin).StartSyncedAsync();
        _plugin.Add(_green with { Mtu = 1400 });

        _plugin.Tell(new DhcpNotification { Kind = DhcpNotificationKind.Resync });

        await agent.UntilAsync(() => agent.Events.Count(e => e.Kind == DhcpAgentEventKind.Synced) == 2, "the sync");
        Assert.Equal((1, 2), (agent.Times(_blue), agent.Times(_green)));
        await agent.UntilAsync(() => _plugin.Ready.Count(id => id == port.Id) == 2, "the port to be told of again");
    }

    // How long it says that it waits, in seconds, each time that a network fails.
    private static List<double> Delays(RunningAgent agent, Network network) =>
        [.. agent.Events.Where(e => e.Kind == DhcpAgentEventKind.Failed && e.NetworkId == network.Id).Select(e => double.Parse(e.Reason!.Split(' ')[^2], CultureInfo.InvariantCulture))];

    // Something is told and done, so that what was to come before it has come.
    private async Task SettleAsync(RunningAgent agent)
    {
        int times = agent.Times(_green);
        _plugin.Tell(_green.About(DhcpNotificationKind.NetworkUpdate));
        await agent.UntilAsync(() => agent.Times(_green) > times && !agent.IsAtWork(_green), "the last word");
    }
}
