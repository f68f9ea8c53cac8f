using System.Net;
using DhcpNet.Plugins;
using DhcpNet.Plugins.Local;

namespace DhcpNet.Tests.Plugins;

/// <summary>The embedded plugin tells what changes in its database, whoever changes it.</summary>
public class StoreFeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Networks_that_others_make_change_and_delete_are_told()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await using LocalPlugin other = await store.OpenAsync();
        await using INotificationFeed feed = await store.Plugin.ListenAsync(Token);
        await using IAsyncEnumerator<DhcpNotification> told = feed.ReadAllAsync(Token).GetAsyncEnumerator(Token);

        Network blue = (await other.CreateNetworkAsync(new NetworkSpec { Name = "blue" }, Token)).Network;
        Assert.Equal((DhcpNotificationKind.NetworkCreate, blue.Id), await NextAsync(told));
        await other.CreateSubnetAsync(blue.Id, new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/24") }, Token);
        Assert.Equal((DhcpNotificationKind.NetworkUpdate, blue.Id), await NextAsync(told));
        await other.CreateReservationAsync(blue.Id, new ReservationSpec { MacAddress = MacAddress.Parse("fa:16:3e:00:00:01") }, Token);
        Assert.Equal((DhcpNotificationKind.NetworkUpdate, blue.Id), await NextAsync(told));
        await other.DeleteNetworkAsync(blue.Id, Token);
        Assert.Equal((DhcpNotificationKind.NetworkDelete, blue.Id), await NextAsync(told));
    }

    [Fact]
    public async Task What_is_changed_by_itself_is_told_too()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await using INotificationFeed feed = await store.Plugin.ListenAsync(Token);
        await using IAsyncEnumerator<DhcpNotification> told = feed.ReadAllAsync(Token).GetAsyncEnumerator(Token);

        Network blue = await store.AddNetworkAsync("blue", "10.0.0.0/24");

        Assert.Equal((DhcpNotificationKind.NetworkCreate, blue.Id), await NextAsync(told));
    }

    [Fact]
    public async Task No_change_is_missed_however_fast_they_come()
    {
        const int Networks = 10, Ports = 20;
        await using TestStore store = await TestStore.CreateAsync();
        await using LocalPlugin other = await store.OpenAsync();
        Network[] networks = [.. await Task.WhenAll(Enumerable.Range(0, Networks).Select(i => store.AddNetworkAsync($"net{i}", $"10.{i}.0.0/24")))];
        await using INotificationFeed feed = await store.Plugin.ListenAsync(Token);
        // What somebody who looks at each network that is told of has seen of it.
        Dictionary<Guid, int> seen = [];
        Task reading = ReadAsync();

        await Task.WhenAll(networks.Select(n => Task.Run(async () =>
        {
            for (int i = 0; i < Ports; i++)
                await other.CreateReservationAsync(n.Id, new ReservationSpec { MacAddress = MacAddress.Parse($"fa:16:3e:00:00:{i:x2}") }, Token);
        })));

        await reading.WaitAsync(Patience, Token);

        async Task ReadAsync()
        {
            await foreach (DhcpNotification notification in feed.ReadAllAsync(Token))
            {
                seen[notification.NetworkId!.Value] = (await store.Plugin.GetNetworkInfoAsync(notification.NetworkId.Value, Token))!.Ports.Count;
                if (seen.Count == Networks && seen.Values.All(count => count == Ports))
                    return;
            }
        }
    }

    [Fact]
    public async Task That_ports_are_ready_is_no_change()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network blue = await store.AddNetworkAsync("blue", "10.0.0.0/24");
        Port port = await store.ReserveAsync(blue, "fa:16:3e:00:00:01");
        await using INotificationFeed feed = await store.Plugin.ListenAsync(Token);
        await using IAsyncEnumerator<DhcpNotification> told = feed.ReadAllAsync(Token).GetAsyncEnumerator(Token);

        await store.Plugin.DhcpReadyOnPortsAsync([port.Id], Token);
        Network green = await store.AddNetworkAsync("green");

        Assert.Equal((DhcpNotificationKind.NetworkCreate, green.Id), await NextAsync(told));
    }

    [Fact]
    public async Task A_feed_that_is_disposed_of_ends()
    {
        await using TestStore store = await TestStore.CreateAsync();
        INotificationFeed feed = await store.Plugin.ListenAsync(Token);
        await using IAsyncEnumerator<DhcpNotification> told = feed.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        ValueTask<bool> next = told.MoveNextAsync();

        await feed.DisposeAsync();

        Assert.False(await next.AsTask().WaitAsync(Patience, Token));
    }

    [Fact]
    public async Task Of_another_database_in_the_place_of_the_first_no_network_is_told_but_that_all_is_to_be_looked_at()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await using TestStore empty = await TestStore.CreateAsync();
        await empty.Plugin.DisposeAsync();
        await store.AddNetworkAsync("blue", "10.0.0.0/24");
        await using INotificationFeed feed = await store.Plugin.ListenAsync(Token);
        await using IAsyncEnumerator<DhcpNotification> told = feed.ReadAllAsync(Token).GetAsyncEnumerator(Token);

        File.Move(store.Path + "-wal", store.Path + ".before-wal");
        File.Move(store.Path + "-shm", store.Path + ".before-shm");
        File.Move(empty.Path, store.Path, overwrite: true);

        Assert.Equal((DhcpNotificationKind.Resync, null), await NextAsync(told));
        await using LocalPlugin other = await store.OpenAsync();
        Network green = (await other.CreateNetworkAsync(new NetworkSpec { Name = "green" }, Token)).Network;
        Assert.Equal((DhcpNotificationKind.NetworkCreate, green.Id), await NextAsync(told));
    }

    private static async Task<(DhcpNotificationKind, Guid?)> NextAsync(IAsyncEnumerator<DhcpNotification> told)
    {
        Assert.True(await told.MoveNextAsync().AsTask().WaitAsync(Patience, Token));
        return (told.Current.Kind, told.Current.NetworkId);
    }
}
