using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DhcpNet.Setup;

namespace DhcpNet.SystemTests.Module;

/// <summary>A command that is waited for for more than a second shows how far it is, and takes that away at its end; a quick one shows nothing.</summary>
public sealed partial class ProgressTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongerThanASecond = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_command_says_which_Open_vSwitch_does_not_answer()
    {
        Assert.SkipUnless(Program.IsRoot, "needs root");
        using var world = new StoreWorld();
        string path = Path.Combine(world.Directory, "db.sock");
        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        silent.Bind(new UnixDomainSocketEndPoint(path));
        silent.Listen();

        PowerShellSession.Result result = world.Session.Invoke($"$null = Set-DhcpConfiguration -Ovsdb 'unix:{path}' -OvsdbTimeout 2; Get-OvsTap");

        Assert.Single(result.Errors);
        RequireShown(result, "Get-OvsTap", $"1 s: Connecting to Open vSwitch at unix:{path}");
    }

    [Fact]
    public async Task A_command_says_which_broker_does_not_answer_and_no_password()
    {
        using var world = new StoreWorld();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        using RunningScript script = RunningScript.Start(world.Session, $"Connect-DhcpPlugin -TransportUrl rabbit://neutron:secret@{silent.LocalEndpoint}/");
        await WaitUntilAsync(() => script.Progress.Any(r => r.StatusDescription.Contains("Connecting to Neutron at rabbit://", StringComparison.Ordinal)));
        await script.StopAsync(Patience);

        Assert.DoesNotContain(script.Progress, r => r.StatusDescription.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Many_from_the_pipeline_are_counted()
    {
        using var world = new StoreWorld();

        // By the time and not by the number: how many a second there are is the machine's to say.
        PowerShellSession.Result result = world.Session.Invoke(
            "$clock = [Diagnostics.Stopwatch]::StartNew(); do { 1..100000 | New-DhcpNetwork | ForEach-Object { if ($clock.Elapsed.TotalSeconds -gt 4) { break } } } while ($false)");

        RequireShown(result, "New-DhcpNetwork", CountPattern());
    }

    [Fact]
    public void A_quick_command_shows_nothing()
    {
        using var world = new StoreWorld();

        Assert.Empty(world.Session.Invoke("New-DhcpNetwork blue 10.20.0.0/24; Get-DhcpNetwork").Progress);
    }

    [Fact]
    public async Task A_command_says_which_network_another_one_works_on()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        string id = $"{world.RunSingle("New-DhcpNetwork blue 10.20.0.0/24").Properties["Id"].Value}";
        foreach (string command in (string[])["Stop-Dnsmasq blue", "Enable-NetworkDhcp blue"])
        {
            using Task release = HoldAsync(world, Guid.Parse(id));

            PowerShellSession.Result result = world.PowerShell.Invoke(command);

            await release;
            Assert.Empty(result.Errors);
            RequireShown(result, command.Split(' ')[0], $"1 s: Waiting for network {id}: another command works on it");
        }
    }

    [Fact]
    public async Task A_command_that_ends_in_an_error_or_in_the_middle_takes_away_what_it_has_shown()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        var id = Guid.Parse($"{world.RunSingle("New-DhcpNetwork blue 10.20.0.0/24").Properties["Id"].Value}");
        foreach (string script in (string[])["try { 'blue', 'none' | Stop-Dnsmasq -ErrorAction Stop } catch { }", "do { 'blue' | New-DhcpPort | Add-OvsTap | ForEach-Object { break } } while ($false)"])
        {
            using Task release = HoldAsync(world, id);

            PowerShellSession.Result result = world.PowerShell.Invoke(script);

            await release;
            Assert.NotEmpty(result.Progress);
            Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
        }
    }

    [Fact]
    public async Task A_bulk_run_is_shown_with_its_rate_and_the_time_that_is_left()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(60);

        // One at a time, which takes more than a second anywhere.
        PowerShellSession.Result result = world.PowerShell.Invoke("Get-DhcpNetwork | Enable-NetworkDhcp -ThrottleLimit 1");

        Assert.Empty(result.Errors);
        RequireShown(result, "Enable-NetworkDhcp", RatePattern());
        Assert.Contains(result.Progress, r => r is { PercentComplete: > 0, SecondsRemaining: >= 0 });
    }

    [Fact]
    public async Task A_test_and_a_repair_that_wait_for_answers_are_shown()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(3);
        world.Run("Get-DhcpNetwork | Enable-NetworkDhcp; New-DhcpReservation net1 fa:16:3e:00:00:01 -Update; Get-Dnsmasq | ForEach-Object { kill -STOP $_.ProcessId }");

        RequireShown(world.PowerShell.Invoke("Get-DhcpNetwork | Test-NetworkDhcp -Timeout 2"), "Test-NetworkDhcp", "0 of 3 networks");
        RequireShown(world.PowerShell.Invoke("Test-NetworkDhcp net1 -Timeout 2"), "Test-NetworkDhcp", "1 s");
        RequireShown(world.PowerShell.Invoke("Repair-NetworkDhcp -All"), "Repair-NetworkDhcp", "1 of 3 networks");
    }

    [Fact]
    public async Task The_first_sync_of_an_agent_is_shown_and_its_waiting_is_not()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(40);
        using RunningScript agent = RunningScript.Start(world.PowerShell, "Watch-NetworkDhcp -ThrottleLimit 1");
        await WaitUntilAsync(() => agent.Progress is [.., { RecordType: ProgressRecordType.Completed }]);

        Assert.Contains(agent.Output, o => $"{o.Properties["Kind"].Value}" == "Synced");
        Assert.Contains(agent.Progress, r => SyncPattern().IsMatch(r.StatusDescription));
        int shown = agent.Progress.Count;
        await Task.Delay(LongerThanASecond, TestContext.Current.CancellationToken);
        Assert.Equal(shown, agent.Progress.Count);
        await agent.StopAsync(Patience);
    }

    private static async Task WaitUntilAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!isSo())
            await Task.Delay(20, patience.Token);
    }

    // In another open file, as another process has it.
    private static async Task HoldAsync(ModuleWorld world, Guid networkId)
    {
        var configuration = new DhcpConfiguration { StatePath = world.StateDirectory };
        using NetworkLocks held = await NetworkLocks.AcquireAsync(configuration, networkId, new SilentLog(), TestContext.Current.CancellationToken);
        await Task.Delay(LongerThanASecond, TestContext.Current.CancellationToken);
    }

    private static void RequireShown(PowerShellSession.Result result, string activity, string status) => RequireShown(result, activity, new Regex(Regex.Escape(status)));

    private static void RequireShown(PowerShellSession.Result result, string activity, Regex status)
    {
        ProgressRecord[] records = [.. result.Progress.Where(r => r.Activity == activity)];
        string shown = string.Join('\n', result.Progress.Select(r => $"{r.RecordType} {r}"));
        Assert.True(records.Any(r => status.IsMatch(r.StatusDescription)), $"'{status}' is not in\n{shown}");
        Assert.True(records[^1].RecordType == ProgressRecordType.Completed, shown);
    }

    [GeneratedRegex(@"^\d+ done, \d+ s: .")]
    private static partial Regex CountPattern();

    [GeneratedRegex(@"^\d+ of 60, \d+ a second: net\d+$")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"^\d+ s: sync \(start\)$")]
    private static partial Regex SyncPattern();

    private sealed class SilentLog : ISetupLog
    {
        public void Verbose(string message)
        {
        }

        public void Warning(string message)
        {
        }
    }

    /// <summary>A session on a directory of its own, without a switch.</summary>
    private sealed class StoreWorld : IDisposable
    {
        public StoreWorld()
        {
            Directory = System.IO.Directory.CreateTempSubdirectory("dhcpnet-state-").FullName;
            Session = PowerShellSession.Create(Directory);
        }

        public string Directory { get; }

        public PowerShellSession Session { get; }

        public void Dispose()
        {
            Session.Dispose();
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
