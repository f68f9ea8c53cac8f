using System.Net;
using System.Text.Json;
using CsCheck;
using DhcpNet.Plugins;
using DhcpNet.Tests.Plugins;

namespace DhcpNet.Tests.NetworkFiles;

/// <summary>Whatever networks a store holds: exported, and imported into another, they are the same.</summary>
public class RoundTripTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char["ABü日 ,;\"'=#-_.:/\\{}<&"]), 0, 12].Select(text => text.Trim());

    // A subnet's name may be anything.
    private static readonly Gen<string> AnyText =
        Gen.String[Gen.OneOf(Gen.Char['\u0001', '\u00ff'], Gen.Char["\"\n\r,; "]), 0, 8].Where(text => text.Length == 0 || !string.IsNullOrWhiteSpace(text));

    private static readonly ExtraDhcpOption[] Options =
    [
        new("bootfile-name", "pxe.0"), new("tag:ipxe,67", "http://boot/x?a=b"), new("client-id", "01:fa:16"), new("bootfile-url", "tftp://[fd00::1]/x", 6),
        new("42", "10.0.0.1,10.0.0.2"), new("121", ""),
    ];

    private static readonly Gen<ExtraDhcpOption> Option = Gen.Int[0, Options.Length - 1].Select(i => Options[i]);

    private static readonly Gen<SubnetSpec> Subnet =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 7], AnyText, (number, family, gateway, pools, flags, name) => Build(number, family, gateway, pools, flags, name));

    private static readonly Gen<ReservationSpec> Reservation =
        Gen.Select(Gen.Int[2, 60], Gen.Int[0, 5].Array[0, 3], Gen.Int[0, 15], Text, Option.Array[0, 2], (host, subnets, flags, text, options) => Build(host, subnets, flags, text, options));

    private static readonly Gen<NetworkSpec> Network =
        Gen.Select(Text, Gen.Int[0, 9], Text, Gen.Int[0, 4094], Gen.Int[0, 1], Subnet.Array[0, 3], (name, number, project, vlan, isDown, subnets) => new NetworkSpec
        {
            Name = $"{name}{number}",
            ProjectId = project,
            VlanTag = vlan == 0 ? null : vlan,
            Mtu = 1280 + vlan,
            AdminStateUp = isDown == 0,
            Subnets = [.. subnets.DistinctBy(subnet => subnet.Cidr)],
        });

    private static readonly Gen<NetworkDefinition[]> Definitions =
        Gen.Select(Network, Reservation.Array[0, 3], (network, reservations) => new NetworkDefinition { Network = network, Reservations = [.. reservations.DistinctBy(r => r.MacAddress)] }).Array[0, 4];

    [Theory]
    [InlineData("nets.json", 80)]
    [InlineData("nets.jsonl", 20)]
    public async Task By_JSON_all_of_it(string file, int iterations)
    {
        int moved = 0;
        await Definitions.SampleAsync(async definitions => Interlocked.Add(ref moved, await MoveAsync(definitions, file, network => network)), iter: iterations);
        Assert.True(moved > iterations / 2, $"{moved} networks in {iterations} samples");
    }

    [Fact]
    public async Task By_CSV_all_but_ids_of_networks_without_reservations()
    {
        int moved = 0;
        await Definitions.SampleAsync(
            async definitions => Interlocked.Add(ref moved, await MoveAsync([.. definitions.Select(d => d with { Reservations = null })], "nets.csv", WithoutIds)), iter: 80);
        Assert.True(moved > 40, $"{moved} networks in 80 samples");
    }

    // Returns how many networks were moved.
    private static async Task<int> MoveAsync(NetworkDefinition[] definitions, string file, Func<Network, Network> comparable)
    {
        await using ImportWorld from = await ImportWorld.CreateAsync(), to = await ImportWorld.CreateAsync();
        await from.Store.Plugin.DefineNetworksAsync(definitions, _ => { }, () => true, TestStore.Token);
        foreach (Network network in await from.AllAsync())
            await from.Store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(network.Id, DhcpDeviceId.For(TestStore.HostName, network.Id), []), TestStore.Token);

        string text = await from.ExportAsync(file);
        await to.RequireAsync(file, text);

        string[] expected = await DescribeAsync(from, comparable);
        Assert.Equal(expected, await DescribeAsync(to, comparable));
        Assert.All(await from.RequireAsync(file, text), network => Assert.False(network.Created));
        return expected.Length;
    }

    private static async Task<string[]> DescribeAsync(ImportWorld world, Func<Network, Network> comparable) =>
        [.. (await world.AllAsync()).Select(n => JsonSerializer.Serialize(comparable(n with { Ports = [.. n.Ports.Where(p => p.DeviceOwner != DeviceOwners.Dhcp)] }), NeutronJson.Default.Network))];

    private static Network WithoutIds(Network network) =>
        network with { Id = Guid.Empty, Subnets = [.. network.Subnets.Select(subnet => subnet with { Id = Guid.Empty, NetworkId = Guid.Empty })] };

    private static SubnetSpec Build(int number, int family, int gateway, int pools, int flags, string name)
    {
        bool isIPv6 = family > 2;
        string prefix = isIPv6 ? $"fd00:0:0:{number}::" : $"10.{number}.0.";
        Ipv6Mode? mode = family switch { 4 => Ipv6Mode.Slaac, 5 => Ipv6Mode.Dhcpv6Stateful, _ => null };
        AllocationPool Pool(string first, string last) => new(IPAddress.Parse(prefix + first), IPAddress.Parse(prefix + last));
        return new SubnetSpec
        {
            Cidr = IPNetwork.Parse(isIPv6 ? $"{prefix}/64" : $"{prefix}0/24"),
            Name = name,
            GatewayIp = gateway switch { 2 => IPAddress.Parse(prefix + "99"), 3 => IPAddress.Parse(isIPv6 ? "fe80::1" : "192.0.2.1"), _ => null },
            NoGateway = gateway == 1,
            AllocationPools = pools switch { 1 => [], 2 => [Pool("10", "80")], 3 => [Pool("50", "60"), Pool("10", "20")], _ => null },
            EnableDhcp = mode is null && (flags & 1) != 0 ? false : null,
            DnsNameservers = (flags & 2) != 0 ? [IPAddress.Parse(prefix + "7"), IPAddress.Parse(prefix + "5")] : null,
            HostRoutes = (flags & 4) != 0 ? [new HostRoute(IPNetwork.Parse(isIPv6 ? "fd77::/48" : "10.99.0.0/16"), IPAddress.Parse(prefix + "9"))] : null,
            Ipv6AddressMode = mode,
            Ipv6RaMode = (flags & 1) != 0 ? mode : null,
        };
    }

    private static ReservationSpec Build(int host, int[] subnets, int flags, string text, ExtraDhcpOption[] options) => new()
    {
        MacAddress = MacAddress.Parse($"fa:16:3e:00:00:{host:x2}"),
        // Some of these are on no subnet of the network: such a network is not made, and the others are.
        IPAddresses = (flags & 1) != 0 ? null : [.. subnets.Take((flags & 2) != 0 ? 1 : 0).Select(number => IPAddress.Parse($"10.{number}.0.{100 + host}"))],
        HostName = (flags & 4) != 0 ? $"vm{host}.x" : null,
        Name = text,
        DeviceId = text,
        DeviceOwner = (flags & 8) != 0 ? "compute:nova" : null,
        AdminStateUp = (flags & 8) == 0,
        Options = [.. options.DistinctBy(option => option.OptName)],
    };
}
