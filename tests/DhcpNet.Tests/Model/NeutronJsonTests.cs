using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DhcpNet.Tests.Model;

public class NeutronJsonTests
{
    [Fact]
    public void The_network_that_a_Neutron_server_answered_is_read()
    {
        Network network = Result("call-get_network_info-3-subnets.json").Deserialize(NeutronJson.Default.Network)!;

        Assert.Equal(new Guid("a1a87a5e-9d37-4717-9461-e0eed6a55df0"), network.Id);
        Assert.Equal(1450, network.Mtu);
        Assert.Equal(["v4b", "v4a", "v6slaac"], network.Subnets.Select(subnet => subnet.Name));
        Subnet v4 = network.Subnets[1], v6 = network.Subnets[2];
        Assert.Equal((4, IPNetwork.Parse("10.20.0.0/24"), IPAddress.Parse("10.20.0.1")), (v4.IpVersion, v4.Cidr, v4.GatewayIp));
        Assert.Equal([new AllocationPool(IPAddress.Parse("10.20.0.2"), IPAddress.Parse("10.20.0.254"))], v4.AllocationPools);
        Assert.Equal([new HostRoute(IPNetwork.Parse("10.99.0.0/16"), IPAddress.Parse("10.20.0.254"))], v4.HostRoutes);
        Assert.Equal([IPAddress.Parse("10.20.0.53")], v4.DnsNameservers);
        Assert.False(v4.IsAutoAddress);
        Assert.Equal((6, Ipv6Mode.Slaac, true), (v6.IpVersion, v6.Ipv6RaMode, v6.IsAutoAddress));
        Port vm = network.Ports[0];
        Assert.Equal(("vm1", MacAddress.Parse("fa:16:3e:df:9e:1e"), "tap6415649f-71"), (vm.Name, vm.MacAddress, vm.TapName));
        Assert.Equal(["10.20.0.245", "fd00:20::f816:3eff:fedf:9e1e"], vm.FixedIps.Select(ip => ip.ToString()));
    }

    [Fact]
    public void The_DHCP_port_that_a_Neutron_server_made_is_read()
    {
        Port port = Result("call-create_dhcp_port.json").Deserialize(NeutronJson.Default.Port)!;

        Assert.Equal(DhcpDeviceId.For("lab-host", port.NetworkId), port.DeviceId);
        Assert.Equal((DeviceOwners.Dhcp, "DOWN"), (port.DeviceOwner, port.Status));
        Assert.Equal([new FixedIp(new Guid("8387086a-12fa-495f-8f61-79a17ca54d01"), IPAddress.Parse("10.20.0.2"))], port.FixedIps);
    }

    [Fact]
    public void What_is_written_has_Neutrons_names_and_is_read_back()
    {
        Network network = Result("call-get_network_info-3-subnets.json").Deserialize(NeutronJson.Default.Network)!;

        string json = JsonSerializer.Serialize(network, NeutronJson.Default.Network);

        JsonNode written = JsonNode.Parse(json)!, original = Result("call-get_network_info-3-subnets.json");
        foreach (string name in new[] { "subnets", "ports" })
        {
            for (int i = 0; i < written[name]!.AsArray().Count; i++)
                AssertNothingChanged(original[name]![i]!.AsObject(), written[name]![i]!.AsObject());
        }
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, NeutronJson.Default.Network)!, NeutronJson.Default.Network));
    }

    [Fact]
    public void What_JSON_does_not_have_is_as_if_it_were_made_without()
    {
        Network network = JsonSerializer.Deserialize("""{"id": "00000000-0000-4000-8000-000000000001"}""", NeutronJson.Default.Network)!;
        Subnet subnet = Deserialize<Subnet>("""{"id": "00000000-0000-4000-8000-000000000002", "network_id": "00000000-0000-4000-8000-000000000001", "cidr": "10.0.0.0/24"}""");
        Port port = Deserialize<Port>("""{"id": "00000000-0000-4000-8000-000000000003", "network_id": "00000000-0000-4000-8000-000000000001", "mac_address": "fa:16:3e:00:00:01"}""");

        AssertAlike(new Network { Id = network.Id }, network);
        AssertAlike(new Subnet { Id = subnet.Id, NetworkId = network.Id, Cidr = IPNetwork.Parse("10.0.0.0/24") }, subnet);
        AssertAlike(new Port { Id = port.Id, NetworkId = network.Id, MacAddress = MacAddress.Parse("fa:16:3e:00:00:01") }, port);
    }

    [Fact]
    public void A_list_or_name_that_is_null_is_empty()
    {
        Network network = JsonSerializer.Deserialize("""
            {"id": "00000000-0000-4000-8000-000000000001", "name": null, "subnets": null, "ports": null, "segments": null, "non_local_subnets": null}
            """, NeutronJson.Default.Network)!;

        AssertAlike(new Network { Id = network.Id }, network);
    }

    [Fact]
    public void What_is_off_is_read_as_off()
    {
        Assert.False(JsonSerializer.Deserialize("""{"id": "00000000-0000-4000-8000-000000000001", "admin_state_up": false}""", NeutronJson.Default.Network)!.AdminStateUp);
        Assert.False(Deserialize<Subnet>("""{"id": "00000000-0000-4000-8000-000000000002", "network_id": "00000000-0000-4000-8000-000000000001", "cidr": "10.0.0.0/24", "enable_dhcp": false}""").EnableDhcp);
    }

    private static T Deserialize<T>(string json) => (T)JsonSerializer.Deserialize(json, NeutronJson.Default.GetTypeInfo(typeof(T))!)!;

    private static void AssertAlike<T>(T expected, T actual)
    {
        foreach (System.Reflection.PropertyInfo property in typeof(T).GetProperties())
            Assert.Equal(property.GetValue(expected), property.GetValue(actual));
    }

    private static void AssertNothingChanged(JsonObject original, JsonObject written)
    {
        foreach ((string name, JsonNode? value) in written)
        {
            if (original.TryGetPropertyValue(name, out JsonNode? expected))
                Assert.True(JsonNode.DeepEquals(expected, value), $"{name}: {expected} became {value}");
        }
    }

    private static JsonNode Result(string file)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "DhcpNet.sln")))
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("no directory above has DhcpNet.sln");
        string text = File.ReadAllText(Path.Combine(root, "tests", "DhcpNet.Tests", "Neutron", "Captures", file));
        return JsonNode.Parse(text)!["reply"]!["message"]!["result"]!;
    }
}
