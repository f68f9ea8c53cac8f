using System.Text.Json;
using System.Text.Json.Nodes;
using DhcpNet.NetworkFiles;
using DhcpNet.Plugins;
using DhcpNet.Tests.Model;
using DhcpNet.Tests.Plugins;
using DhcpNet.Tests.Setup;

namespace DhcpNet.Tests.NetworkFiles;

/// <summary>Networks are written to files.</summary>
public class NetworkFileExportTests
{
    private const UnixFileMode ForAllToRead = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task JSON_has_everything_but_the_ports_of_hosts()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await AddServedAsync(world);

        JsonNode written = JsonNode.Parse(await world.ExportAsync("nets.json"))!["networks"]![0]!;

        Network blue = await world.SingleAsync("blue");
        Assert.Equal(2, blue.Ports.Count);
        Assert.True(JsonNode.DeepEquals(JsonSerializer.SerializeToNode(blue with { Ports = [blue.Ports[0]] }, NeutronJson.Default.Network), written));
        Assert.Equal(ForAllToRead, File.GetUnixFileMode(world.PathOf("nets.json")));
    }

    [Fact]
    public async Task JSON_by_line_has_a_network_a_line()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await world.RequireAsync("nets.csv", "name,cidr\nblue,10.0.0.0/24\nrød,10.0.0.0/24\n");

        string[] lines = (await world.ExportAsync("nets.jsonl")).Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.Equal(["blue", "rød"], lines[..2].Select(line => (string)JsonNode.Parse(line)!["name"]!));
        Assert.Contains("rød", lines[1], StringComparison.Ordinal);
        Assert.Equal("", lines[2]);
    }

    [Fact]
    public async Task CSV_has_what_it_can_hold_and_tells_of_which_networks_it_has_not_all()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await AddServedAsync(world);
        await world.RequireAsync("nets.csv", "name,cidr,vlan,gateway,dns\nred,10.0.0.0/24,7,none,9.9.9.9 1.1.1.1\nred,10.1.0.0/24,,,\n\"a,\"\"b\"\"\",,,,\n");
        IReadOnlyList<Network> all = await world.AllAsync();

        IReadOnlyList<string> incomplete = await new NetworkFileExport(world.Store.Plugin).WriteAsync(world.PathOf("out.csv"), null, [.. all.Select(n => n.Id)], overwrite: false, Token);

        Assert.Equal(
            """"
            name,project_id,vlan,mtu,admin_state_up,cidr,subnet_name,gateway,pools,dns,routes,enable_dhcp,ipv6_address_mode,ipv6_ra_mode
            "a,""b""",,,1500,true,,,,,,,,,
            blue,,,1500,true,10.0.0.0/24,,10.0.0.1,10.0.0.2-10.0.0.254,,,true,,
            red,,7,1500,true,10.0.0.0/24,,none,10.0.0.1-10.0.0.254,9.9.9.9;1.1.1.1,,true,,
            red,,7,1500,true,10.1.0.0/24,,10.1.0.1,10.1.0.2-10.1.0.254,,,true,,

            """",
            await File.ReadAllTextAsync(world.PathOf("out.csv"), Token));
        Assert.Equal(["blue"], incomplete);
        Assert.Contains("It leaves out some of blue. JSON has all of it.", NetworkFileExport.Warning("out.csv", incomplete), StringComparison.Ordinal);
        Assert.Null(NetworkFileExport.Warning("out.csv", []));
    }

    [Fact]
    public async Task No_network_makes_a_file_without_one()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        Assert.Empty(await world.RequireAsync("again.json", await world.ExportAsync("none.json")));
        Assert.Empty(await world.RequireAsync("again.csv", await world.ExportAsync("none.csv")));
        Assert.Equal("", await world.ExportAsync("none.jsonl"));
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_only_where_that_is_wanted()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        world.Write("nets.json", "precious");

        await Refused.WithAsync("NetworkFileExists", DhcpNetErrorKind.Conflict, () => world.ExportAsync("nets.json"));
        Assert.Equal("precious", await File.ReadAllTextAsync(world.PathOf("nets.json"), Token));
        Assert.StartsWith("{", await world.ExportAsync("nets.json", overwrite: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_can_not_be_written_is_told()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        Directory.CreateDirectory(world.PathOf("dir.csv"));

        DhcpNetException missing = await Refused.WithAsync("NetworkFileNotWritable", DhcpNetErrorKind.PermissionDenied, () => world.ExportAsync("none/nets.csv"));
        DhcpNetException directory = await Refused.WithAsync("NetworkFileNotWritable", DhcpNetErrorKind.PermissionDenied, () => world.ExportAsync("dir.csv", overwrite: true));
        await Refused.AsInputAsync("NetworkFileFormatUnknown", () => world.ExportAsync("nets"));

        Assert.Contains("its directory does not exist", missing.Message, StringComparison.Ordinal);
        Assert.Contains("it is a directory", directory.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_that_is_gone_meanwhile_is_left_out()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        Network blue = await world.Store.AddNetworkAsync("blue");

        await new NetworkFileExport(world.Store.Plugin).WriteAsync(world.PathOf("nets.csv"), null, [Guid.NewGuid(), blue.Id], overwrite: false, Token);

        Assert.Equal(2, (await File.ReadAllLinesAsync(world.PathOf("nets.csv"), Token)).Length);
    }

    [Fact]
    public async Task A_client_keeps_the_order_of_its_addresses()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync(), other = await ImportWorld.CreateAsync();
        await world.RequireAsync("nets.json", """
            {"name": "blue", "subnets": [{"cidr": "10.0.0.0/24"}, {"cidr": "10.1.0.0/24"}, {"cidr": "fd00::/64", "ipv6_address_mode": "slaac"}], "ports": [
              {"mac_address": "fa:16:3e:00:00:02", "fixed_ips": [{"ip_address": "fd00::f816:3eff:fe00:2"}, {"ip_address": "10.1.0.9"}, {"ip_address": "10.0.0.9"}]}]}
            """);

        await other.RequireAsync("nets.json", await world.ExportAsync("out.json"));

        foreach (Network network in new[] { await world.SingleAsync("blue"), await other.SingleAsync("blue") })
            Assert.Equal(["fd00::f816:3eff:fe00:2", "10.1.0.9", "10.0.0.9"], network.Ports[0].FixedIps.Select(ip => ip.ToString()));
    }

    [Fact]
    public async Task Networks_of_any_plugin_are_written_and_what_is_lost_on_import_is_told()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await using var plugin = new SegmentedPlugin();
        var export = new NetworkFileExport(plugin);

        Assert.Empty(await export.WriteAsync(world.PathOf("nets.json"), null, [plugin.Network.Id], overwrite: false, Token));
        Assert.Equal(["routed"], await export.WriteAsync(world.PathOf("nets.csv"), null, [plugin.Network.Id], overwrite: false, Token));
        NetworkImportResult result = await world.ImportAsync("nets.json", await File.ReadAllTextAsync(world.PathOf("nets.json"), Token));

        Assert.Equal(["routed"], result.Networks.Select(n => n.Name));
        Assert.Contains("several segments", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(plugin.Network.Subnets.Select(s => s.Id), (await world.SingleAsync("routed")).Subnets.Select(s => s.Id));
    }

    private static async Task AddServedAsync(ImportWorld world)
    {
        Network blue = await world.Store.AddNetworkAsync("blue", "10.0.0.0/24");
        await world.Store.ReserveAsync(blue, "fa:16:3e:00:00:02", "10.0.0.9");
        await world.Store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(blue.Id, DhcpDeviceId.For(TestStore.HostName, blue.Id), [new FixedIpRequest(blue.Subnets[0].Id)]), Token);
    }
}
