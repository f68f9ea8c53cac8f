using System.Text.Json.Nodes;
using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>Each kind of thing that the server tells an agent has its effect, and is what the server has told.</summary>
public class NotificationTests(NeutronLab lab, RunningAgent agent) : IClassFixture<RunningAgent>
{
    private NeutronApi Api => lab.Api;

    [Fact]
    public async Task A_networks_first_subnet_brings_its_service_and_the_networks_end_ends_it()
    {
        lab.Require();
        TestNetwork network = await TestNetwork.CreateAsync(lab);
        await using (network)
        {
            Assert.Empty(agent.Casts.Of(network));

            await network.AddSubnetAsync("10.71.0.0/24");

            await UntilAsync("its service", () => Serves(network, "10.71.0.0"));
            Assert.Equal(["network_create_end", "subnet_create_end"], agent.Casts.Of(network).Select(c => c.Method).Take(2));
        }
        await network.WaitForServiceToEndAsync();
        await agent.WaitForCastAsync(network, "network_delete_end");
        await UntilAsync("the end of its files", () => !Directory.Exists(Path.Combine(lab.State, "dhcp", $"{network.Id}")));
    }

    [Fact]
    public async Task A_subnet_that_is_added_is_served_and_one_that_is_deleted_no_more()
    {
        await using TestNetwork network = await agent.ServeAsync("10.72.0.0/24");

        string second = await network.AddSubnetAsync("10.72.1.0/24");

        await agent.WaitForCastAsync(network, "subnet_create_end");
        await UntilAsync("the second subnet", () => Serves(network, "10.72.0.0") && Serves(network, "10.72.1.0") && network.FindAddresses().Contains(" 10.72.1.", StringComparison.Ordinal));

        await Api.DeleteAsync($"subnets/{second}");

        await agent.WaitForCastAsync(network, "subnet_delete_end");
        await UntilAsync("its end", () => Serves(network, "10.72.0.0") && !Serves(network, "10.72.1.0") && !network.FindAddresses().Contains(" 10.72.1.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_changed_of_a_subnet_is_told_to_clients()
    {
        await using TestNetwork network = await agent.ServeAsync("10.73.0.0/24");
        string subnet = await FindSubnetAsync(network, "10.73.0.0/24");
        JsonNode port = await network.AddPortAsync();
        using DhcpClient client = await network.PlugAsync(port);
        Assert.Equal("10.73.0.1", client.Lease(30)["router"]);

        await ChangeAsync("dns_nameservers", new JsonArray("10.73.0.53"), "dns-server,10.73.0.53");
        await ChangeAsync("host_routes", new JsonArray(new JsonObject { ["destination"] = "198.51.100.0/24", ["nexthop"] = "10.73.0.9" }), "198.51.100.0/24,10.73.0.9");
        // An address that is not for clients.
        await Api.PutAsync($"subnets/{subnet}", "subnet", new JsonObject { ["allocation_pools"] = new JsonArray(new JsonObject { ["start"] = "10.73.0.2", ["end"] = "10.73.0.200" }) });
        await ChangeAsync("gateway_ip", JsonValue.Create("10.73.0.254"), "router,10.73.0.254");

        IReadOnlyDictionary<string, string> lease = client.Lease(30);
        Assert.Equal(("10.73.0.53", "10.73.0.254"), (lease["dns"], lease["router"]));
        Assert.Contains("198.51.100.0/24 10.73.0.9", lease["staticroutes"], StringComparison.Ordinal);

        async Task ChangeAsync(string property, JsonNode value, string line)
        {
            await Api.PutAsync($"subnets/{subnet}", "subnet", new JsonObject { [property] = value });
            await agent.WaitForCastAsync(network, "subnet_update_end", c => JsonNode.DeepEquals(c.Payload["subnet"]![property], value));
            await UntilAsync(property, () => network.ReadFile("opts").Contains(line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_subnet_whose_DHCP_is_turned_off_and_on_follows()
    {
        await using TestNetwork network = await agent.ServeAsync("10.74.0.0/24", "10.74.1.0/24");
        string second = await FindSubnetAsync(network, "10.74.1.0/24");
        await UntilAsync("both subnets", () => Serves(network, "10.74.1.0"));

        await Api.PutAsync($"subnets/{second}", "subnet", new JsonObject { ["enable_dhcp"] = false });
        await UntilAsync("its end", () => Serves(network, "10.74.0.0") && !Serves(network, "10.74.1.0"));
        await Api.PutAsync($"subnets/{second}", "subnet", new JsonObject { ["enable_dhcp"] = true });

        await UntilAsync("its return", () => Serves(network, "10.74.0.0") && Serves(network, "10.74.1.0"));
    }

    [Fact]
    public async Task A_network_that_is_turned_off_and_on_follows()
    {
        await using TestNetwork network = await agent.ServeAsync("10.75.0.0/24");

        await ChangeAsync(network, "admin_state_up", false);
        await network.WaitForServiceToEndAsync();
        await ChangeAsync(network, "admin_state_up", true);

        await UntilAsync("its return", () => Serves(network, "10.75.0.0"));
    }

    [Fact]
    public async Task A_networks_MTU_is_the_taps_and_told_to_clients()
    {
        await using TestNetwork network = await agent.ServeAsync("10.76.0.0/24");

        await ChangeAsync(network, "mtu", 1400);

        await UntilAsync("the MTU", () => network.FindDnsmasqCommand().Contains("option:mtu,1400", StringComparison.Ordinal)
            && Programs.Run("ip", "-n", network.Namespace, "-o", "link").Contains("mtu 1400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_has_its_host_line_for_as_long_as_it_is_there()
    {
        await using TestNetwork network = await agent.ServeAsync("10.77.0.0/24");

        JsonNode port = await network.AddPortAsync();
        string line = Line(port);
        await agent.WaitForCastAsync(network, "port_create_end", c => Text(c.Payload["port"]!, "id") == Text(port, "id"));
        await UntilAsync("its line", () => network.ReadFile("host").Contains(line, StringComparison.Ordinal));
        await Api.DeleteAsync($"ports/{Text(port, "id")}");

        await agent.WaitForCastAsync(network, "port_delete_end", c => Text(c.Payload, "port_id") == Text(port, "id"));
        await UntilAsync("its end", () => !network.ReadFile("host").Contains(Text(port, "mac_address"), StringComparison.Ordinal));
        Assert.NotNull(network.FindDnsmasq());
    }

    [Fact]
    public async Task A_ports_addresses_and_options_are_its_clients()
    {
        await using TestNetwork network = await agent.ServeAsync("10.78.0.0/24");
        JsonNode port = await network.AddPortAsync();
        using DhcpClient client = await network.PlugAsync(port);
        Assert.Equal(TestNetwork.Address(port), client.Lease(30)["ip"]);

        await ChangeAsync(network, port, ("fixed_ips", Address("10.78.0.88")));
        await UntilAsync("the address", () => network.ReadFile("host").Contains(",10.78.0.88", StringComparison.Ordinal));
        await ChangeAsync(network, port, ("extra_dhcp_opts", new JsonArray(new JsonObject { ["opt_name"] = "bootfile-name", ["opt_value"] = "pxe.0" })));
        await UntilAsync("the option", () => network.ReadFile("opts").Contains("pxe.0", StringComparison.Ordinal));

        IReadOnlyDictionary<string, string> lease = client.Lease(30);
        Assert.Equal(("10.78.0.88", "pxe.0"), (lease["ip"], lease["boot_file"]));
    }

    [Fact]
    public async Task A_port_that_becomes_somebody_elses_who_needs_no_DHCP_loses_its_host_line()
    {
        await using TestNetwork network = await agent.ServeAsync("10.79.0.0/24");
        JsonNode port = await network.AddPortAsync();
        await UntilAsync("its line", () => network.ReadFile("host").Contains(Line(port), StringComparison.Ordinal));

        // The server does not tell of an owner alone.
        await ChangeAsync(network, port, ("device_owner", "network:router_ha_interface"), ("fixed_ips", Address("10.79.0.90")));
        await UntilAsync("its end", () => !network.ReadFile("host").Contains(Text(port, "mac_address"), StringComparison.Ordinal));
        await ChangeAsync(network, port, ("device_owner", "compute:lab"), ("fixed_ips", Address("10.79.0.91")));

        await UntilAsync("its return", () => network.ReadFile("host").Contains($"{Text(port, "mac_address")},host-10-79-0-91", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_servers_own_port_is_made_anew_where_somebody_deletes_it_and_moves_where_somebody_moves_it()
    {
        await using TestNetwork network = await agent.ServeAsync("10.80.0.0/24");
        string first = Text(Assert.Single(await network.GetDhcpPortsAsync()), "id");

        await Api.DeleteAsync($"ports/{first}");
        JsonNode? second = null;
        await UntilAsync("another port", async () => (second = (await network.GetDhcpPortsAsync()).SingleOrDefault(p => Text(p, "id") != first)) is not null);
        await UntilAsync("its address", () => Has(network, TestNetwork.Address(second!)));

        await Api.PutAsync($"ports/{Text(second!, "id")}", "port", new JsonObject { ["fixed_ips"] = Address("10.80.0.200") });
        await UntilAsync("the other address", () => Has(network, "10.80.0.200") && !Has(network, TestNetwork.Address(second!)));
        Assert.NotNull(network.FindDnsmasq());
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_heeded_once()
    {
        await using TestNetwork network = await agent.ServeAsync("10.81.0.0/24");
        JsonNode port = await network.AddPortAsync();
        Cast older = await MoveAsync("10.81.0.12");
        await MoveAsync("10.81.0.13");

        // Nothing but its id tells that it was heard before.
        string stale = older.With(m => m["args"]!["payload"]!["port"]!.AsObject().Remove("revision_number"));
        await Broker.PublishAsync(CastCopies.AgentQueue, [stale]);
        JsonNode next = await network.AddPortAsync();
        await UntilAsync("what came after it", () => network.ReadFile("host").Contains(Line(next), StringComparison.Ordinal));
        Assert.Contains(",10.81.0.13", network.ReadFile("host"), StringComparison.Ordinal);

        // With an id of its own it is heeded.
        await Broker.PublishAsync(CastCopies.AgentQueue, [Cast.Parse(stale).With(m => m["_unique_id"] = $"{Guid.NewGuid():N}")]);
        await UntilAsync("what it says", () => network.ReadFile("host").Contains(",10.81.0.12", StringComparison.Ordinal));

        async Task<Cast> MoveAsync(string address)
        {
            await ChangeAsync(network, port, ("fixed_ips", Address(address)));
            await UntilAsync(address, () => network.ReadFile("host").Contains($",{address}", StringComparison.Ordinal));
            return await agent.WaitForCastAsync(network, "port_update_end", c => c.Payload["port"]!["fixed_ips"]![0]!["ip_address"]!.GetValue<string>() == address);
        }
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static bool Serves(TestNetwork network, string prefix) => network.FindDnsmasqCommand().Contains($",{prefix},static", StringComparison.Ordinal);

    private static bool Has(TestNetwork network, string address) => network.FindAddresses().Contains($" {address}/", StringComparison.Ordinal);

    private static JsonArray Address(string address) => new(new JsonObject { ["ip_address"] = address });

    private static string Line(JsonNode port) => $"{Text(port, "mac_address")},host-{TestNetwork.Address(port).Replace('.', '-')}";

    private async Task ChangeAsync(TestNetwork network, string property, JsonNode value)
    {
        await Api.PutAsync($"networks/{network.Id}", "network", new JsonObject { [property] = value });
        await agent.WaitForCastAsync(network, "network_update_end", c => JsonNode.DeepEquals(c.Payload["network"]![property], value));
    }

    private async Task ChangeAsync(TestNetwork network, JsonNode port, params (string Property, JsonNode Value)[] changes)
    {
        int before = agent.Casts.Of(network).Count;
        JsonObject content = [];
        foreach ((string property, JsonNode value) in changes)
            content[property] = value;
        await Api.PutAsync($"ports/{Text(port, "id")}", "port", content);
        await UntilAsync("port_update_end", () => agent.Casts.Of(network).Skip(before).Any(c => c.Method == "port_update_end"));
    }

    private async Task<string> FindSubnetAsync(TestNetwork network, string prefix) =>
        Text((await Api.GetAsync($"subnets?network_id={network.Id}&cidr={prefix}"))["subnets"]![0]!, "id");
}
