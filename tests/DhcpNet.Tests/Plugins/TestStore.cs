using System.Net;
using DhcpNet.Plugins;
using DhcpNet.Plugins.Local;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Tests.Plugins;

/// <summary>A LocalPlugin on a database in a temporary directory.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    public const string HostName = "lab-host";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dhcpnet-test-");

    private TestStore() => Path = System.IO.Path.Combine(_directory.FullName, "dhcpnet.db");

    public string Path { get; }

    public LocalPlugin Plugin { get; private set; } = null!;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestStore> CreateAsync()
    {
        var store = new TestStore();
        store.Plugin = await store.OpenAsync();
        return store;
    }

    public Task<LocalPlugin> OpenAsync(string domain = "openstacklocal") =>
        LocalPlugin.OpenAsync(new LocalPluginOptions { Path = Path, HostName = HostName, DnsDomain = domain }, Token);

    public async Task<Network> AddNetworkAsync(string name, params string[] prefixes) =>
        (await Plugin.CreateNetworkAsync(new NetworkSpec { Name = name, Subnets = [.. prefixes.Select(p => new SubnetSpec { Cidr = IPNetwork.Parse(p) })] }, Token)).Network;

    public async Task<Subnet> AddSubnetAsync(Network network, SubnetSpec spec) => (await Plugin.CreateSubnetAsync(network.Id, spec, Token)).Subnet;

    public async Task<Port> ReserveAsync(Network network, string mac, params string[] addresses) =>
        (await Plugin.CreateReservationAsync(network.Id, new ReservationSpec
        {
            MacAddress = MacAddress.Parse(mac),
            IPAddresses = addresses.Length == 0 ? null : [.. addresses.Select(IPAddress.Parse)],
        }, Token)).Port;

    public async Task<Network> ReadAsync(Network network) =>
        await Plugin.GetNetworkInfoAsync(network.Id, Token) ?? throw new InvalidOperationException("the network is gone");

    /// <summary>Runs a statement behind the plugin's back and returns the first value of its first row.</summary>
    public object? Sql(string sql) => Sql(Path, sql);

    public static object? Sql(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        await Plugin.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
