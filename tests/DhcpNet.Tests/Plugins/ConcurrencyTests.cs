using System.Diagnostics;
using DhcpNet.Plugins;
using DhcpNet.Plugins.Local;
using DhcpNet.Tests.Model;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Tests.Plugins;

public class ConcurrencyTests
{
    private const string StoreVariable = "DHCPNET_TEST_STORE";
    private const string CountVariable = "DHCPNET_TEST_COUNT";
    private const string Network = "lab";

    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task Eight_threads_get_different_addresses()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync(Network, "10.0.0.0/16");

        await InParallel(8, worker => ReserveAsync(store.Plugin, lab.Id, (byte)worker, 200));

        AssertDistinct(await store.ReadAsync(lab), 1600);
    }

    [Fact]
    public async Task Four_plugins_on_one_file_get_different_addresses()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync(Network, "10.0.0.0/16");

        await InParallel(4, async worker =>
        {
            await using LocalPlugin plugin = await store.OpenAsync();
            await ReserveAsync(plugin, lab.Id, (byte)worker, 200);
        });

        AssertDistinct(await store.ReadAsync(lab), 800);
    }

    [Fact]
    public async Task Three_processes_on_one_file_get_different_addresses()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync(Network, "10.0.0.0/16");

        await InParallel(3, async _ =>
        {
            using Process child = StartChild(store, count: 100);
            await child.WaitForExitAsync(Token);
            Assert.Equal(0, child.ExitCode);
        });

        AssertDistinct(await store.ReadAsync(lab), 300);
    }

    [Fact]
    public async Task A_process_killed_while_it_writes_leaves_a_sound_database()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync(Network, "10.0.0.0/16");
        using Process child = StartChild(store, count: int.MaxValue);
        while ((await store.ReadAsync(lab)).Ports.Count < 20)
        {
            Assert.False(child.HasExited);
            await Task.Delay(5, Token);
        }

        child.Kill();
        await child.WaitForExitAsync(Token);

        Assert.Equal("ok", store.Sql("PRAGMA integrity_check"));
        int before = (await store.ReadAsync(lab)).Ports.Count;
        await store.ReserveAsync(lab, "fa:16:3e:00:00:02");
        AssertDistinct(await store.ReadAsync(lab), before + 1);
    }

    [Fact]
    public async Task Eight_callers_of_one_device_get_one_DHCP_port()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync(Network, "10.0.0.0/24");
        var ids = new Guid[8];

        await InParallel(8, async worker =>
        {
            await using LocalPlugin plugin = await store.OpenAsync();
            ids[worker] = (await plugin.CreateDhcpPortAsync(new DhcpPortRequest(lab.Id, "d", [new FixedIpRequest(lab.Subnets[0].Id)]), Token))!.Id;
        });

        Assert.Single(ids.Distinct());
        Assert.Single((await store.ReadAsync(lab)).Ports);
    }

    [Fact]
    public async Task Eight_callers_may_make_the_database_at_once()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Path + "2";

        await InParallel(8, async worker =>
        {
            await using LocalPlugin plugin = await LocalPlugin.OpenAsync(new LocalPluginOptions { Path = path, HostName = TestStore.HostName }, Token);
            await plugin.CreateNetworkAsync(new NetworkSpec { Name = $"n{worker}" }, Token);
        });

        await using LocalPlugin reader = await LocalPlugin.OpenAsync(new LocalPluginOptions { Path = path, HostName = TestStore.HostName }, Token);
        Assert.Equal(8, (await reader.FindNetworksAsync("*", Token)).Count);
    }

    [Fact]
    public async Task A_writer_that_never_ends_is_named_and_readers_do_not_wait_for_it()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await store.AddNetworkAsync(Network);
        await using LocalPlugin plugin = await LocalPlugin.OpenAsync(
            new LocalPluginOptions { Path = store.Path, HostName = TestStore.HostName, BusyTimeout = TimeSpan.FromMilliseconds(100) }, Token);
        using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store.Path, Pooling = false }.ToString());
        other.Open();
        using (SqliteTransaction writer = other.BeginTransaction(deferred: false))
        {
            DhcpNetException error = await Refused.WithAsync("StoreBusy", DhcpNetErrorKind.Timeout, () => plugin.CreateNetworkAsync(new NetworkSpec { Name = "b" }, Token));
            Assert.Contains(store.Path, error.Message, StringComparison.Ordinal);
            Assert.Single(await plugin.FindNetworksAsync("*", Token));
        }
        Assert.True((await plugin.CreateNetworkAsync(new NetworkSpec { Name = "b" }, Token)).Created);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_changes_nothing()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Plugin.CreateNetworkAsync(new NetworkSpec { Name = "b" }, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Plugin.FindNetworksAsync("*", cancelled));
        Assert.Empty(await store.Plugin.FindNetworksAsync("*", Token));
    }

    /// <summary>What the other processes of these tests run; it is no test by itself.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        string path = Environment.GetEnvironmentVariable(StoreVariable) ?? throw new InvalidOperationException($"{StoreVariable} is not set");
        int count = int.Parse(Environment.GetEnvironmentVariable(CountVariable)!, System.Globalization.CultureInfo.InvariantCulture);
        await using LocalPlugin plugin = await LocalPlugin.OpenAsync(new LocalPluginOptions { Path = path, HostName = TestStore.HostName }, Token);
        Guid network = (await plugin.FindNetworksAsync(Network, Token)).Single().Id;
        await ReserveAsync(plugin, network, (byte)(Environment.ProcessId >> 8), count);
    }

    private static Process StartChild(TestStore store, int count)
    {
        string[] arguments = [typeof(ConcurrencyTests).Assembly.Location, "-method", $"{typeof(ConcurrencyTests).FullName}.{nameof(Child)}", "-explicit", "only", "-noLogo"];
        var start = new ProcessStartInfo(Environment.ProcessPath!, Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? arguments : arguments[1..])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                [StoreVariable] = store.Path,
                [CountVariable] = count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static Task InParallel(int workers, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => work(worker), Token)));

    private static async Task ReserveAsync(LocalPlugin plugin, Guid network, byte worker, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var mac = new MacAddress([0x02, (byte)Environment.ProcessId, worker, (byte)(i >> 16), (byte)(i >> 8), (byte)i]);
            await plugin.CreateReservationAsync(network, new ReservationSpec { MacAddress = mac }, Token);
        }
    }

    private static void AssertDistinct(Network network, int count)
    {
        Assert.Equal(count, network.Ports.Count);
        Assert.Equal(count, network.Ports.Select(port => port.FixedIps.Single().IpAddress).Distinct().Count());
    }
}
