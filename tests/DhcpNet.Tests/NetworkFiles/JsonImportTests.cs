using System.Text;
using System.Text.Json.Nodes;
using DhcpNet.NetworkFiles;
using DhcpNet.Tests.Docs;

namespace DhcpNet.Tests.NetworkFiles;

/// <summary>Networks are made of JSON files.</summary>
public class JsonImportTests
{
    [Fact]
    public async Task What_a_Neutron_server_answered_is_made_with_its_ids_and_without_its_DHCP_port()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        string recorded = Repository.Read("tests/DhcpNet.Tests/Neutron/Captures/call-get_network_info-3-subnets.json");

        NetworkImportResult result = await world.ImportAsync("neutron.json", JsonNode.Parse(recorded)!["reply"]!["message"]!["result"]!.ToJsonString());

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Network network = await world.SingleAsync("*");
        Assert.Equal((new Guid("a1a87a5e-9d37-4717-9461-e0eed6a55df0"), "network-a1a87a5e-9d37-4717-9461-e0eed6a55df0", 1450), (network.Id, network.Name, network.Mtu));
        Assert.Equal(["v4b", "v4a", "v6slaac"], network.Subnets.Select(s => s.Name));
        Assert.Equal(new Guid("8387086a-12fa-495f-8f61-79a17ca54d01"), network.Subnets[1].Id);
        Assert.Equal("10.99.0.0/16 via 10.20.0.254", Assert.Single(network.Subnets[1].HostRoutes).ToString());
        Port vm = Assert.Single(network.Ports);
        Assert.Equal((new Guid("6415649f-71fd-46d3-abd7-b3011d233ef9"), "vm1", "vm1", "compute:lab"), (vm.Id, vm.Name, vm.DeviceId, vm.DeviceOwner));
        Assert.Equal(["10.20.0.245", "fd00:20::f816:3eff:fedf:9e1e"], vm.FixedIps.Select(ip => ip.ToString()));
    }

    [Theory]
    [InlineData("""{"name": "blue", "subnets": [{"cidr": "10.0.0.0/24"}]}""")]
    [InlineData("""[{"name": "blue", "subnets": [{"cidr": "10.0.0.0/24"}]}]""")]
    [InlineData("""{"networks": [{"name": "blue", "subnets": [{"cidr": "10.0.0.0/24"}]}], "networks_links": [{"rel": "next"}]}""")]
    [InlineData("""{"count": 1, "networks": [{"name": "blue", "subnets": [{"cidr": "10.0.0.0/24"}]}]}""")]
    [InlineData("""{"network": {"name": "blue", "subnets": [{"cidr": "10.0.0.0/24", "ip_version": 4, "gateway_ip": "10.0.0.1", "enable_dhcp": null}], "mtu": null}}""")]
    [InlineData("\ufeff\n {\"name\": \"blue\", \"subnets\": [{\"cidr\": \"10.0.0.0/24\"}], \"mtu\": 0, \"project_id\": \"\", \"vlan_tag\": null}\r\n")]
    public async Task What_a_file_does_not_say_is_as_New_DhcpNetwork_makes_it(string text)
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        Network made = await world.Store.AddNetworkAsync("made", "10.0.0.0/24");

        await world.RequireAsync("nets.json", text);

        Network blue = await world.SingleAsync("blue");
        Assert.Equal((made.Mtu, made.VlanTag, made.ProjectId, made.AdminStateUp), (blue.Mtu, blue.VlanTag, blue.ProjectId, blue.AdminStateUp));
        Subnet expected = made.Subnets[0], subnet = Assert.Single(blue.Subnets);
        Assert.Equal((expected.Name, expected.GatewayIp, expected.EnableDhcp), (subnet.Name, subnet.GatewayIp, subnet.EnableDhcp));
        Assert.Equal(expected.AllocationPools, subnet.AllocationPools);
        Assert.Empty(subnet.DnsNameservers);
        Assert.Empty(blue.Ports);
    }

    [Fact]
    public async Task A_gateway_that_is_null_is_none_and_empty_pools_are_none()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await world.RequireAsync("nets.json", """{"name": "blue", "subnets": [{"cidr": "10.0.0.0/24", "gateway_ip": null, "allocation_pools": [], "enable_dhcp": false}]}""");

        Subnet subnet = (await world.SingleAsync("blue")).Subnets[0];
        Assert.Equal((null, 0, false), (subnet.GatewayIp, subnet.AllocationPools.Count, subnet.EnableDhcp));
    }

    [Fact]
    public async Task Ports_of_clients_become_reservations_and_those_of_services_do_not()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await world.RequireAsync("nets.json", """
            {"name": "blue", "subnets": [{"cidr": "10.0.0.0/24"}, {"cidr": "fd00::/64", "ipv6_address_mode": "slaac", "ipv6_ra_mode": "slaac"}], "ports": [
              {"mac_address": "fa:16:3e:00:00:01"},
              {"mac_address": "FA-16-3E-00-00-02", "fixed_ips": [{"ip_address": "10.0.0.2"}], "dns_name": "www.", "name": "web", "device_id": "vm", "device_owner": "compute:x",
               "admin_state_up": false, "id": "6415649f-71fd-46d3-abd7-b3011d233ef9",
               "extra_dhcp_opts": [{"opt_name": "bootfile-name", "opt_value": "pxe.0"}, {"opt_name": "bootfile-url", "opt_value": "http://x/", "ip_version": 6}]},
              {"mac_address": "fa:16:3e:00:00:03", "fixed_ips": []},
              {"mac_address": "zz", "device_owner": "network:dhcp", "fixed_ips": 7},
              {"device_owner": "network:router_interface"}]}
            """);

        Port[] ports = [.. (await world.SingleAsync("blue")).Ports.OrderBy(port => port.MacAddress)];
        // The second one's address was chosen, so that the first one was handed out the next.
        Assert.Equal(
            ["10.0.0.3 fd00::f816:3eff:fe00:1", "10.0.0.2 fd00::f816:3eff:fe00:2", "fd00::f816:3eff:fe00:3"],
            ports.Select(port => string.Join(' ', port.FixedIps)));
        Port web = ports[1];
        Assert.Equal(("web", "www", "vm", "compute:x", false), (web.Name, web.DnsName, web.DeviceId, web.DeviceOwner, web.AdminStateUp));
        Assert.Equal(new Guid("6415649f-71fd-46d3-abd7-b3011d233ef9"), web.Id);
        Assert.Equal([new ExtraDhcpOption("bootfile-name", "pxe.0"), new ExtraDhcpOption("bootfile-url", "http://x/", 6)], web.ExtraDhcpOpts);
        Assert.Equal(("", true, "DOWN"), (ports[0].DeviceOwner, ports[0].AdminStateUp, ports[0].Status));
    }

    [Fact]
    public async Task A_network_a_line_is_read_and_a_line_that_is_wrong_hinders_no_other()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult result = await world.ImportAsync("nets.jsonl", "{\"name\": \"a\"}\n\n{\"name\": \"b\",}\n{\"name\": \"c\"}{\"name\": \"d\"}\n{\"name\": \"e\"}", skipErrors: true);

        Assert.Equal(["a", "e"], result.Networks.Select(n => n.Name));
        Assert.Equal(["nets.jsonl:3: This is not JSON", "nets.jsonl:4: This is not JSON"], world.Lines(result).Select(l => string.Join(':', l.Split(' ', 2)[1].Split(':')[..3])));
    }

    [Theory]
    [InlineData("", "nets.json:1: The file is empty")]
    [InlineData(" \n\n", "nets.json:3: The file is empty")]
    [InlineData("42", "nets.json:1: A network is an object")]
    [InlineData("[1]", "nets.json:1 ([0]): A network is an object, and this is a number.")]
    [InlineData("{\"networks\": [{}]}", "nets.json:1 (networks[0]): The network has neither a name nor an id.")]
    [InlineData("{\"networks\": {}}", "nets.json:1: 'networks' is not a list.")]
    [InlineData("[{\"name\": \"a\"},\n{\"name\": \"b\"", "nets.json:2 (byte 13 of the line): This is not JSON")]
    [InlineData("[{\"name\": \"a\"}] x", "nets.json:1: A network is an object")]
    [InlineData("[{\"name\": \"a\"},]", "nets.json:1 (byte 16 of the line): This is not JSON: The JSON array contains a trailing comma at the end.")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}", "nets.json:1: 'name' comes twice.")]
    [InlineData("{\"name\": \"a\\ud800\"}", "nets.json:1: There is a text that is not UTF-8")]
    [InlineData("{\"name\": \"a\0\"}", "nets.json:1 (byte 12 of the line): This is not JSON")]
    [InlineData("{\"name\": 7}", "nets.json:1 (name): Text is needed here, and this is a number.")]
    [InlineData("{\"name\": \"a\",\n\"mtu\": \"1500\"}", "nets.json:2 (mtu): A number is needed here, and this is text.")]
    [InlineData("{\"name\": \"a\", \"mtu\": 1.5}", "nets.json:1 (mtu): 1.5 is not a whole number that 'mtu' could be.")]
    [InlineData("{\"name\": \"a\", \"mtu\": 67}", "MtuOutOfRange nets.json:1: ")]
    [InlineData("{\"name\": \"a\", \"vlan_tag\": 4095}", "VlanOutOfRange nets.json:1 (vlan_tag): 4095 ")]
    [InlineData("{\"name\": \"a\", \"id\": \"x\"}", "nets.json:1 (id): 'x' is not an id")]
    [InlineData("{\"name\": \"a\", \"admin_state_up\": \"yes\"}", "nets.json:1 (admin_state_up): True or false is needed here, and this is text.")]
    [InlineData("{\"name\": \"a\", \"subnets\": [\"8387086a-12fa-495f-8f61-79a17ca54d01\"]}", "nets.json:1 (subnets[0]): An object is needed here, and this is text.")]
    [InlineData("{\"name\": \"a\", \"subnets\": [{}]}", "nets.json:1 (subnets[0]): 'cidr' is missing.")]
    [InlineData("[{\"name\": \"a\", \"subnets\": [\n{\"cidr\": \"10.0.0.0\"}]}]", "CidrMalformed nets.json:2 ([0].subnets[0].cidr): ")]
    [InlineData("{\"name\": \"a\", \"subnets\": [{\"cidr\": \"10.0.0.0/24\", \"ip_version\": 6}]}", "nets.json:1 (subnets[0].ip_version): The IP version 6 is not that of 10.0.0.0/24.")]
    [InlineData("{\"name\": \"a\", \"subnets\": [{\"cidr\": \"10.0.0.0/24\"},\n{\"cidr\": \"10.0.0.0/8\"}]}", "SubnetOverlap nets.json:2 (subnets[1]): The prefix 10.0.0.0/8 overlaps subnet 10.0.0.0/24")]
    [InlineData("{\"name\": \"a\", \"subnets\": [{\"cidr\": \"10.0.0.0/24\", \"allocation_pools\": [{\"start\": \"10.0.0.5\"}]}]}", "nets.json:1 (subnets[0].allocation_pools[0]): 'end' is missing.")]
    [InlineData("{\"name\": \"a\", \"ports\": [{\"mac_address\": null}]}", "nets.json:1 (ports[0].mac_address): 'mac_address' is missing.")]
    [InlineData("{\"name\": \"a\", \"ports\": [{\"mac_address\": \"01:00:5e:00:00:01\"}]}", "MacNotUnicast nets.json:1 (ports[0].mac_address): ")]
    [InlineData("{\"name\": \"a\", \"ports\": [{\"mac_address\": \"fa:16:3e:00:00:01\"},\n{\"mac_address\": \"fa:16:3e:00:00:01\"}]}", "MacInUse nets.json:2 (ports[1]): ")]
    [InlineData("{\"name\": \"a\", \"ports\": [{\"mac_address\": \"fa:16:3e:00:00:01\", \"fixed_ips\": [{\"ip_address\": \"10.0.0.1\"}]}]}", "AddressOutsideSubnet nets.json:1 (ports[0]): ")]
    [InlineData("{\"name\": \"a\", \"ports\": [{\"mac_address\": \"fa:16:3e:00:00:01\", \"fixed_ips\": [{\"subnet_id\": \"x\"}]}]}", "nets.json:1 (ports[0].fixed_ips[0]): 'ip_address' is missing.")]
    [InlineData("{\"name\": \"a\", \"ports\": [{\"mac_address\": \"fa:16:3e:00:00:01\", \"extra_dhcp_opts\": [{\"opt_name\": \"nosuch\", \"opt_value\": \"1\"}]}]}", "OptionNameInvalid nets.json:1 (ports[0]): ")]
    [InlineData("{\"name\": \"a\", \"ports\": [{\"mac_address\": \"fa:16:3e:00:00:01\", \"dns_name\": \"x\"},\n{\"mac_address\": \"fa:16:3e:00:00:02\", \"dns_name\": \"X\"}]}", "HostNameInUse nets.json:2 (ports[1]): ")]
    public async Task What_can_not_be_is_told_with_line_path_and_rule(string text, string error)
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult result = await world.ImportAsync("nets.json", text);

        Assert.StartsWith(char.IsUpper(error[0]) ? error : $"NetworkFileInvalid {error}", Assert.Single(world.Lines(result)), StringComparison.Ordinal);
        Assert.Equal(0L, world.CountRows());
    }

    [Fact]
    public async Task Deep_nesting_and_other_encodings_are_refused()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        foreach (string text in new[] { new string('[', 100_000), $"{{\"name\": \"a\", \"x\": {new string('[', 70)}{new string(']', 70)}}}" })
            Assert.Contains("depth", Assert.Single(world.Lines(await world.ImportAsync("deep.json", text))), StringComparison.Ordinal);
        string path = world.Write("utf16.json", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray());
        NetworkImportResult utf16 = await new NetworkFileImport(world.Store.Plugin).ReadAsync(path, null, TestContext.Current.CancellationToken);
        Assert.Equal(["NetworkFileInvalid utf16.json:1: The file is UTF-16; save it as UTF-8."], world.Lines(utf16));
    }

    [Fact]
    public async Task A_property_that_Neutron_does_not_have_is_warned_of_once()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult result = await world.ImportAsync("nets.json", """
            [{"name": "a", "gatway": 1, "provider:network_type": "vlan", "tags": [], "subnets": [{"cidr": "10.0.0.0/24", "gatway_ip": "10.0.0.9"}]},
             {"name": "b", "gatway": 1, "segments": [{"id": "x"}]}]
            """);

        Assert.Equal(2, result.Networks.Count);
        Assert.Equal(3, result.Warnings.Count);
        Assert.StartsWith("nets.json:1 ([0].gatway): a network has no 'gatway' that is read.", result.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("nets.json:1 ([0].subnets[0].gatway_ip): a subnet has no 'gatway_ip' that is read; 'gateway_ip' was probably meant.", result.Warnings[1], StringComparison.Ordinal);
        Assert.Contains("segments", result.Warnings[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Elements_are_found_however_the_bytes_arrive()
    {
        string text = "[" + string.Join(",\n", Enumerable.Range(0, 50).Select(i => $"{{\"name\": \"n{i}\", \"subnets\": [{{\"cidr\": \"10.0.{i}.0/24\"}}]}}")) + "]";
        using var pipe = new OneWayStream(Encoding.UTF8.GetBytes(text));

        List<string> found = [.. new JsonNetworkReader("pipe", Assert.Fail).Read(pipe).Select(d => $"{d.Network.Name} {d.Network.Subnets[0].Cidr} {d.Network.Place}")];

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"n{i} 10.0.{i}.0/24 pipe:{i + 1} ([{i}])"), found);
    }
}
