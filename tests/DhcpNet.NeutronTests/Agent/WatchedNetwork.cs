using System.Management.Automation;
using System.Text.Json.Nodes;
using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>A network that Watch-NetworkDhcp serves, with a client that has its lease.</summary>
internal sealed class WatchedNetwork : IAsyncDisposable
{
    private readonly List<DhcpClient> _clients = [];
    private readonly NeutronSession _session;
    private readonly RunningScript _agent;
    private TestNetwork? _network;
    private JsonNode? _port;

    private WatchedNetwork(NeutronLab lab)
    {
        _session = NeutronSession.Connect(lab);
        _agent = RunningScript.Start(_session.PowerShell, "Watch-NetworkDhcp");
    }

    public TestNetwork Network => _network!;

    /// <summary>The client's port.</summary>
    public JsonNode Port => _port!;

    public DhcpClient Client => _clients[0];

    /// <summary>The id of the network's dnsmasq.</summary>
    public string Dnsmasq => FindDnsmasq(Network);

    public static async Task<WatchedNetwork> StartAsync(NeutronLab lab, string prefix)
    {
        WatchedNetwork watched = new(lab);
        try
        {
            watched._network = await TestNetwork.CreateHostedAsync(lab, prefix);
            watched._port = await watched.Network.AddPortAsync();
            watched._clients.Add(await watched.Network.PlugAsync(watched.Port));
            Assert.NotEmpty(watched.Client.Lease(30));
            return watched;
        }
        catch
        {
            foreach (PSObject told in watched._agent.Output)
                TestContext.Current.TestOutputHelper!.WriteLine($"{told.Properties["Time"].Value:HH:mm:ss.fff} {told} {told.Properties["Reason"].Value} {told.Properties["Error"].Value}");
            await watched.DisposeAsync();
            throw;
        }
    }

    public static string FindDnsmasq(TestNetwork network) => Programs.Run("pgrep", "-f", $"dnsmasq .*{network.Id}").Trim();

    /// <summary>Waits until the client gets its lease.</summary>
    public Task WaitForLeaseAsync() => WaitForLeaseAsync(Client, Port);

    /// <summary>Waits until another client, with a port that is made now, gets its lease.</summary>
    public async Task WaitForNewClientAsync()
    {
        JsonNode port = await Network.AddPortAsync();
        DhcpClient client = await Network.PlugAsync(port);
        _clients.Add(client);
        await WaitForLeaseAsync(client, port);
    }

    /// <summary>Deletes the network, sees its service end, and stops the agent, which must have had no errors.</summary>
    public async Task EndAsync()
    {
        TestNetwork network = Network;
        await TakeAwayAsync();
        await network.WaitForServiceToEndAsync();
        Assert.Empty(await _agent.StopAsync(Patience));
    }

    public async ValueTask DisposeAsync()
    {
        await TakeAwayAsync();
        _agent.Dispose();
        _session.Dispose();
    }

    private async Task TakeAwayAsync()
    {
        _clients.ForEach(c => c.Dispose());
        _clients.Clear();
        if (Interlocked.Exchange(ref _network, null) is TestNetwork network)
            await network.DisposeAsync();
    }

    private static Task WaitForLeaseAsync(DhcpClient client, JsonNode port) =>
        UntilAsync("a lease", () => client.Lease(5).GetValueOrDefault("ip") == TestNetwork.Address(port));
}
