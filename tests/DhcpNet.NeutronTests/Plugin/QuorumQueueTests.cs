using System.Text.Json.Nodes;
using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Plugin;

/// <summary>
/// Queues are declared as Neutron's server declares them. A server with rabbit_quorum_queue has exchanges and queues of its own kind, which
/// one without may not share: here it has a virtual host of its own.
/// </summary>
public class QuorumQueueTests(NeutronLab lab)
{
    private const string VirtualHost = "quorum";
    private const string Url = $"rabbit://guest:guest@127.0.0.1:5672/{VirtualHost}";
    private const int ApiPort = 9697;

    [Fact]
    public async Task With_a_server_that_has_quorum_queues_networks_are_served_and_changes_followed()
    {
        lab.Require();
        lab.Broker.Control("add_vhost", VirtualHost);
        lab.Broker.Control("set_permissions", "-p", VirtualHost, "guest", ".*", ".*", ".*");
        // 'quroum' is how oslo.messaging has spelled it up to the version that is here.
        LabProcess server = await lab.StartOtherServerAsync("quorum-server", ApiPort, $"transport_url = {Url}\n[oslo_messaging_rabbit]\nrabbit_quorum_queue = true\nrabbit_quorum_delivery_limit = 20\nrabbit_quroum_max_memory_length = 1000");
        try
        {
            await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab);
            string subnet = await network.AddSubnetAsync("10.27.0.0/24");
            using (var without = NeutronSession.Open(lab))
                Assert.Equal("BrokerQueueDiffers", without.RunError($"Connect-DhcpPlugin -TransportUrl '{Url}'"));
            using var session = NeutronSession.Open(lab);
            session.Run($"Connect-DhcpPlugin -TransportUrl '{Url}' -QuorumQueue -QuorumDeliveryLimit 20 -QuorumMaxMemoryLength 1000");
            using var agent = RunningScript.Start(session.PowerShell, "Watch-NetworkDhcp");
            await UntilAsync("its service", () => network.FindDnsmasq() is not null);

            using NeutronApi api = new(ApiPort);
            await api.PutAsync($"subnets/{subnet}", "subnet", new JsonObject { ["dns_nameservers"] = new JsonArray("10.27.0.53") });

            await UntilAsync("the DNS server", () => network.ReadFile("opts").Contains("10.27.0.53", StringComparison.Ordinal));
            string[] queues = lab.Broker.Control("list_queues", "-p", VirtualHost, "name", "type", "durable").Split('\n');
            Assert.Contains($"dhcp_agent.{NeutronLab.Host}\tquorum\ttrue", queues);
            Assert.Contains("q-plugin\tquorum\ttrue", queues);
            string[] limits = lab.Broker.Control("list_queues", "-p", VirtualHost, "name", "arguments").Split('\n');
            Assert.Equal(limits.Single(l => l.StartsWith("q-plugin\t", StringComparison.Ordinal)).Split('\t')[1], limits.Single(l => l.StartsWith("dhcp_agent\t", StringComparison.Ordinal)).Split('\t')[1]);
            // Those of replies and fanouts are no quorum queues in this version of oslo.messaging.
            Assert.DoesNotContain(queues, q => q.StartsWith("reply_", StringComparison.Ordinal) && q.Contains("quorum", StringComparison.Ordinal));
            Assert.Empty(await agent.StopAsync(TimeSpan.FromSeconds(60)));
            session.Run($"Disable-NetworkDhcp {network.Id} -Force");
        }
        finally
        {
            server.Kill();
            lab.Broker.Control("delete_vhost", VirtualHost);
        }
    }

    [Fact]
    public void With_a_server_that_has_none_they_are_refused()
    {
        using var session = NeutronSession.Open(lab);

        Assert.Equal("BrokerQueueDiffers", session.RunError($"Connect-DhcpPlugin -TransportUrl '{Broker.Url}' -QuorumQueue"));
    }

    [Fact]
    public void The_queue_of_replies_is_nobody_elses_and_may_be_one_with_any_server()
    {
        using var session = NeutronSession.Open(lab);

        session.Run($"Connect-DhcpPlugin -TransportUrl '{Broker.Url}' -TransientQuorumQueue");

        Assert.Empty(session.PowerShell.Invoke("Get-DhcpNetwork").Errors);
        Assert.Contains(lab.Broker.Control("list_queues", "name", "type").Split('\n'), q => q.StartsWith("reply_", StringComparison.Ordinal) && q.EndsWith("\tquorum", StringComparison.Ordinal));
    }
}
