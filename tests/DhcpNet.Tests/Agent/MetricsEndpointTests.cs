using System.Net;
using System.Net.Sockets;
using DhcpNet.Metrics;

namespace DhcpNet.Tests.Agent;

/// <summary>What Prometheus reads of an agent.</summary>
public sealed class MetricsEndpointTests : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly int _port = FreePort();
    private DhcpAgentStatus _status = new() { Networks = 7, IsConnected = true, Counts = new DhcpAgentCounts { Syncs = 2 } };

    private string Address => $"http://127.0.0.1:{_port}/metrics";

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Each_request_is_told_how_it_stands_then()
    {
        using IDisposable endpoint = MetricsEndpoint.Start(_port, () => _status);
        string[] before = await ReadAsync();
        _status = _status with { Networks = 6, IsConnected = false, Counts = _status.Counts with { Syncs = 3 }, LastSyncDuration = TimeSpan.FromMilliseconds(1500) };

        string[] after = await ReadAsync();

        Assert.Contains("# TYPE dhcpnet_networks gauge", before);
        Assert.Contains("# TYPE dhcpnet_syncs_total counter", before);
        Assert.Contains("dhcpnet_networks 7", before);
        Assert.Contains("dhcpnet_connected 1", before);
        Assert.Contains("dhcpnet_syncs_total 2", before);
        Assert.Contains("dhcpnet_networks 6", after);
        Assert.Contains("dhcpnet_connected 0", after);
        Assert.Contains("dhcpnet_syncs_total 3", after);
        Assert.Contains("dhcpnet_last_sync_duration_seconds 1.5", after);
    }

    [Fact]
    public async Task What_has_not_happened_has_no_value()
    {
        using IDisposable endpoint = MetricsEndpoint.Start(_port, () => _status);

        Assert.DoesNotContain(await ReadAsync(), l => l.StartsWith("dhcpnet_last_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_served_is_the_agents_and_has_no_labels()
    {
        using IDisposable endpoint = MetricsEndpoint.Start(_port, () => _status);

        Assert.All((await ReadAsync()).Where(l => !l.StartsWith('#')), l => Assert.Matches(@"^dhcpnet_[a-z_]+ \d", l));
    }

    [Fact]
    public void A_port_that_somebody_has_is_an_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();

        DhcpNetException error = Assert.Throws<DhcpNetException>(() => MetricsEndpoint.Start(_port, () => _status));

        Assert.Equal(("MetricsPortUnavailable", DhcpNetErrorKind.Unavailable), (error.ErrorId, error.Kind));
        Assert.Contains($"port {_port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("already in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_is_free_afterwards()
    {
        MetricsEndpoint.Start(_port, () => _status).Dispose();

        await Assert.ThrowsAsync<HttpRequestException>(ReadAsync);
        using IDisposable next = MetricsEndpoint.Start(_port, () => _status);
        Assert.NotEmpty(await ReadAsync());
    }

    private async Task<string[]> ReadAsync() => (await _client.GetStringAsync(Address, TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
