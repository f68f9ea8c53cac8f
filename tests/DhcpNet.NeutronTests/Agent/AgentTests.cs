using System.Text.Json.Nodes;
using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>Watch-NetworkDhcp stands in for neutron-dhcp-agent: Neutron sees an agent, and clients a DHCP server.</summary>
public class AgentTests(NeutronLab lab)
{
    [Fact]
    public async Task Neutron_lists_it_alive_and_clients_of_new_networks_are_served()
    {
        using var session = NeutronSession.Connect(lab);
        DateTimeOffset start = DateTimeOffset.UtcNow;
        using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp");
        await UntilAsync("its report", () => lab.HasReportedAsync(NeutronLab.DhcpAgentType, "started_at", start));
        Assert.True(await lab.Api.IsAliveAsync(NeutronLab.DhcpAgentType, NeutronLab.Host));

        TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.31.0.0/24");
        await using (network)
        {
            JsonNode port = await network.AddPortAsync();
            using DhcpClient client = await network.PlugAsync(port);
            Assert.Equal(TestNetwork.Address(port), client.Lease(30)["ip"]);
        }
        await network.WaitForServiceToEndAsync();
        Assert.Empty(await agent.StopAsync(Patience));
    }

    [Fact]
    public async Task What_changes_in_Neutron_changes_for_clients()
    {
        using var session = NeutronSession.Connect(lab);
        using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp");
        TestNetwork network = await TestNetwork.CreateHostedAsync(lab);
        await using (network)
        {
            string subnet = await network.AddSubnetAsync("10.32.0.0/24");
            JsonNode first = await network.AddPortAsync();
            using DhcpClient client = await network.PlugAsync(first);
            Assert.Equal("10.32.0.1", client.Lease(30)["router"]);

            // The subnet is changed.
            await lab.Api.PutAsync($"subnets/{subnet}", "subnet", new JsonObject { ["dns_nameservers"] = new JsonArray("10.32.0.53") });
            await UntilAsync("the DNS server", () => client.Lease().GetValueOrDefault("dns") == "10.32.0.53");

            // The port gets another address.
            await lab.Api.PutAsync($"ports/{first["id"]!.GetValue<string>()}", "port", new JsonObject { ["fixed_ips"] = new JsonArray(new JsonObject { ["subnet_id"] = subnet, ["ip_address"] = "10.32.0.99" }) });
            await UntilAsync("the other address", () => client.Lease().GetValueOrDefault("ip") == "10.32.0.99");

            // A subnet is added: the server has an address there too.
            await network.AddSubnetAsync("10.33.0.0/24");
            await UntilAsync("an address on the new subnet", async () => (await network.GetDhcpPortsAsync()).Sum(p => p["fixed_ips"]!.AsArray().Count) == 2);

            // DHCP is turned off on all.
            foreach (JsonNode? each in (await lab.Api.GetAsync($"subnets?network_id={network.Id}"))["subnets"]!.AsArray())
                await lab.Api.PutAsync($"subnets/{each!["id"]!.GetValue<string>()}", "subnet", new JsonObject { ["enable_dhcp"] = false });
            await network.WaitForServiceToEndAsync();
        }
        Assert.Empty(await agent.StopAsync(Patience));
    }

    [Fact]
    public async Task It_takes_over_from_Neutrons_own_and_hands_back_without_a_lost_lease()
    {
        lab.Require();
        await lab.StartDhcpAgentAsync();
        TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.34.0.0/24");
        await using (network)
        {
            JsonNode port = await network.AddPortAsync();
            using DhcpClient client = await network.PlugAsync(port);
            using var udhcpc = Udhcpc.Start(client);
            Assert.Equal(TestNetwork.Address(port), udhcpc.Bound()["ip"]);
            string process = WatchedNetwork.FindDnsmasq(network);
            await lab.StopDhcpAgentAsync();

            int seen = udhcpc.Events.Count;
            using (var session = NeutronSession.Connect(lab))
            {
                using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp -Verbose");
                await UntilAsync("its first sync", () => agent.OutputCount > 0);
                Assert.Equal(TestNetwork.Address(port), udhcpc.Renew()["ip"]);
                Assert.Equal(process, WatchedNetwork.FindDnsmasq(network));
                JsonNode second = await network.AddPortAsync();
                using DhcpClient other = await network.PlugAsync(second);
                Assert.Equal(TestNetwork.Address(second), other.Lease(30)["ip"]);
                Assert.Empty(await agent.StopAsync(Patience));
            }
            Assert.Equal(TestNetwork.Address(port), udhcpc.Renew()["ip"]);

            await lab.StartDhcpAgentAsync();
            Assert.Equal(TestNetwork.Address(port), udhcpc.Renew()["ip"]);
            JsonNode third = await network.AddPortAsync();
            using (DhcpClient last = await network.PlugAsync(third))
                Assert.Equal(TestNetwork.Address(third), last.Lease(30)["ip"]);
            Assert.DoesNotContain(udhcpc.Events.KindsSince(seen), kind => kind is not "renew");
            Assert.Single(await network.GetDhcpPortsAsync());
        }
        await network.WaitForServiceToEndAsync();
        await lab.StopDhcpAgentAsync();
    }

    [Fact]
    public async Task What_happened_while_the_broker_was_away_is_made_up_for()
    {
        await using WatchedNetwork watched = await WatchedNetwork.StartAsync(lab, "10.35.0.0/24");

        lab.Broker.Kill();
        await lab.StartBrokerAsync();

        await watched.WaitForNewClientAsync();
        Assert.Equal(TestNetwork.Address(watched.Port), watched.Client.Lease()["ip"]);
        await watched.EndAsync();
    }

    [Fact]
    public async Task A_queue_that_an_operator_deletes_is_made_again()
    {
        await using WatchedNetwork watched = await WatchedNetwork.StartAsync(lab, "10.50.0.0/24");
        string process = watched.Dnsmasq;

        await Broker.DeleteQueueAsync(CastCopies.AgentQueue);

        await watched.WaitForNewClientAsync();
        Assert.Equal(process, watched.Dnsmasq);
        await watched.EndAsync();
    }

    [Fact]
    public async Task Turned_off_by_an_operator_it_serves_nothing_and_turned_on_again_all()
    {
        await using WatchedNetwork watched = await WatchedNetwork.StartAsync(lab, "10.36.0.0/24");
        try
        {
            await TurnAgentAsync(on: false);
            await watched.Network.WaitForServiceToEndAsync();
        }
        finally
        {
            await TurnAgentAsync(on: true);
        }
        await watched.WaitForLeaseAsync();
        await watched.EndAsync();
    }

    [Fact]
    public async Task A_network_that_is_taken_from_it_and_given_back_follows()
    {
        await using WatchedNetwork watched = await WatchedNetwork.StartAsync(lab, "10.37.0.0/24");

        await watched.Network.UnhostAsync();
        await watched.Network.WaitForServiceToEndAsync();
        await watched.Network.HostAsync();

        await watched.WaitForLeaseAsync();
        await watched.EndAsync();
    }

    [Fact]
    public async Task A_server_that_dies_and_comes_back_loses_nothing()
    {
        await using WatchedNetwork watched = await WatchedNetwork.StartAsync(lab, "10.38.0.0/24");
        string process = watched.Dnsmasq;

        lab.KillServer();
        Assert.Equal(TestNetwork.Address(watched.Port), watched.Client.Lease()["ip"]);
        await lab.StartServerAsync();

        await watched.WaitForNewClientAsync();
        Assert.Equal(process, watched.Dnsmasq);
        await watched.EndAsync();
    }

    [Fact]
    public async Task A_message_that_comes_again_after_a_lost_connection_is_heeded_once()
    {
        lab.Require();
        // With what was told while there was no agent.
        await Broker.DeleteQueueAsync(CastCopies.AgentQueue);
        await using CastCopies casts = await CastCopies.StartAsync();
        await using WatchedNetwork watched = await WatchedNetwork.StartAsync(lab, "10.40.0.0/24");

        lab.Broker.CutConnections();
        string[] heard = [.. casts.Of(watched.Network).TakeLast(3).Select(c => c.Body)];
        await Broker.PublishAsync(CastCopies.AgentQueue, [.. heard, .. heard, .. heard, .. heard]);

        await watched.WaitForNewClientAsync();
        using var session = NeutronSession.Open(lab);
        // That the connection was lost counts as one.
        await UntilAsync("each message to be counted once",
            () => session.RunSingle("(Get-DhcpAgent).Counts.Notifications").BaseObject is long count && count == casts.All.Count + 1);
        await watched.EndAsync();
    }

    [Fact]
    public async Task Messages_that_nobody_should_send_are_passed_over()
    {
        await using WatchedNetwork watched = await WatchedNetwork.StartAsync(lab, "10.39.0.0/24");
        JsonObject port = new() { ["id"] = $"{Guid.NewGuid()}", ["network_id"] = $"{watched.Network.Id}", ["mac_address"] = "a,b", ["fixed_ips"] = new JsonArray(new JsonObject()) };

        await Broker.PublishAsync($"dhcp_agent.{NeutronLab.Host}",
        [
            "", "{", "null", "[]", "\0", new string('[', 5000), """{"oslo.version": "3.0", "oslo.message": "{}"}""", """{"oslo.version": "2.0", "oslo.message": 7}""",
            Cast("shut_down", "{}"), Cast("network_delete_end", "{}"), Cast("network_delete_end", """{"payload": {"network_id": "../../etc"}}"""),
            Cast("port_create_end", new JsonObject { ["payload"] = new JsonObject { ["port"] = port } }.ToJsonString()),
            Cast("port_update_end", """{"payload": {"port": null}}"""), Cast("agent_updated", """{"payload": {"admin_state_up": "no"}}"""),
        ]);

        await watched.WaitForNewClientAsync();
        Assert.Equal(TestNetwork.Address(watched.Port), watched.Client.Lease()["ip"]);
        await watched.EndAsync();
    }

    private static string Cast(string method, string arguments) =>
        new JsonObject
        {
            ["oslo.version"] = "2.0",
            ["oslo.message"] = new JsonObject { ["method"] = method, ["args"] = JsonNode.Parse(arguments), ["version"] = "1.0", ["_unique_id"] = $"{Guid.NewGuid():N}" }.ToJsonString(),
        }.ToJsonString();

    private async Task TurnAgentAsync(bool on) =>
        await lab.Api.PutAsync(await lab.GetDhcpAgentPathAsync(), "agent", new JsonObject { ["admin_state_up"] = on });
}
