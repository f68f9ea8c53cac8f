using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Bench;

/// <summary>
/// How long an agent takes until all networks of its host are served, until it has seen to all of them when it is started again, and until
/// a network that is made while it runs answers: Neutron's own and DhcpNet's, one after the other, with the same server, broker and switch.
/// </summary>
internal sealed class SyncBench(NeutronLab lab, int count)
{
    /// <summary>What asks for it on the command line.</summary>
    public const string Word = "bench";

    private const int NewNetworks = 5;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    private readonly List<TestNetwork> _networks = [];

    /// <summary>Builds a lab, measures, and takes it down.</summary>
    /// <param name="arguments">How many networks; the module that is to be the agent; the file for the results; the PowerShell for the agent: a program and its first arguments.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [string number, string module, string report, _, ..] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 1000)
        {
            Console.Error.WriteLine($"{Word} takes these arguments: how many networks (1 to 1000), the module, a file for the results, a PowerShell.");
            return 2;
        }
        await using NeutronLab lab = new();
        if (lab.WhyNone is string reason)
        {
            Console.Error.WriteLine($"There is no Neutron to measure: {reason}.");
            return 1;
        }
        await lab.InitializeAsync();
        SyncBench bench = new(lab, count);
        await bench.MakeNetworksAsync();
        Times neutrons = await bench.MeasureAsync(new NeutronsAgent(lab));
        bench.Clear();
        Times own = await bench.MeasureAsync(new OwnAgent(lab, arguments[3..], module));
        bench.Clear();
        Row[] rows =
        [
            new($"first sync of {count} networks", 1, own.First, neutrons.First),
            new($"the next sync, all {count} up", 1, own.Again, neutrons.Again),
            new("subnet created to its dnsmasq", NewNetworks, own.Dnsmasq, neutrons.Dnsmasq),
            new("subnet created to first lease", NewNetworks, own.Lease, neutrons.Lease),
        ];
        Show(rows);
        await File.WriteAllTextAsync(report, JsonSerializer.Serialize(rows.Select(r => new { r.Name, r.N, Measured = r.Own.TotalSeconds, Unit = "s", Reference = r.Neutrons.TotalSeconds, r.Ratio }), Json));
        return 0;
    }

    private async Task MakeNetworksAsync()
    {
        await lab.RegisterHostAsync();
        for (int i = 1; i <= count; i++)
            _networks.Add(await TestNetwork.CreateHostedAsync(lab, $"10.{i / 250}.{i % 250}.0/24"));
    }

    private async Task<Times> MeasureAsync(IBenchAgent agent)
    {
        TimeSpan first = await SyncAsync(agent);
        await agent.StopAsync();
        TimeSpan again = await SyncAsync(agent);
        List<(TimeSpan Dnsmasq, TimeSpan Lease)> added = [];
        for (int i = 0; i < NewNetworks; i++)
        {
            TestNetwork network = await TestNetwork.CreateAsync(lab);
            await using (network)
                added.Add(await ServeAsync(network, agent));
            // An agent that is stopped before it has heard of a network's end leaves the network's service to its next sync.
            await network.WaitForServiceToEndAsync();
        }
        await agent.StopAsync();
        return new Times(first, again, Median(added.Select(a => a.Dnsmasq)), Median(added.Select(a => a.Lease)));
    }

    // From when the server has made the subnet. The client is on the network before, and asks all the time.
    private async Task<(TimeSpan Dnsmasq, TimeSpan Lease)> ServeAsync(TestNetwork network, IBenchAgent agent)
    {
        JsonNode port = await network.AddPortAsync();
        using DhcpClient client = await network.PlugAsync(port);
        client.Run("ip", "addr", "add", "10.250.0.99/24", "dev", client.Name);
        using EagerClient eager = new(client, port["mac_address"]!.GetValue<string>());
        Task<TimeSpan> leased = Task.Factory.StartNew(() =>
        {
            IPAddress address = eager.Lease();
            return $"{address}" == "10.250.0.99" ? Now : throw new InvalidOperationException($"{agent.Name} gave the client {address}.");
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        string subnet = await network.AddSubnetAsync("10.250.0.0/24");
        TimeSpan start = Now;
        // Who has no address of Neutron's gets none by DHCP.
        Task told = lab.Api.PutAsync($"ports/{port["id"]!.GetValue<string>()}", "port", new JsonObject { ["fixed_ips"] = new JsonArray(new JsonObject { ["subnet_id"] = subnet, ["ip_address"] = "10.250.0.99" }) });
        while (network.FindDnsmasq() is null)
        {
            if (Now - start > TimeSpan.FromMinutes(1))
                throw new InvalidOperationException($"{agent.Name} did not serve a new network. The end of its log:\n{agent.LogTail}");
            await Task.Delay(5);
        }
        TimeSpan dnsmasq = Now - start;
        await told;
        TimeSpan lease = await leased - start;
        return (dnsmasq, lease);
    }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ElementAt(NewNetworks / 2);

    // From the start of the process until it says that it has seen to all networks.
    private async Task<TimeSpan> SyncAsync(IBenchAgent agent)
    {
        // What the server has told while there was no agent; Neutron's own would do all of it after its sync, for nothing.
        await Broker.DeleteQueueAsync(CastCopies.AgentQueue);
        int before = agent.Syncs;
        var watch = Stopwatch.StartNew();
        agent.Start();
        while (agent.Syncs == before)
        {
            if (!agent.IsRunning || watch.Elapsed > TimeSpan.FromMinutes(15))
                throw new InvalidOperationException($"{agent.Name} did not finish its sync. The end of its log:\n{agent.LogTail}");
            await Task.Delay(20);
        }
        TimeSpan time = watch.Elapsed;
        int served = _networks.Count(n => Programs.Try("pgrep", "-f", $"dnsmasq .*{n.Id}").Status == 0);
        if (served != count)
            throw new InvalidOperationException($"{agent.Name} serves {served} of {count} networks. The end of its log:\n{agent.LogTail}");
        return time;
    }

    // So that the next agent has as much to do as the one before.
    private void Clear()
    {
        using var session = NeutronSession.Connect(lab);
        session.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
    }

    private static void Show(Row[] rows)
    {
        Console.WriteLine();
        Console.WriteLine($"{"what",-32} {"DhcpNet",10} {"Neutron's",10} {"ratio",6}");
        Console.WriteLine($"{new string('-', 32)} {new string('-', 10)} {new string('-', 10)} {new string('-', 6)}");
        foreach (Row row in rows)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name,-32} {row.Own.TotalSeconds,8:F2} s {row.Neutrons.TotalSeconds,8:F2} s {row.Ratio,6:F2}"));
        Console.WriteLine($"Syncs from the start of the agent's process; of new networks the median of {NewNetworks}. Server, broker and switch are the same, and so is");
        Console.WriteLine("Neutron's agent for the switch, which looks for new taps every two seconds: a first lease waits for it.");
    }

    private sealed record Times(TimeSpan First, TimeSpan Again, TimeSpan Dnsmasq, TimeSpan Lease);

    private sealed record Row(string Name, int N, TimeSpan Own, TimeSpan Neutrons)
    {
        public double Ratio => Own / Neutrons;
    }
}
