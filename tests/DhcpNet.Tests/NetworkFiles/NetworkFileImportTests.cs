using DhcpNet.NetworkFiles;
using DhcpNet.Plugins;
using DhcpNet.Tests.Model;
using DhcpNet.Tests.Plugins;

namespace DhcpNet.Tests.NetworkFiles;

/// <summary>What is kept of a file, and what of it was there already.</summary>
public class NetworkFileImportTests
{
    private const string ThreeNetworks = "name,cidr\nblue,10.0.0.0/24\nred,10.0.0.0/31\ngreen,10.0.0.0/24\n";

    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task One_error_and_nothing_is_kept()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await world.RequireAsync("before.csv", "name,cidr\nold,10.0.0.0/24\n");
        object? before = world.CountRows();

        NetworkImportResult result = await world.ImportAsync("nets.csv", ThreeNetworks);

        Assert.Equal(["CidrUnusable"], result.Errors.Select(e => e.ErrorId));
        Assert.EndsWith("nets.csv:3", (string)result.Errors[0].Target!, StringComparison.Ordinal);
        Assert.Empty(result.Networks);
        Assert.Contains("nothing of it was imported", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, world.CountRows());
    }

    [Fact]
    public async Task With_SkipErrors_the_networks_that_have_none_are_kept()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult result = await world.ImportAsync("nets.csv", ThreeNetworks, skipErrors: true);

        Assert.Equal(["blue", "green"], result.Networks.Select(n => n.Name));
        Assert.Single(result.Errors);
        Assert.Equal(["blue", "green"], (await world.AllAsync()).Select(n => n.Name));
    }

    [Fact]
    public async Task A_network_with_an_error_is_left_out_whole()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult result = await world.ImportAsync("nets.json", """
            [{"name": "a", "subnets": [{"cidr": "10.0.0.0/24"}], "ports": [
                {"mac_address": "fa:16:3e:00:00:01", "dns_name": "vm1"}, {"mac_address": "fa:16:3e:00:00:02", "fixed_ips": [{"ip_address": "10.9.0.1"}]}]},
             {"name": "b"}]
            """, skipErrors: true);

        Assert.Equal(["b"], result.Networks.Select(n => n.Name));
        Assert.Equal(1L, world.CountRows());
    }

    [Fact]
    public async Task What_was_read_before_the_file_broke_off_is_kept_with_SkipErrors_alone()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        const string Broken = "[{\"name\": \"a\"},\n{\"name\": ";

        Assert.Empty((await world.ImportAsync("nets.json", Broken)).Networks);
        Assert.Equal(0L, world.CountRows());
        Assert.Equal(["a"], (await world.ImportAsync("nets.json", Broken, skipErrors: true)).Networks.Select(n => n.Name));
    }

    [Fact]
    public async Task A_trial_checks_everything_and_keeps_nothing()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult good = await world.ImportAsync("nets.csv", "name,cidr\nblue,10.0.0.0/24\nblue,10.1.0.0/24\n", isTrial: true);
        NetworkImportResult bad = await world.ImportAsync("nets.csv", ThreeNetworks, isTrial: true);

        Assert.Equal(("blue", "10.0.0.0/24, 10.1.0.0/24", true), (good.Networks[0].Name, good.Networks[0].Content, good.Networks[0].Created));
        Assert.Single(bad.Errors);
        Assert.Equal(0L, world.CountRows());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hundred_errors_of_a_file_are_told_and_of_one_that_is_taken_nevertheless_all(bool isOneNetwork)
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        string text = "name,cidr\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"{(isOneNetwork ? "" : $"n{i}")}x,10.0.0.0/99\n"));

        NetworkImportResult stopped = await world.ImportAsync("nets.csv", text);
        NetworkImportResult all = await world.ImportAsync("nets.csv", text, skipErrors: true);

        Assert.Equal((NetworkFileImport.MostErrors, 300), (stopped.Errors.Count, all.Errors.Count));
        Assert.Contains("there may be more", Assert.Single(stopped.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nets.csv", "name,cidr,vlan,dns,pools\nblue,10.0.0.0/24,7,9.9.9.9;1.1.1.1,10.0.0.50-10.0.0.60;10.0.0.5-10.0.0.9\nred,,,,\n")]
    [InlineData("nets.json", """
        [{"name": "blue", "id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "subnets": [{"cidr": "10.0.0.0/24"}, {"cidr": "fd00::/64", "ipv6_ra_mode": "slaac"}],
          "ports": [{"mac_address": "fa:16:3e:00:00:01"}, {"mac_address": "fa:16:3e:00:00:02", "fixed_ips": [{"ip_address": "10.0.0.9"}], "dns_name": "WWW",
                     "extra_dhcp_opts": [{"opt_name": "66", "opt_value": "x"}]}]},
         {"name": "red"}]
        """)]
    public async Task The_same_file_again_changes_nothing(string file, string text)
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        IReadOnlyList<ImportedNetwork> first = await world.RequireAsync(file, text);
        object? revisions = world.Store.Sql("SELECT group_concat(revision) FROM networks");
        object? rows = world.CountRows();

        IReadOnlyList<ImportedNetwork> again = await world.RequireAsync(file, text);

        Assert.All(first, network => Assert.True(network.Created));
        Assert.Equal(first.Select(n => n with { Created = false }), again);
        Assert.Equal((revisions, rows), (world.Store.Sql("SELECT group_concat(revision) FROM networks"), world.CountRows()));
        Assert.Equal("1,1", revisions);
    }

    [Fact]
    public async Task A_network_that_is_served_and_has_got_reservations_is_still_as_a_CSV_file_has_it()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await world.RequireAsync("nets.csv", "name,cidr\nblue,10.0.0.0/24\n");
        Network blue = await world.SingleAsync("blue");
        await world.Store.ReserveAsync(blue, "fa:16:3e:00:00:02");
        await world.Store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(blue.Id, DhcpDeviceId.For(TestStore.HostName, blue.Id), [new FixedIpRequest(blue.Subnets[0].Id)]), Token);

        await world.RequireAsync("nets.csv", "name,cidr\nblue,10.0.0.0/24\n");
    }

    [Theory]
    [InlineData("nets.csv", "name,cidr,vlan\nblue,10.0.0.0/24,\n", "VLAN tag 20, not none")]
    [InlineData("nets.csv", "name,cidr,vlan,mtu\nblue,10.0.0.0/24,20,9000\n", "MTU 1500, not 9000")]
    [InlineData("nets.csv", "name,cidr,vlan,admin_state_up\nblue,10.0.0.0/24,20,no\n", "administrative state 'up', not 'down'")]
    [InlineData("nets.csv", "name,cidr,vlan,project_id\nblue,10.0.0.0/24,20,p\n", "project none, not 'p'")]
    [InlineData("nets.csv", "name,cidr,vlan,gateway\nblue,10.0.0.0/24,20,none\n", "subnet 10.0.0.0/24: gateway 10.0.0.1, not none; subnet 10.0.0.0/24: allocation pools 10.0.0.2-10.0.0.254, not 10.0.0.1-10.0.0.254")]
    [InlineData("nets.csv", "name,cidr,vlan,dns\nblue,10.0.0.0/24,20,9.9.9.9\n", "subnet 10.0.0.0/24: DNS servers none, not 9.9.9.9")]
    [InlineData("nets.csv", "name,cidr,vlan\nblue,10.0.0.0/24,20\nblue,10.1.0.0/24,\n", "no subnet 10.1.0.0/24")]
    [InlineData("nets.csv", "name,cidr,vlan\nblue,,20\n", "subnet 10.0.0.0/24 besides")]
    [InlineData("nets.csv", "name,cidr,vlan,enable_dhcp,mtu,dns,routes\nblue,10.0.0.0/24,,no,1400,9.9.9.9,\"10.9.0.0/16,10.0.0.2\"\n", "VLAN tag 20, not none; MTU 1500, not 1400; subnet 10.0.0.0/24: DHCP 'on', not 'off'; and 2 more.")]
    [InlineData("nets.json", """{"name": "blue", "vlan_tag": 20, "subnets": [{"cidr": "10.0.0.0/24"}], "ports": []}""", "a reservation of fa:16:3e:00:00:02 besides")]
    [InlineData("nets.json", """{"name": "blue", "vlan_tag": 20, "subnets": [{"cidr": "10.0.0.0/24"}], "ports": [{"mac_address": "fa:16:3e:00:00:02", "fixed_ips": [{"ip_address": "10.0.0.7"}], "device_id": "x"}, {"mac_address": "fa:16:3e:00:00:03"}]}""",
        "reservation of fa:16:3e:00:00:02: addresses 10.0.0.2, not 10.0.0.7; reservation of fa:16:3e:00:00:02: device id none, not 'x'; no reservation of fa:16:3e:00:00:03")]
    [InlineData("nets.json", """{"id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "name": "blue", "vlan_tag": 20, "subnets": [{"cidr": "10.0.0.0/24"}]}""", "not a1a87a5e-9d37-4717-9461-e0eed6a55df0")]
    [InlineData("nets.json", """{"name": "blue", "vlan_tag": 20, "subnets": [{"cidr": "10.0.0.0/24", "id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0"}]}""", "not a1a87a5e-9d37-4717-9461-e0eed6a55df0")]
    public async Task A_network_that_is_there_otherwise_is_an_error_that_says_what_differs(string file, string text, string difference)
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        await world.RequireAsync("before.csv", "name,cidr,vlan\nblue,10.0.0.0/24,20\n");
        await world.Store.ReserveAsync(await world.SingleAsync("blue"), "fa:16:3e:00:00:02");
        object? rows = world.CountRows();

        NetworkImportResult result = await world.ImportAsync(file, text);

        DhcpNetException error = Assert.Single(result.Errors);
        Assert.Equal(("NetworkExists", DhcpNetErrorKind.Conflict), (error.ErrorId, error.Kind));
        Assert.Contains(difference, error.Message, StringComparison.Ordinal);
        Assert.Equal(rows, world.CountRows());
    }

    [Fact]
    public async Task An_id_that_another_network_has_is_an_error_and_those_of_others_subnets_and_ports_are_made_anew()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        const string Parts = """
            "subnets": [{"id": "8387086a-12fa-495f-8f61-79a17ca54d01", "cidr": "10.0.0.0/24"}],
            "ports": [{"id": "6415649f-71fd-46d3-abd7-b3011d233ef9", "mac_address": "fa:16:3e:00:00:01", "fixed_ips": [{"ip_address": "10.0.0.9"}]}]
            """;
        await world.RequireAsync("a.json", $$"""{"id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "name": "a", {{Parts}} }""");

        NetworkImportResult taken = await world.ImportAsync("b.json", $$"""{"id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "name": "b", {{Parts}} }""");
        await world.RequireAsync("c.json", $$"""{"name": "c", {{Parts}} }""");
        Assert.False((await world.RequireAsync("c.json", $$"""{"name": "c", {{Parts}} }""")).Single().Created);

        Assert.Contains("name 'a', not 'b'", Assert.Single(taken.Errors).Message, StringComparison.Ordinal);
        Network a = await world.SingleAsync("a"), c = await world.SingleAsync("c");
        Assert.Equal((new Guid("8387086a-12fa-495f-8f61-79a17ca54d01"), new Guid("6415649f-71fd-46d3-abd7-b3011d233ef9")), (a.Subnets[0].Id, a.Ports[0].Id));
        Assert.NotEqual((a.Subnets[0].Id, a.Ports[0].Id), (c.Subnets[0].Id, c.Ports[0].Id));
        Assert.Equal(c.Subnets[0].Id, c.Ports[0].FixedIps[0].SubnetId);
    }

    [Fact]
    public async Task The_same_network_twice_in_a_file_is_one_and_two_of_a_name_are_an_error()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        IReadOnlyList<ImportedNetwork> same = await world.RequireAsync("same.json", """[{"name": "a"}, {"name": "a"}]""");
        NetworkImportResult differing = await world.ImportAsync("differing.json", """[{"name": "b"}, {"name": "b", "mtu": 1400}]""");

        Assert.Equal([true, false], same.Select(n => n.Created));
        Assert.StartsWith("NetworkExists differing.json:1 ([1]): Network 'b' exists already", Assert.Single(world.Lines(differing)), StringComparison.Ordinal);
        Assert.Equal(["a"], (await world.AllAsync()).Select(n => n.Name));
    }

    [Fact]
    public async Task A_cancelled_import_keeps_nothing()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        string path = world.Write("nets.csv", "name\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"n{i}\n")));
        using var stop = new CancellationTokenSource();
        var import = new NetworkFileImport(world.Store.Plugin) { Progress = (count, _) => { if (count == 20) stop.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import.ReadAsync(path, null, stop.Token));

        Assert.Equal(0L, world.CountRows());
    }

    [Fact]
    public async Task A_file_that_can_not_be_read_is_told()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        var import = new NetworkFileImport(world.Store.Plugin);
        Directory.CreateDirectory(world.PathOf("dir.csv"));

        await Refused.WithAsync("NetworkFileNotFound", DhcpNetErrorKind.NotFound, () => import.ReadAsync(world.PathOf("none.csv"), null, Token));
        DhcpNetException error = await Refused.WithAsync("NetworkFileNotReadable", DhcpNetErrorKind.PermissionDenied, () => import.ReadAsync(world.PathOf("dir.csv"), null, Token));
        Assert.Contains("it is a directory", error.Message, StringComparison.Ordinal);
        await Refused.AsInputAsync("NetworkFileFormatUnknown", () => import.ReadAsync(world.Write("nets.txt", "name\na\n"), null, Token));
        Assert.Single((await import.ReadAsync(world.PathOf("nets.txt"), NetworkFileFormat.Csv, Token)).Networks);
    }

    [Fact]
    public async Task Ten_thousand_subnets_of_one_network_that_overlap_nowhere_but_at_the_end_are_compared()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        string text = "name,cidr\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"big,10.{i / 256}.{i % 256}.0/24\n")) + "big,10.39.15.128/25\n";

        NetworkImportResult result = await world.ImportAsync("nets.csv", text);

        Assert.Equal("SubnetOverlap nets.csv:10002: The prefix 10.39.15.128/25 overlaps subnet 10.39.15.0/24 of network 'big'. Choose a prefix apart from it.", Assert.Single(world.Lines(result)));
    }
}
