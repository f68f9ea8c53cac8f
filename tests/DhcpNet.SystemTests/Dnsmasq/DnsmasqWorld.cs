using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>
/// A network with one subnet of each version, its namespace with a tap in it, and a client's namespace on the tap's other end. All of
/// it goes with the test, dnsmasq too.
/// </summary>
internal sealed class DnsmasqWorld : IAsyncDisposable
{
    public const string ClientLink = "eth0";
    public static readonly IPAddress ServerAddress = IPAddress.Parse("10.20.0.2");
    public static readonly IPAddress ClientAddress = IPAddress.Parse("10.20.0.10");

    private static readonly Guid IPv4SubnetId = Guid.NewGuid();
    private static readonly Guid IPv6SubnetId = Guid.NewGuid();

    private readonly string _directory = Path.Combine("/run", $"dhcpnet-{Guid.NewGuid():N}");
    private readonly string _clientNamespace = $"client-{Guid.NewGuid()}";

    private DnsmasqWorld()
    {
        Configuration = new DhcpConfiguration { StatePath = Path.Combine(_directory, "state"), HostName = "node1" };
        Service = new DnsmasqService(Configuration);
        Guid id = Guid.NewGuid();
        Port dhcpPort = NewPort(id, "fa:16:3e:00:00:01", DeviceOwners.Dhcp, (IPv4SubnetId, ServerAddress), (IPv6SubnetId, IPAddress.Parse("fd00:30::2")));
        Network network = new()
        {
            Id = id,
            Name = "blue",
            Mtu = 1450,
            Subnets =
            [
                new Subnet { Id = IPv4SubnetId, NetworkId = id, Cidr = IPNetwork.Parse("10.20.0.0/24"), GatewayIp = IPAddress.Parse("10.20.0.1") },
                new Subnet { Id = IPv6SubnetId, NetworkId = id, Cidr = IPNetwork.Parse("fd00:30::/64"), Ipv6AddressMode = Ipv6Mode.Dhcpv6Stateful, Ipv6RaMode = Ipv6Mode.Dhcpv6Stateful },
            ],
            Ports = [dhcpPort, NewPort(id, "fa:16:3e:00:00:10", "compute:nova", (IPv4SubnetId, ClientAddress), (IPv6SubnetId, IPAddress.Parse("fd00:30::10")))],
        };
        Served = new ServedNetwork { Network = network, DhcpPort = dhcpPort, InterfaceAddresses = ServedNetwork.GetAddresses(network, dhcpPort) };
    }

    public DhcpConfiguration Configuration { get; }

    public DnsmasqService Service { get; }

    public ServedNetwork Served { get; private set; }

    public Network Network => Served.Network;

    public string NetworkPath => Path.Combine(Configuration.ConfsPath, Network.Id.ToString());

    /// <summary>A directory of the test's own, which goes with it.</summary>
    public string ScratchPath
    {
        get
        {
            string path = Path.Combine(_directory, "scratch");
            Directory.CreateDirectory(path);
            return path;
        }
    }

    public string this[string file] => Path.Combine(NetworkPath, file);

    public static async Task<DnsmasqWorld> CreateAsync()
    {
        Assert.SkipUnless(Program.IsRoot, "needs root, for network namespaces");
        DnsmasqWorld world = new();
        NetworkNamespace.Create(world._clientNamespace);
        await world.AddNamespaceAsync();
        return world;
    }

    /// <summary>The network's namespace with its tap; anew after <see cref="DeleteNamespace"/>.</summary>
    public async Task AddNamespaceAsync()
    {
        string name = Network.NamespaceName;
        NetworkNamespace.Create(name);
        await IpAsync("-n", name, "link", "set", "lo", "up");
        await IpAsync("-n", name, "link", "add", Served.InterfaceName, "type", "veth", "peer", "name", ClientLink, "netns", _clientNamespace);
        foreach (InterfaceAddress address in Served.InterfaceAddresses)
            await IpAsync(["-n", name, "addr", "add", address.ToString(), "dev", Served.InterfaceName, .. address.Address.ToString().Contains(':', StringComparison.Ordinal) ? new[] { "nodad" } : []]);
        await IpAsync("-n", name, "link", "set", Served.InterfaceName, "up");
        await IpAsync("-n", _clientNamespace, "link", "set", ClientLink, "address", Network.Ports[1].MacAddress.ToString(), "up");
    }

    /// <summary>Takes the namespace's name away. Processes keep it alive.</summary>
    public void DeleteNamespace() => NetworkNamespace.Delete(Network.NamespaceName);

    /// <summary>Deletes the veth pair by its client's end: the other one may be in a namespace that has no name any more.</summary>
    public Task DropClientLinkAsync() => IpAsync("-n", _clientNamespace, "link", "del", ClientLink);

    /// <summary>Adds a client's port to the network.</summary>
    public void AddReservation(string macAddress, string address, params ExtraDhcpOption[] options)
    {
        Port port = NewPort(Network.Id, macAddress, "compute:nova", (IPv4SubnetId, IPAddress.Parse(address))) with { ExtraDhcpOpts = options };
        Served = Served with { Network = Network with { Ports = [.. Network.Ports, port] } };
    }

    /// <summary>Removes a client's port from the network.</summary>
    public void RemoveReservation(string macAddress) =>
        Served = Served with { Network = Network with { Ports = [.. Network.Ports.Where(p => p.MacAddress != MacAddress.Parse(macAddress))] } };

    /// <summary>Gives the port that has an address DHCP options of its own.</summary>
    public void SetOptions(IPAddress address, params ExtraDhcpOption[] options) => Served = Served with
    {
        Network = Network with
        {
            Ports = [.. Network.Ports.Select(p => p.FixedIps.Any(ip => ip.IpAddress.Equals(address)) ? p with { ExtraDhcpOpts = options } : p)],
        },
    };

    /// <summary>A client that never stops asking; after <see cref="LeaseAsync"/>.</summary>
    public RawClient StartRawClient()
    {
        RawClient client = new(_clientNamespace, ClientLink, Network.Ports[1].MacAddress, ClientAddress, ServerAddress);
        client.Start();
        return client;
    }

    public Task<DnsmasqResult> EnsureAsync() => Service.EnsureAsync(Served, TestContext.Current.CancellationToken);

    /// <summary>Gets the client an address by a real DHCP client. What it was told, by the names of udhcpc's variables.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LeaseAsync()
    {
        string answer = Path.Combine(ScratchPath, "answer");
        string script = Path.Combine(ScratchPath, "script");
        await File.WriteAllTextAsync(script, $"""
            #!/bin/sh
            [ "$1" = bound ] || exit 0
            ip addr replace "$ip/$mask" dev "$interface"
            env > '{answer}'
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Delete(answer);
        ChildProcessResult result = await RunAsync(
            _clientNamespace, "busybox", "udhcpc", "-i", ClientLink, "-f", "-q", "-n", "-t", "5", "-T", "1", "-s", script);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return (await File.ReadAllLinesAsync(answer)).Where(l => l.Contains('=', StringComparison.Ordinal)).ToDictionary(l => l.Split('=')[0], l => l.Split('=', 2)[1]);
    }

    /// <summary>Asks the network's DNS, from the client.</summary>
    public Task<ChildProcessResult> LookUpAsync(string name) => RunAsync(_clientNamespace, "busybox", "nslookup", name, ServerAddress.ToString());

    public static Task<ChildProcessResult> RunAsync(string? namespaceName, string program, params string[] arguments) =>
        ChildProcess.RunAsync(new ChildProcessStart { FileName = program, Arguments = arguments, NamespaceName = namespaceName }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync(Network.Id);
        Assert.Null(Service.Get(Network.Id)?.ProcessId);
        Assert.Empty(NetworkNamespace.GetProcesses(Network.NamespaceName));
        NetworkNamespace.Delete(Network.NamespaceName);
        NetworkNamespace.Delete(_clientNamespace);
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    private static async Task IpAsync(params string[] arguments)
    {
        ChildProcessResult result = await RunAsync(null, "ip", arguments);
        Assert.True(result.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {result.StandardError}");
    }

    private static Port NewPort(Guid networkId, string macAddress, string owner, params (Guid SubnetId, IPAddress Address)[] addresses) => new()
    {
        Id = Guid.NewGuid(),
        NetworkId = networkId,
        MacAddress = MacAddress.Parse(macAddress),
        DeviceOwner = owner,
        FixedIps = [.. addresses.Select(a => new FixedIp(a.SubnetId, a.Address))],
    };
}
