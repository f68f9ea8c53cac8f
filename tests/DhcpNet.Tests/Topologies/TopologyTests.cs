using System.Net;
using System.Xml.Linq;
using DhcpNet.Topologies;

namespace DhcpNet.Tests.Topologies;

/// <summary>What is shown of networks on a host, as a tree, a drawing and a flowchart.</summary>
public sealed class TopologyTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Guid NetworkId = Guid.Parse("b71f2e10-2df3-4a68-a0a1-0a1c3cf1e001");
    private static readonly Subnet Prefix = new() { Id = Guid.NewGuid(), NetworkId = NetworkId, Cidr = IPNetwork.Parse("10.20.0.0/24") };
    private static readonly Port Vm1 = Client("fa:16:3e:00:00:10", "10.20.0.50", "vm1"), Vm2 = Client("fa:16:3e:00:00:11", "10.20.0.51", null);
    private static readonly Port Router = Client("fa:16:3e:00:00:99", "10.20.0.1", "gw") with { DeviceOwner = "network:router_interface" };
    private static readonly Network Blue = new() { Id = NetworkId, Name = "blue", VlanTag = 7, Subnets = [Prefix], Ports = [Vm1, Vm2, Router] };
    private static readonly NetworkDhcp Enabled = new() { Network = Blue, State = NetworkDhcpState.Enabled, TapName = "tap77aad84a-7a", Addresses = ["10.20.0.2/24"], ProcessId = 4711 };

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-topology-");
    private readonly TopologyBuilder _builder;

    public TopologyTests() => _builder = new TopologyBuilder(new DhcpConfiguration { HostName = "node1", StatePath = _state.FullName }, Now);

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public void A_network_has_its_namespace_and_its_clients_below_it()
    {
        DhcpLease lease = new() { Network = Blue, Address = IPAddress.Parse("10.20.0.50"), State = DhcpLeaseState.Active, ExpiresAt = Now.AddHours(1), Reservation = Vm1 };
        DhcpLease stale = new() { Network = Blue, Address = IPAddress.Parse("10.20.0.77"), State = DhcpLeaseState.Stale, MacAddress = MacAddress.Parse("fa:16:3e:00:00:77") };

        Assert.Equal(
            $"""
            node1
            └─ br-int  1 network
               └─ blue  10.20.0.0/24, VLAN 7, enabled
                  ├─ qdhcp-{NetworkId}
                  │  ├─ tap77aad84a-7a  10.20.0.2/24
                  │  └─ dnsmasq  process 4711
                  ├─ vm1  10.20.0.50, fa:16:3e:00:00:10, has its lease until {Now.AddHours(1).ToLocalTime():HH:mm}
                  ├─ fa:16:3e:00:00:11  10.20.0.51, has no lease
                  └─ fa:16:3e:00:00:77  10.20.0.77, a lease that is no port's
            """, Draw(_builder.Build([(Enabled, [lease, stale])])));
    }

    [Fact]
    public void What_is_wrong_stands_first_and_what_is_not_here_has_no_namespace()
    {
        NetworkDhcp degraded = Enabled with { State = NetworkDhcpState.Degraded, Problems = ["dnsmasq does not run"], ProcessId = null };
        NetworkDhcp disabled = new() { Network = Blue with { Id = Guid.NewGuid(), Name = "green", VlanTag = null, Subnets = [Prefix with { EnableDhcp = false }] }, State = NetworkDhcpState.Disabled };

        Assert.Equal(
            $"""
            node1
            └─ br-int  2 networks
               ├─ blue  10.20.0.0/24, VLAN 7, degraded
               │  ├─ problem  dnsmasq does not run
               │  └─ qdhcp-{NetworkId}
               │     └─ tap77aad84a-7a  10.20.0.2/24
               └─ green  10.20.0.0/24 (no DHCP), disabled
            """, Draw(_builder.Build([(degraded, null), (disabled, null)])));
    }

    [Fact]
    public void A_metadata_proxy_that_has_ended_is_not_shown()
    {
        string pids = Directory.CreateDirectory(Path.Combine(_state.FullName, "external", "pids")).FullName;
        // A number that no process can have, and then that of another program.
        foreach (int id in new[] { int.MaxValue, Environment.ProcessId })
        {
            File.WriteAllText(Path.Combine(pids, $"{NetworkId}.pid.haproxy"), $"{id}\n");

            Assert.DoesNotContain("haproxy", Draw(_builder.Build([(Enabled, null)])), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Segments_share_the_namespace()
    {
        NetworkDhcp other = Enabled with { TapName = "tapother", ProcessId = 4712 };

        string[] lines = Draw(_builder.Build([(Enabled with { Segments = [Enabled, other] }, null)])).Split('\n');

        Assert.Equal(["tap77aad84a-7a  10.20.0.2/24", "dnsmasq  process 4711", "tapother  10.20.0.2/24", "dnsmasq  process 4712"], lines[^4..].Select(l => l.TrimStart(' ', '│', '├', '└', '─')));
    }

    [Fact]
    public async Task The_drawing_has_each_name_and_connects_each_to_what_it_belongs_to()
    {
        TopologyNode root = _builder.Build([(Enabled, [])]);

        XElement svg = XElement.Parse(await WrittenAsync("x.svg", root));

        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        TopologyItem[] items = [.. root.ToItems()];
        Assert.Equal(items.Select(i => i.Name).Order(), texts.Where(t => items.Any(i => i.Name == t)).Order());
        Assert.Equal(items.Length - 1, svg.Descendants().Count(e => e.Name.LocalName == "path"));
        // No two boxes of a column lie over one another.
        Assert.Equal(items.Length, svg.Descendants().Where(e => e.Name.LocalName == "rect" && e.Attribute("rx") is not null)
            .Select(e => ($"{e.Attribute("x")}", $"{e.Attribute("y")}")).Distinct().Count());
    }

    [Fact]
    public async Task The_flowchart_has_a_line_a_connection()
    {
        string text = await WrittenAsync("x.mmd", _builder.Build([(Enabled, [])]));

        Assert.StartsWith("flowchart LR\n", text);
        Assert.Contains("[\"blue<br>10.20.0.0/24, VLAN 7, enabled\"]:::good\n", text);
        // In the order of the tree: host, bridge, network, namespace with tap and dnsmasq, two clients.
        Assert.Equal(["n3 --- n4", "n3 --- n5", "n2 --- n3", "n2 --- n6", "n2 --- n7", "n1 --- n2", "n0 --- n1"], text.Split('\n').Where(l => l.Contains(" --- ")).Select(l => l.Trim()));
        Assert.Equal($"```mermaid\n{text}```\n", await WrittenAsync("x.md", _builder.Build([(Enabled, [])])));
    }

    [Theory]
    [InlineData("a\"]; click n0 \"javascript:x")]
    [InlineData("<script>&amp;</script>")]
    [InlineData("line\nend\u0001\ud800")]
    [InlineData("\U0001f600")]
    public async Task Names_stay_names(string name)
    {
        // As a name that the model has not made printable.
        TopologyNode root = _builder.Build([(Enabled with { Network = Blue with { Ports = [] } }, [])]);
        TopologyNode bridge = root.Children[0], network = bridge.Children[0];
        root = root with { Children = [bridge with { Children = [network with { Name = name }] }] };

        string mermaid = await WrittenAsync("x.mmd", root);
        Assert.All(mermaid.Split('\n').Where(l => l.Contains('[')), l => Assert.Equal(2, l.Count(c => c == '"')));
        Assert.DoesNotContain("<script", mermaid);
        Assert.Equal((await WrittenAsync("x.mmd", _builder.Build([(Enabled with { Network = Blue with { Name = "x", Ports = [] } }, [])]))).Count(c => c == '\n'), mermaid.Count(c => c == '\n'));

        XElement svg = XElement.Parse(await WrittenAsync("x.svg", root));
        Assert.Contains(name.Replace('\u0001', '\uFFFD').Replace('\ud800', '\uFFFD'), svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
    }

    [Fact]
    public async Task A_file_is_replaced_only_where_that_is_asked_for()
    {
        TopologyNode root = _builder.Build([]);
        string path = Path.Combine(_state.FullName, "x.svg");
        await WriteAsync(path, overwrite: false);

        Assert.Equal("NetworkFileExists", await RefusalAsync(path, overwrite: false));
        await WriteAsync(path, overwrite: true);
        Assert.Equal("TopologyFormatUnknown", await RefusalAsync($"{path}.png", overwrite: true));
        Assert.Equal("NetworkFileNotWritable", await RefusalAsync($"{path}/x.svg", overwrite: true));

        Task WriteAsync(string path, bool overwrite) => TopologyFile.WriteAsync(path, root, overwrite, TestContext.Current.CancellationToken);

        async Task<string> RefusalAsync(string path, bool overwrite) => (await Assert.ThrowsAsync<DhcpNetException>(() => WriteAsync(path, overwrite))).ErrorId;
    }

    private async Task<string> WrittenAsync(string name, TopologyNode root)
    {
        string path = Path.Combine(_state.FullName, name);
        await TopologyFile.WriteAsync(path, root, overwrite: true, TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }

    private static string Draw(TopologyNode root) => string.Join('\n', root.ToItems());

    private static Port Client(string mac, string address, string? name) => new()
    {
        Id = Guid.NewGuid(),
        NetworkId = NetworkId,
        MacAddress = MacAddress.Parse(mac),
        FixedIps = [new FixedIp(Prefix.Id, IPAddress.Parse(address))],
        DnsName = name,
    };
}
