using System.Diagnostics;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Ctrl+C at any moment of a bulk run: it ends soon, each network has all of its service or nothing of it, and the next run does the rest.</summary>
public class BulkStopTests
{
    private const int Networks = 20;
    private const int Stops = 20;

    // Four at a time: at most moments some are done, some begun and some not.
    private const string Enable = "Get-DhcpNetwork | Enable-NetworkDhcp -ThrottleLimit 4";
    private const string Disable = "Get-DhcpNetwork | Disable-NetworkDhcp -Force";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly int _seed = Random.Shared.Next();

    [Fact]
    public async Task Enabling_that_is_stopped_leaves_each_network_whole_or_as_it_was()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        Moments moments = new(Measure(world, Enable, Disable), _seed);
        List<int> whole = [];
        for (int stop = 0; stop < Stops; stop++)
        {
            string moment = await StopAsync(world, Enable, moments);

            IReadOnlyList<string> halves = world.Halves();
            Assert.True(halves.Count == 0, $"{moment}:\n{string.Join('\n', halves)}");
            whole.Add(world.Whole().Count);
            // Every other run begins with what the former has left.
            if (stop % 2 == 1)
            {
                world.Run(Disable);
                Assert.Empty(world.Leftovers());
            }
        }
        Assert.Contains(whole, w => w < Networks);

        await StopAsync(world, Enable, moments);
        world.Run(Enable);
        world.RequireAllWhole(Networks);
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Enabling_that_is_stopped_leaves_ports_that_were_there_and_no_taps_for_them()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        Moments moments = new(Measure(world, Enable, $"{Disable} -KeepPort"), _seed);
        string[] ports = [.. world.Run("Get-DhcpPort").Select(p => $"port {p} in the plugin").Order(StringComparer.Ordinal)];
        for (int stop = 0; stop < Stops / 2; stop++)
        {
            string moment = await StopAsync(world, Enable, moments);

            HashSet<string> whole = [.. world.Whole().Select(w => $"port {w.Properties["Port"].Value} in the plugin")];
            string[] wanted = [.. ports.Where(p => !whole.Contains(p))];
            IReadOnlyList<string> halves = world.Halves();
            Assert.True(wanted.SequenceEqual(halves.Order(StringComparer.Ordinal)), $"{moment}, {whole.Count} whole:\n{string.Join('\n', halves)}");
            world.Run($"{Disable} -KeepPort");
        }
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Disabling_that_is_stopped_leaves_each_network_whole_or_gone()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        world.Run(Enable);
        Moments moments = new(Measure(world, Disable, Enable), _seed);
        for (int stop = 0; stop < Stops; stop++)
        {
            string moment = await StopAsync(world, Disable, moments);

            IReadOnlyList<string> halves = world.Halves();
            Assert.True(halves.Count == 0, $"{moment}:\n{string.Join('\n', halves)}");
            world.Run(Enable);
        }
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    // Ports and taps are made for a hundred networks at a time, and removed for two hundred.
    [Fact]
    public async Task Between_batches_a_run_is_stopped_as_well()
    {
        const int Many = 210;
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Many);

        Assert.InRange(await StopAtAsync(world, Enable, results: 60), 60, Many);
        Assert.InRange(await StopAtAsync(world, Enable, results: 150), 150, Many);
        world.Run(Enable);
        world.RequireAllWhole(Many);

        Assert.Contains(await StopAtAsync(world, Disable, results: 1), new[] { 0, Many % 200 });
        world.Run(Disable);
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Control_C_in_the_bundled_host_leaves_each_network_whole_or_as_it_was()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        TimeSpan all;
        using (Process caller = Start())
        {
            Stopwatch watch = Stopwatch.StartNew();
            caller.WaitForExit();
            all = watch.Elapsed;
        }
        world.RequireAllWhole(Networks);
        world.Run(Disable);
        Moments moments = new(all, _seed);
        for (int stop = 0; stop < 5; stop++)
        {
            using Process caller = Start();
            (TimeSpan after, string moment) = moments.Next();
            await Task.Delay(after, TestContext.Current.CancellationToken);
            if (!caller.HasExited)
                Programs.Try("kill", "-INT", $"{caller.Id}");

            Assert.True(caller.WaitForExit(Patience), $"{moment}: it has not ended");

            Assert.True(caller.ExitCode is 0 or 130, $"{moment}: {caller.ExitCode} {caller.StandardError.ReadToEnd()}");
            IReadOnlyList<string> halves = world.Halves();
            Assert.True(halves.Count == 0, $"{moment}:\n{string.Join('\n', halves)}");
            world.Run(Disable);
            Assert.Empty(world.Leftovers());
        }

        Process Start()
        {
            Process caller = ShellProcess.Start($"{world.Preamble} [Console]::Out.WriteLine('ready'); {Enable} | Out-Null");
            Assert.Equal("ready", caller.StandardOutput.ReadLine());
            return caller;
        }
    }

    /// <summary>Stops a script at the next moment, and shows that it ends.</summary>
    /// <returns>The moment, for a failure's message.</returns>
    private static async Task<string> StopAsync(ModuleWorld world, string script, Moments moments)
    {
        (TimeSpan after, string moment) = moments.Next();
        using var running = RunningScript.Start(world.PowerShell, script);
        await Task.Delay(after, TestContext.Current.CancellationToken);
        IReadOnlyList<ErrorRecord> errors = await running.StopAsync(Patience);
        Assert.True(errors.Count == 0, $"{moment}: {string.Join('\n', errors)}");
        return moment;
    }

    /// <summary>Stops a script when so many results have come, and shows that there are no half services.</summary>
    /// <returns>How many whole ones there are.</returns>
    private static async Task<int> StopAtAsync(ModuleWorld world, string script, int results)
    {
        using var running = RunningScript.Start(world.PowerShell, script);
        while (running.OutputCount < results && !running.HasEnded)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Empty(await running.StopAsync(Patience));
        Assert.Empty(world.Halves());
        return world.Whole().Count;
    }

    /// <summary>How long a script takes in a session that has run it before.</summary>
    private static TimeSpan Measure(ModuleWorld world, string script, string undo)
    {
        world.Run(script);
        world.Run(undo);
        Stopwatch watch = Stopwatch.StartNew();
        world.Run(script);
        TimeSpan elapsed = watch.Elapsed;
        world.Run(undo);
        return elapsed;
    }

    /// <summary>Moments of a run that takes a certain time: random ones, that a failure's message lets one have again.</summary>
    private sealed class Moments(TimeSpan whole, int seed)
    {
        private readonly Random _random = new(seed);

        public (TimeSpan After, string Words) Next()
        {
            TimeSpan after = whole * _random.NextDouble();
            return (after, $"seed {seed}, stopped after {after.TotalMilliseconds:0} of {whole.TotalMilliseconds:0} ms");
        }
    }
}
