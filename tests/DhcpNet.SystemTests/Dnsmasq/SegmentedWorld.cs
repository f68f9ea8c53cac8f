using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>A network of two segments: one namespace with a tap a segment, and a client on each. All of it goes with the test.</summary>
internal sealed class SegmentedWorld : IAsyncDisposable
{
    private readonly string _directory = Path.Combine("/run", $"dhcpnet-{Guid.NewGuid():N}");

    private SegmentedWorld()
    {
        Configuration = new DhcpConfiguration { StatePath = Path.Combine(_directory, "state"), HostName = "node1" };
        Service = new DnsmasqService(Configuration);
        Guid id = Guid.NewGuid();
        Segment[] segments = [.. new[] { 100, 200 }.Select(n => new Segment { Id = Guid.NewGuid(), NetworkId = id, NetworkType = "vlan", SegmentationId = n })];
        Subnet[] subnets = [.. segments.Select((s, i) => new Subnet { Id = Guid.NewGuid(), NetworkId = id, Cidr = IPNetwork.Parse($"10.{i + 1}.0.0/24"), GatewayIp = IPAddress.Parse($"10.{i + 1}.0.1"), SegmentId = s.Id })];
        Port[] servers = [.. subnets.Select((s, i) => NewPort(id, $"fa:16:3e:00:0{i}:02", DeviceOwners.Dhcp, s.Id, $"10.{i + 1}.0.2"))];
        Port[] clients = [.. subnets.Select((s, i) => NewPort(id, $"fa:16:3e:00:0{i}:10", "compute:nova", s.Id, $"10.{i + 1}.0.10"))];
        Network network = new() { Id = id, Name = "routed", Segments = segments, Subnets = subnets, Ports = [.. servers, .. clients] };
        Parts =
        [
            .. NetworkSegments.Split(network).Zip(servers, (part, port) =>
                new ServedNetwork { Network = part, DhcpPort = port, InterfaceAddresses = ServedNetwork.GetAddresses(part, port) }),
        ];
        Clients = clients;
    }

    public DhcpConfiguration Configuration { get; }

    public DnsmasqService Service { get; }

    /// <summary>The segments, as each is served.</summary>
    public IReadOnlyList<ServedNetwork> Parts { get; }

    /// <summary>A client's port on each.</summary>
    public IReadOnlyList<Port> Clients { get; }

    public string this[int segment, string file] => Path.Combine(Configuration.ConfsPath, IdOf(segment).Segment!, IdOf(segment).NetworkId.ToString(), file);

    public static async Task<SegmentedWorld> CreateAsync()
    {
        Assert.SkipUnless(Program.IsRoot, "needs root, for network namespaces");
        SegmentedWorld world = new();
        string name = world.Parts[0].Network.NamespaceName;
        NetworkNamespace.Create(name);
        await IpAsync("-n", name, "link", "set", "lo", "up");
        foreach ((ServedNetwork part, Port client) in world.Parts.Zip(world.Clients))
        {
            NetworkNamespace.Create(ClientNamespace(client));
            await IpAsync("-n", name, "link", "add", part.InterfaceName, "type", "veth", "peer", "name", "eth0", "netns", ClientNamespace(client));
            await IpAsync("-n", name, "addr", "add", $"{part.InterfaceAddresses[0]}", "dev", part.InterfaceName);
            await IpAsync("-n", name, "link", "set", part.InterfaceName, "up");
            await IpAsync("-n", ClientNamespace(client), "link", "set", "eth0", "address", $"{client.MacAddress}", "up");
        }
        return world;
    }

    public DhcpServiceId IdOf(int segment) => DhcpServiceId.Of(Parts[segment].Network);

    public Task<DnsmasqResult> EnsureAsync(int segment) => Service.EnsureAsync(Parts[segment], TestContext.Current.CancellationToken);

    /// <summary>Asks for an address by a real client.</summary>
    /// <returns>By the names of udhcpc's variables; empty where nobody answered.</returns>
    public async Task<IReadOnlyDictionary<string, string>> LeaseAsync(int segment, int tries = 5)
    {
        string answer = Path.Combine(_directory, "answer"), script = Path.Combine(_directory, "script");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\n[ \"$1\" = bound ] || exit 0\nip addr replace \"$ip/$mask\" dev \"$interface\"\nenv > '{answer}'\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(answer);
        await DnsmasqWorld.RunAsync(ClientNamespace(Clients[segment]), "busybox", "udhcpc", "-i", "eth0", "-f", "-q", "-n", "-t", $"{tries}", "-T", "1", "-s", script);
        return File.Exists(answer)
            ? (await File.ReadAllLinesAsync(answer)).Where(l => l.Contains('=', StringComparison.Ordinal)).ToDictionary(l => l.Split('=')[0], l => l.Split('=', 2)[1])
            : new Dictionary<string, string>();
    }

    public async Task<string> LookUpAsync(int segment, string name) =>
        (await DnsmasqWorld.RunAsync(ClientNamespace(Clients[segment]), "busybox", "nslookup", name, Parts[segment].InterfaceAddresses[0].Address.ToString())).StandardOutput;

    public async ValueTask DisposeAsync()
    {
        for (int i = 0; i < Parts.Count; i++)
            await Service.StopAsync(IdOf(i));
        string name = Parts[0].Network.NamespaceName;
        Assert.Empty(NetworkNamespace.GetProcesses(name));
        NetworkNamespace.Delete(name);
        foreach (Port client in Clients)
            NetworkNamespace.Delete(ClientNamespace(client));
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private static string ClientNamespace(Port client) => $"client-{client.Id}";

    private static async Task IpAsync(params string[] arguments)
    {
        ChildProcessResult result = await DnsmasqWorld.RunAsync(null, "ip", arguments);
        Assert.True(result.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {result.StandardError}");
    }

    private static Port NewPort(Guid networkId, string mac, string owner, Guid subnetId, string address) =>
        new() { Id = Guid.NewGuid(), NetworkId = networkId, MacAddress = MacAddress.Parse(mac), DeviceOwner = owner, FixedIps = [new FixedIp(subnetId, IPAddress.Parse(address))] };
}
