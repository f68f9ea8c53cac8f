using System.Diagnostics;

namespace DhcpNet.SystemTests.Module;

/// <summary>Many callers at once, on networks that others work on, too: nobody fails, and in the end there is one of each.</summary>
public class BulkCallersTests
{
    private const int Networks = 20;
    private const int Callers = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Twenty_sessions_enable_update_and_disable_what_overlaps()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        using Sessions sessions = new(world);

        // Some restart what others have enabled, or not yet: that alone may fail.
        string[] verbs = ["Enable", "Update", "Enable", "Restart"];
        await sessions.RunAsync(i => $"{Some(i)} | {verbs[i % verbs.Length]}-NetworkDhcp", allowed: "NetworkDhcpNotEnabled");
        Assert.Empty(world.Halves());
        await sessions.RunAsync(i => i == 0 ? "Get-DhcpNetwork | Enable-NetworkDhcp" : $"{Some(i)} | {verbs[i % verbs.Length]}-NetworkDhcp", allowed: "NetworkDhcpNotEnabled");
        world.RequireAllWhole(Networks);
        Assert.Equal(Networks, world.DnsmasqProcesses().Count);

        await sessions.RunAsync(i => $"{Some(i)} | Disable-NetworkDhcp -Force");
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Some_enable_while_others_disable()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        using Sessions sessions = new(world);

        await sessions.RunAsync(i => $"{Some(i)} | {(i % 2 == 0 ? "Enable-NetworkDhcp" : "Disable-NetworkDhcp -Force")}");

        Assert.Empty(world.Halves());
        world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");
        world.RequireAllWhole(Networks);
        world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Processes_of_their_own_work_beside_each_other()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);

        RunProcesses(world, ["Enable-NetworkDhcp", "Update-NetworkDhcp", "Enable-NetworkDhcp", "Update-NetworkDhcp"]);
        Assert.Empty(world.Halves());
        world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");
        world.RequireAllWhole(Networks);

        RunProcesses(world, ["Disable-NetworkDhcp -Force", "Disable-NetworkDhcp -Force", "Disable-NetworkDhcp -Force"]);
        Assert.Empty(world.Leftovers());
    }

    // Half of the networks, of which the next caller has all but one; the callers together have all of them.
    private static string Some(int caller) => $"(0..9 | ForEach-Object {{ \"net$(1 + (($_ + {caller}) % {Networks}))\" }})";

    private static void RunProcesses(ModuleWorld world, string[] commands)
    {
        Process[] callers = [.. commands.Select((command, i) => ShellProcess.Start($"{world.Preamble} {Some(5 * i)} | {command} | Out-Null"))];
        string[] failed = [.. callers.Select(Failure).OfType<string>()];
        Assert.True(failed.Length == 0, string.Join('\n', failed));

        static string? Failure(Process caller)
        {
            using (caller)
            {
                string errors = caller.StandardError.ReadToEnd();
                caller.WaitForExit();
                return caller.ExitCode == 0 ? null : errors;
            }
        }
    }

    /// <summary>Sessions on the world's networks, as of as many people.</summary>
    private sealed class Sessions : IDisposable
    {
        private readonly PowerShellSession[] _sessions;

        public Sessions(ModuleWorld world)
        {
            _sessions = [.. Enumerable.Range(0, Callers).Select(_ => PowerShellSession.Create(world.StateDirectory))];
            foreach (PowerShellSession session in _sessions)
                session.Require($"Set-DhcpConfiguration -StatePath '{world.StateDirectory}' -Ovsdb '{world.Ovs.Endpoint}'");
        }

        /// <summary>Has each session run its script, all at once; none may fail but with an error that is allowed.</summary>
        public async Task RunAsync(Func<int, string> script, string? allowed = null)
        {
            PowerShellSession.Result[] results = await Task.WhenAll(_sessions.Select((session, i) => Task.Factory.StartNew(() => session.Invoke(script(i)), TaskCreationOptions.LongRunning)))
                .WaitAsync(Patience, TestContext.Current.CancellationToken);
            string[] failures = [.. results.SelectMany((r, i) => r.Errors.Where(e => e.FullyQualifiedErrorId.Split(',')[0] != allowed).Select(e => $"{script(i)}: {e.FullyQualifiedErrorId}: {e}"))];
            Assert.True(failures.Length == 0, string.Join('\n', failures));
        }

        public void Dispose()
        {
            foreach (PowerShellSession session in _sessions.Reverse())
                session.Dispose();
        }
    }
}
