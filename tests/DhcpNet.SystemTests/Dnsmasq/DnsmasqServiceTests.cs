using System.Globalization;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>Real dnsmasq processes with real clients.</summary>
public sealed class DnsmasqServiceTests
{
    private static readonly string[] Files = ["host", "addn_hosts", "opts", "interface", "leases", "pid"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_gets_its_address_and_DNS_answers_for_its_name()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult result = await world.EnsureAsync();

        Assert.Equal(DnsmasqChange.Started, result.Change);
        Assert.Empty(result.Warnings);
        IReadOnlyDictionary<string, string> answer = await world.LeaseAsync();
        Assert.Equal(
            ("10.20.0.10", "24", "10.20.0.1", "10.20.0.2", "openstacklocal", "1450", "86400"),
            (answer["ip"], answer["mask"], answer["router"], answer["dns"], answer["domain"], answer.GetValueOrDefault("mtu", "1450"), answer["lease"]));
        ChildProcessResult lookup = await world.LookUpAsync("host-10-20-0-10.openstacklocal");
        Assert.Contains("10.20.0.10", lookup.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("host-10-20-0-10.openstacklocal", (await world.LookUpAsync("10.20.0.10")).StandardOutput, StringComparison.Ordinal);
        Assert.Equal(1, world.Service.Get(world.Network.Id)!.LeaseCount);
    }

    [Fact]
    public async Task It_runs_as_nobody_in_the_namespace_and_is_nobodys_child()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult result = await world.EnsureAsync();

        RunningProcess process = RunningProcess.Find(result.Status.ProcessId!.Value)!;
        Assert.Equal(NetworkNamespace.GetInode(world.Network.NamespaceName), process.NetworkNamespaceInode);
        Assert.Equal(1, process.ParentId);
        string[] status = await File.ReadAllLinesAsync($"/proc/{process.ProcessId}/status", Cancellation);
        Assert.DoesNotContain(status, line => line.StartsWith("Uid:\t0\t", StringComparison.Ordinal));
        // Of a session of its own: what ends the caller's (a terminal closed, Ctrl+C) does not reach it.
        string session = (await File.ReadAllTextAsync($"/proc/{process.ProcessId}/stat", Cancellation)).Split(' ')[5];
        Assert.NotEqual((await File.ReadAllTextAsync("/proc/self/stat", Cancellation)).Split(' ')[5], session);
    }

    [Fact]
    public async Task Everybody_can_read_the_files()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        await world.EnsureAsync();

        const UnixFileMode All = (UnixFileMode)0b111_101_101;
        foreach (string directory in new[] { world.Configuration.StatePath, world.Configuration.ConfsPath, world.NetworkPath })
            Assert.Equal(All, File.GetUnixFileMode(directory));
        Assert.Equal(Files.Order(), Directory.EnumerateFileSystemEntries(world.NetworkPath).Select(p => Path.GetFileName(p)!).Order());
        Assert.All(Files, file => Assert.Equal((UnixFileMode)0b110_100_100, File.GetUnixFileMode(world[file])));
        Assert.Equal(world.Served.InterfaceName, await File.ReadAllTextAsync(world["interface"], Cancellation));
    }

    [Fact]
    public async Task A_second_call_changes_nothing()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult first = await world.EnsureAsync();
        string before = await StatAsync(world);
        // A service that has seen nothing yet, as in another session.
        DnsmasqResult second = await new DnsmasqService(world.Configuration).EnsureAsync(world.Served, Cancellation);

        Assert.Equal((DnsmasqChange.None, first.Status.ProcessId), (second.Change, second.Status.ProcessId));
        Assert.Equal(before, await StatAsync(world));
        Assert.True(world.Service.Get(world.Network.Id, world.Served)!.IsUpToDate);
    }

    [Fact]
    public async Task A_changed_network_is_read_again_and_leases_are_kept()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult first = await world.EnsureAsync();
        await world.LeaseAsync();
        string lease = LeaseOf(world, "fa:16:3e:00:00:10");
        string duid = LeaseOf(world, "duid");
        world.AddReservation("fa:16:3e:00:00:11", "10.20.0.11", new ExtraDhcpOption("bootfile-name", "pxelinux.0"));
        Assert.False(world.Service.Get(world.Network.Id, world.Served)!.IsUpToDate);

        DnsmasqResult second = await world.EnsureAsync();

        Assert.Equal(DnsmasqChange.Reloaded, second.Change);
        Assert.Contains("host, addn_hosts, opts", second.Reason, StringComparison.Ordinal);
        Assert.Equal(first.Status.ProcessId, second.Status.ProcessId);
        Assert.Equal(lease, LeaseOf(world, "fa:16:3e:00:00:10"));
        Assert.Equal(duid, LeaseOf(world, "duid"));
        Assert.Equal("10.20.0.10", (await world.LeaseAsync())["ip"]);
        Assert.Equal(DnsmasqChange.None, (await world.EnsureAsync()).Change);
    }

    [Fact]
    public async Task A_changed_configuration_restarts_it()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        await world.EnsureAsync();
        DnsmasqService other = new(world.Configuration with { LeaseDuration = TimeSpan.FromHours(1) });

        DnsmasqResult result = await other.EnsureAsync(world.Served, Cancellation);

        Assert.Equal(DnsmasqChange.Restarted, result.Change);
        Assert.Contains("3600s", result.Reason, StringComparison.Ordinal);
        Assert.Equal("3600", (await world.LeaseAsync())["lease"]);
    }

    [Fact]
    public async Task One_that_serves_goes_on_where_the_disk_has_no_room_for_another()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        Directory.CreateDirectory(world.Configuration.StatePath);
        Programs.Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", world.Configuration.StatePath);
        try
        {
            DnsmasqResult first = await world.EnsureAsync();
            DnsmasqService other = new(world.Configuration with { LeaseDuration = TimeSpan.FromHours(1) });
            for (int i = 11; i < 100; i++)
                world.AddReservation($"fa:16:3e:00:00:{i}", $"10.20.0.{i}");
            string filler = Path.Combine(world.Configuration.StatePath, "filler");
            Assert.NotEqual(0, Programs.Try("dd", "if=/dev/zero", $"of={filler}", "bs=4k").Status);

            DhcpNetException error = await Assert.ThrowsAsync<DhcpNetException>(() => other.EnsureAsync(world.Served, Cancellation));

            Assert.Equal("StatePathNotWritable", error.ErrorId);
            Assert.True(RunningProcess.Find(first.Status.ProcessId!.Value)!.IsAlive);
            Assert.Equal("86400", (await world.LeaseAsync())["lease"]);
            File.Delete(filler);
            Assert.Equal(DnsmasqChange.Restarted, (await other.EnsureAsync(world.Served, Cancellation)).Change);
            Assert.Equal("3600", (await world.LeaseAsync())["lease"]);
            Assert.Equal(Files.Order(), Directory.EnumerateFileSystemEntries(world.NetworkPath).Select(p => Path.GetFileName(p)!).Order());
        }
        finally
        {
            await world.Service.StopAsync(world.Network.Id, Cancellation);
            Programs.Run("umount", "--lazy", world.Configuration.StatePath);
        }
    }

    [Fact]
    public async Task A_killed_one_is_started_again()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult first = await world.EnsureAsync();
        RunningProcess process = RunningProcess.Find(first.Status.ProcessId!.Value)!;
        process.Signal(Signals.Kill);
        Assert.True(await process.WaitForExitAsync(TimeSpan.FromSeconds(5), Cancellation));
        Assert.False(world.Service.Get(world.Network.Id)!.IsRunning);

        DnsmasqResult second = await world.EnsureAsync();

        Assert.Equal(DnsmasqChange.Started, second.Change);
        Assert.Equal("10.20.0.10", (await world.LeaseAsync())["ip"]);
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_another_process_harms_nobody()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        RunningProcess stranger = await LeaveSleepingAsync();
        Directory.CreateDirectory(world.NetworkPath);
        await File.WriteAllTextAsync(world["pid"], $"{stranger.ProcessId}\n", Cancellation);

        Assert.False(world.Service.Get(world.Network.Id)!.IsRunning);
        Assert.False(await world.Service.StopAsync(world.Network.Id, Cancellation));
        Assert.Equal(DnsmasqChange.Started, (await world.EnsureAsync()).Change);
        Assert.True(await world.Service.StopAsync(world.Network.Id, Cancellation));
        Assert.True(stranger.IsAlive);
        stranger.Signal(Signals.Kill);
    }

    [Fact]
    public async Task A_lost_pid_file_does_not_lose_the_process()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult first = await world.EnsureAsync();
        File.Delete(world["pid"]);

        DnsmasqResult second = await world.EnsureAsync();

        Assert.Equal((DnsmasqChange.None, first.Status.ProcessId), (second.Change, second.Status.ProcessId));
        Assert.Equal($"{first.Status.ProcessId}\n", await File.ReadAllTextAsync(world["pid"], Cancellation));
        File.Delete(world["pid"]);
        Assert.True(await world.Service.StopAsync(world.Network.Id, Cancellation));
    }

    [Fact]
    public async Task Lost_files_are_written_again_under_a_new_process()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult first = await world.EnsureAsync();
        Directory.Delete(world.NetworkPath, recursive: true);

        DnsmasqResult second = await world.EnsureAsync();

        Assert.Equal(DnsmasqChange.Restarted, second.Change);
        AssertEnded(first.Status.ProcessId!.Value);
        Assert.Equal("10.20.0.10", (await world.LeaseAsync())["ip"]);
    }

    [Fact]
    public async Task One_that_runs_in_a_namespace_of_the_past_is_replaced()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqResult first = await world.EnsureAsync();
        world.DeleteNamespace();
        await world.DropClientLinkAsync();
        await world.AddNamespaceAsync();

        DnsmasqResult second = await world.EnsureAsync();

        Assert.Equal(DnsmasqChange.Restarted, second.Change);
        AssertEnded(first.Status.ProcessId!.Value);
        Assert.Equal([second.Status.ProcessId!.Value], NetworkNamespace.GetProcesses(world.Network.NamespaceName));
    }

    [Fact]
    public async Task Stopping_ends_it_and_nothing_else_even_when_the_namespace_is_gone()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        int pid = (await world.EnsureAsync()).Status.ProcessId!.Value;
        world.DeleteNamespace();
        File.Delete(world["pid"]);

        Assert.Throws<DhcpNetException>(() => world.Service.DeleteFiles(world.Network.Id));
        Assert.True(await world.Service.StopAsync(world.Network.Id, Cancellation));
        AssertEnded(pid);
        Assert.False(await world.Service.StopAsync(world.Network.Id, Cancellation));
        Assert.Equal([world.Network.Id], world.Service.List());
        Assert.True(world.Service.DeleteFiles(world.Network.Id));
        Assert.False(Directory.Exists(world.NetworkPath));
        Assert.False(world.Service.DeleteFiles(world.Network.Id));
        Assert.Null(world.Service.Get(world.Network.Id));
        Assert.Empty(world.Service.List());
    }

    [Fact]
    public async Task One_that_does_not_heed_SIGTERM_is_killed()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        RunningProcess process = RunningProcess.Find((await world.EnsureAsync()).Status.ProcessId!.Value)!;
        process.Signal(Signals.Stop);

        Assert.True(await world.Service.StopAsync(world.Network.Id, Cancellation));
        Assert.False(process.IsAlive);
    }

    [Fact]
    public async Task Another_program_on_the_port_is_named_and_left_alone()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        string file = Path.Combine(world.ScratchPath, "udhcpd.conf");
        await File.WriteAllTextAsync(file, $"interface {world.Served.InterfaceName}\nstart 10.20.0.50\nend 10.20.0.60\nlease_file {file}.leases\npidfile {file}.pid\n", Cancellation);
        ChildProcessResult started = await DnsmasqWorld.RunAsync(world.Network.NamespaceName, "sh", "-c", $"busybox udhcpd -f {file} >/dev/null 2>&1 & echo $!");
        RunningProcess stranger = RunningProcess.Find(int.Parse(started.StandardOutput, CultureInfo.InvariantCulture))!;
        await WaitForAsync(() => PortHolders.Find(world.Network.NamespaceName).Count > 0);

        DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(world.EnsureAsync);

        Assert.Equal(("DnsmasqFailed", DhcpNetErrorKind.Conflict), (failure.ErrorId, failure.Kind));
        Assert.Contains("address already in use", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"({stranger.ProcessId}): port 67", failure.Message, StringComparison.Ordinal);
        Assert.True(stranger.IsAlive);
        stranger.Signal(Signals.Kill);
        await stranger.WaitForExitAsync(TimeSpan.FromSeconds(5), Cancellation);
    }

    [Fact]
    public async Task A_dnsmasq_of_somebody_elses_is_named_and_left_alone()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqService other = new(world.Configuration with { StatePath = Path.Combine(world.ScratchPath, "other") });
        int pid = (await other.EnsureAsync(world.Served, Cancellation)).Status.ProcessId!.Value;

        DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(world.EnsureAsync);

        Assert.Contains($"dnsmasq ({pid}): port 53, 67, 547", failure.Message, StringComparison.Ordinal);
        Assert.False(await world.Service.StopAsync(world.Network.Id, Cancellation));
        Assert.True(await other.StopAsync(world.Network.Id, Cancellation));
        Assert.Equal(DnsmasqChange.Started, (await world.EnsureAsync()).Change);
    }

    [Fact]
    public async Task What_dnsmasq_says_when_it_refuses_is_in_the_error()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        string file = Path.Combine(world.ScratchPath, "dnsmasq.conf");
        await File.WriteAllTextAsync(file, "no-such-thing\n", Cancellation);
        DnsmasqService service = new(world.Configuration with { DnsmasqConfigFile = file });

        DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(() => service.EnsureAsync(world.Served, Cancellation));

        Assert.Equal(("DnsmasqFailed", DhcpNetErrorKind.Failed), (failure.ErrorId, failure.Kind));
        Assert.Contains($"bad option at line 1 of {file}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        DnsmasqService service = new(world.Configuration with { Dnsmasq = "no-such-dnsmasq" });
        DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(() => service.EnsureAsync(world.Served, Cancellation));
        Assert.Equal(("DnsmasqNotFound", DhcpNetErrorKind.Unavailable), (failure.ErrorId, failure.Kind));
        Assert.Contains("dnsmasq-base", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.Configuration.StatePath));

        world.DeleteNamespace();
        failure = await Assert.ThrowsAsync<DhcpNetException>(world.EnsureAsync);
        Assert.Equal(("NamespaceNotFound", DhcpNetErrorKind.NotFound), (failure.ErrorId, failure.Kind));
        Assert.False(Directory.Exists(world.Configuration.StatePath));
    }

    [Fact]
    public async Task An_old_dnsmasq_is_refused_for_IPv6()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        string program = Path.Combine(world.ScratchPath, "dnsmasq");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho 'Dnsmasq version 2.80  Copyright (c) 2000-2018 Simon Kelley'\n", Cancellation);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        DnsmasqService service = new(world.Configuration with { Dnsmasq = program });

        DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(() => service.EnsureAsync(world.Served, Cancellation));

        Assert.Equal("DnsmasqTooOld", failure.ErrorId);
        Assert.Contains("2.80", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_path_that_cannot_be_used_is_said_before_anything_is_changed()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        string file = Path.Combine(world.ScratchPath, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);
        DnsmasqService onFile = new(world.Configuration with { StatePath = Path.Combine(file, "state") });
        Assert.Equal("StatePathNotWritable", (await Assert.ThrowsAsync<DhcpNetException>(() => onFile.EnsureAsync(world.Served, Cancellation))).ErrorId);

        string closed = Directory.CreateDirectory(Path.Combine(world.ScratchPath, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        DnsmasqService inClosed = new(world.Configuration with { StatePath = Path.Combine(closed, "state") });
        DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(() => inClosed.EnsureAsync(world.Served, Cancellation));
        Assert.Equal(("StatePathNotReachable", DhcpNetErrorKind.PermissionDenied), (failure.ErrorId, failure.Kind));
        Assert.Contains($"chmod o+x {closed}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_files_are_neither_deleted_nor_followed()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        await world.EnsureAsync();
        await world.Service.StopAsync(world.Network.Id, Cancellation);
        string precious = Path.Combine(world.ScratchPath, "precious");
        await File.WriteAllTextAsync(precious, "do not touch", Cancellation);
        File.Delete(world["opts"]);
        File.CreateSymbolicLink(world["opts"], precious);
        await File.WriteAllTextAsync(world[".host.k3vfb2qd.1xy"], "left by a writer that was killed", Cancellation);
        await File.WriteAllTextAsync(world["notes.txt"], "somebody's", Cancellation);

        Assert.True(world.Service.DeleteFiles(world.Network.Id));

        Assert.Equal(["notes.txt"], Directory.EnumerateFileSystemEntries(world.NetworkPath).Select(p => Path.GetFileName(p)));
        Assert.Equal("do not touch", await File.ReadAllTextAsync(precious, Cancellation));
    }

    [Fact]
    public async Task Hostile_values_reach_neither_clients_nor_configuration()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        world.AddReservation("fa:16:3e:00:00:12", "10.20.0.12", new ExtraDhcpOption("router,6.6.6.6", "x"), new ExtraDhcpOption("66", "a\nrouter,6.6.6.6"));

        DnsmasqResult result = await world.EnsureAsync();

        Assert.Equal(2, result.Warnings.Count);
        Assert.DoesNotContain("6.6.6.6", await File.ReadAllTextAsync(world["opts"], Cancellation), StringComparison.Ordinal);
        Assert.Equal("10.20.0.1", (await world.LeaseAsync())["router"]);
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        for (int i = 0; !condition(); i++)
        {
            Assert.True(i < 500, "it took too long");
            await Task.Delay(10, Cancellation);
        }
    }

    private static string LeaseOf(DnsmasqWorld world, string word) =>
        Assert.Single(File.ReadAllLines(world["leases"]), line => line.Split(' ').Contains(word));

    private static async Task<RunningProcess> LeaveSleepingAsync()
    {
        ChildProcessResult result = await DnsmasqWorld.RunAsync(null, "sh", "-c", "setsid sleep 60 >/dev/null 2>&1 & echo $!");
        return RunningProcess.Find(int.Parse(result.StandardOutput, CultureInfo.InvariantCulture))!;
    }

    // Process 1 may not have reaped it yet.
    private static void AssertEnded(int processId) => Assert.False(RunningProcess.Find(processId)?.IsAlive ?? false);

    // Without the leases, which dnsmasq writes when it has something to write.
    private static async Task<string> StatAsync(DnsmasqWorld world) =>
        (await DnsmasqWorld.RunAsync(null, "stat", ["-c", "%n %i %Y %Z %s", .. Files.Where(f => f != "leases").Select(f => world[f])])).StandardOutput;
}
