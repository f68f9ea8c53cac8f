using System.Text.Json.Nodes;
using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests;

/// <summary>The lab is a Neutron as one knows it: what the other tests stand on.</summary>
public class LabTests(NeutronLab lab)
{
    [Fact]
    public async Task A_network_with_a_subnet_and_a_port_can_be_made_changed_and_removed()
    {
        lab.Require();
        string id;
        await using (TestNetwork network = await TestNetwork.CreateAsync(lab, "10.11.0.0/24"))
        {
            id = $"{network.Id}";
            JsonNode port = await network.AddPortAsync();
            Assert.StartsWith("10.11.0.", TestNetwork.Address(port), StringComparison.Ordinal);
            JsonNode changed = await lab.Api.PutAsync($"networks/{id}", "network", new JsonObject { ["mtu"] = 1400 });
            Assert.Equal(1400, changed["mtu"]!.GetValue<int>());
        }

        Assert.Empty((await lab.Api.GetAsync($"networks?id={id}"))["networks"]!.AsArray());
    }

    [Fact]
    public async Task Neutrons_own_agent_is_alive_and_serves_a_client()
    {
        lab.Require();
        await lab.StartDhcpAgentAsync();
        try
        {
            TestNetwork network = await TestNetwork.CreateAsync(lab, "10.12.0.0/24");
            await using (network)
            {
                JsonNode port = await network.AddPortAsync();
                using DhcpClient client = await network.PlugAsync(port);

                // The first network takes the agent seconds, in which its helpers start.
                Assert.Equal(TestNetwork.Address(port), client.Lease(30)["ip"]);
                Assert.True(await lab.Api.IsAliveAsync(NeutronLab.DhcpAgentType, NeutronLab.Host));
            }
            await network.WaitForServiceToEndAsync();
        }
        finally
        {
            await lab.StopDhcpAgentAsync();
        }
    }

    [Fact]
    public async Task The_broker_and_the_server_come_back_after_a_crash()
    {
        lab.Require();
        lab.Broker.Kill();
        lab.KillServer();
        Assert.False(await lab.Api.IsUpAsync());

        Task server = lab.StartServerAsync();
        await lab.StartBrokerAsync();
        await server;

        await using TestNetwork network = await TestNetwork.CreateAsync(lab, "10.14.0.0/24");
        Assert.Contains("q-plugin", lab.Broker.Control("list_queues", "name"));
    }
}
