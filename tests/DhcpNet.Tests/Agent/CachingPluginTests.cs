using DhcpNet.Agent;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Agent;

public sealed class CachingPluginTests : IAsyncDisposable
{
    private readonly FakePlugin _plugin = new();
    private readonly NetworkCache _cache = new(AgentObjects.HostName, () => TimeSpan.Zero);
    private readonly CachingPlugin _caching;
    private readonly Network _blue = AgentObjects.NewNetwork();

    public CachingPluginTests() => _caching = new CachingPlugin(_plugin, _cache, _ => { });

    public async ValueTask DisposeAsync()
    {
        await _caching.DisposeAsync();
        await _plugin.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_is_asked_for_once_until_it_is_stale()
    {
        _plugin.Add(_blue);
        Assert.NotNull(await _caching.GetNetworkInfoAsync(_blue.Id, Token));
        Assert.NotNull(await _caching.GetNetworkInfoAsync(_blue.Id, Token));
        Assert.Single(_plugin.Asked);

        _cache.Hear(_blue.About(DhcpNotificationKind.SubnetUpdate));

        Assert.NotNull(await _caching.GetNetworkInfoAsync(_blue.Id, Token));
        Assert.Equal(2, _plugin.Asked.Count);
    }

    [Fact]
    public async Task A_network_that_does_not_exist_is_known_not_to()
    {
        Assert.Null(await _caching.GetNetworkInfoAsync(_blue.Id, Token));
        Assert.Null(await _caching.GetNetworkInfoAsync(_blue.Id, Token));

        Assert.Single(_plugin.Asked);
    }

    [Fact]
    public async Task A_network_taken_away_is_gone_though_the_plugin_still_has_it()
    {
        _plugin.Add(_blue);
        await _caching.GetNetworkInfoAsync(_blue.Id, Token);

        _cache.Hear(_blue.About(DhcpNotificationKind.NetworkDelete));

        Assert.Null(await _caching.GetNetworkInfoAsync(_blue.Id, Token));
    }

    [Fact]
    public async Task A_port_that_was_made_is_known_and_being_told_of_it_changes_nothing()
    {
        _plugin.Add(_blue);
        await _caching.GetNetworkInfoAsync(_blue.Id, Token);

        Port port = (await _caching.CreateDhcpPortAsync(new DhcpPortRequest(_blue.Id, DhcpDeviceId.For(AgentObjects.HostName, _blue.Id), []), Token))!;

        Assert.Equal([port], (await _caching.GetNetworkInfoAsync(_blue.Id, Token))!.Ports);
        Assert.True(_cache.Hear(port.Created())!.IsReady);
        Assert.Equal(2, _plugin.Asked.Count);
    }

    [Fact]
    public async Task A_port_that_could_not_be_made_makes_the_network_stale()
    {
        _plugin.Add(_blue);
        await _caching.GetNetworkInfoAsync(_blue.Id, Token);
        _plugin.Networks.Clear();

        Assert.Null(await _caching.CreateDhcpPortAsync(new DhcpPortRequest(_blue.Id, "dhcp", []), Token));

        Assert.Null(await _caching.GetNetworkInfoAsync(_blue.Id, Token));
    }

    [Fact]
    public async Task A_question_that_fails_leaves_what_is_known_as_it_was()
    {
        _plugin.Add(_blue);
        await _caching.GetNetworkInfoAsync(_blue.Id, Token);
        _cache.Hear(_blue.About(DhcpNotificationKind.NetworkUpdate));
        _plugin.Failures.Enqueue(new DhcpNetException("PluginUnavailable", DhcpNetErrorKind.Unavailable, "no answer"));

        await Assert.ThrowsAsync<DhcpNetException>(() => _caching.GetNetworkInfoAsync(_blue.Id, Token));

        Assert.False(_cache.IsGone(_blue.Id));
        Assert.NotNull(await _caching.GetNetworkInfoAsync(_blue.Id, Token));
    }
}
