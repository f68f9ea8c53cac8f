using System.Text.Json.Nodes;
using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>Watch-NetworkDhcp stands in for neutron-dhcp-agent: Neutron sees an agent, and clients a DHCP server.</summary>
public class AgentTests(NeutronLab lab)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
            await UntilAsync("the DNS server", () => Task.FromResult(client.Lease().GetValueOrDefault("dns") == "10.32.0.53"));

            // The port gets another address.
            await lab.Api.PutAsync($"ports/{first["id"]!.GetValue<string>()}", "port", new JsonObject { ["fixed_ips"] = new JsonArray(new JsonObject { ["subnet_id"] = subnet, ["ip_address"] = "10.32.0.99" }) });
            await UntilAsync("the other address", () => Task.FromResult(client.Lease().GetValueOrDefault("ip") == "10.32.0.99"));

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
            string process = Dnsmasq(network);
            await lab.StopDhcpAgentAsync();

            int seen = udhcpc.Events.Count;
            using (var session = NeutronSession.Connect(lab))
            {
                using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp -Verbose");
                await UntilAsync("its first sync", () => Task.FromResult(agent.OutputCount > 0));
                Assert.Equal(TestNetwork.Address(port), udhcpc.Renew()["ip"]);
                Assert.Equal(process, Dnsmasq(network));
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
        using var session = NeutronSession.Connect(lab);
        using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp");
        TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.35.0.0/24");
        await using (network)
        {
            JsonNode first = await network.AddPortAsync();
            using DhcpClient client = await network.PlugAsync(first);
            Assert.NotEmpty(client.Lease(30));

            lab.Broker.Kill();
            await lab.StartBrokerAsync();
            JsonNode second = await network.AddPortAsync();
            using DhcpClient other = await network.PlugAsync(second);

            await UntilAsync("a lease", () => Task.FromResult(other.Lease(5).GetValueOrDefault("ip") == TestNetwork.Address(second)));
            Assert.Equal(TestNetwork.Address(first), client.Lease()["ip"]);
        }
        await network.WaitForServiceToEndAsync();
        Assert.Empty(await agent.StopAsync(Patience));
    }

    private static string Dnsmasq(TestNetwork network) => Programs.Run("pgrep", "-f", $"dnsmasq .*{network.Id}").Trim();

    private static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        for (long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds; !await condition(); await Task.Delay(100))
            Assert.True(Environment.TickCount64 < end, $"{what} did not come.");
    }
}
