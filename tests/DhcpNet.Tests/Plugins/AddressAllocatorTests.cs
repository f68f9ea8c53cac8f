using System.Net;
using CsCheck;
using DhcpNet.Plugins;
using DhcpNet.Validation;

namespace DhcpNet.Tests.Plugins;

public class AddressAllocatorTests
{
    // Pools within 10.0.0.0/26 with gaps between; actions are numbers whose meaning depends on what is reserved by then.
    private static readonly Gen<(int[] Cuts, int[] Actions)> Histories =
        Gen.Select(Gen.Int[2, 61].HashSet[2, 6].Select(cuts => cuts.Order().ToArray()), Gen.Int[0, 1000].Array[1, 60]);

    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task Whatever_is_reserved_and_removed_the_lowest_free_address_of_the_pools_is_given()
    {
        await using TestStore store = await TestStore.CreateAsync();
        int networks = 0;
        await Histories.SampleAsync(async history =>
        {
            List<AllocationPool> pools = [.. history.Cuts.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new AllocationPool(Address(pair[0]), Address(pair[1])))];
            Network network = await store.AddNetworkAsync($"n{Interlocked.Increment(ref networks)}");
            await store.AddSubnetAsync(network, new SubnetSpec { Cidr = IPNetwork.Parse("10.0.0.0/26"), NoGateway = true, AllocationPools = pools });
            await PlayAsync(store, network, pools, history.Actions);
        }, iter: 40, threads: 1);
    }

    [Fact]
    public async Task The_last_address_there_is_can_be_given()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab");
        await store.AddSubnetAsync(lab, new SubnetSpec
        {
            Cidr = IPNetwork.Parse("fdff:ffff:ffff:ffff::/64"),
            AllocationPools = [new(IPAddress.Parse("fdff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"), IPAddress.Parse("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))],
        });

        Assert.Equal("fdff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", (await store.ReserveAsync(lab, Mac(1))).FixedIps.Single().ToString());
        Assert.Equal("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", (await store.ReserveAsync(lab, Mac(2))).FixedIps.Single().ToString());
        await Assert.ThrowsAsync<DhcpNetException>(() => store.ReserveAsync(lab, Mac(3)));
    }

    [Fact]
    public async Task Ten_thousand_reservations_get_ten_thousand_addresses()
    {
        const int Count = 10_000;
        await using TestStore store = await TestStore.CreateAsync();
        Network lab = await store.AddNetworkAsync("lab", "10.0.0.0/16");

        for (int i = 1; i <= Count; i++)
            await store.ReserveAsync(lab, Mac(i));

        Network read = await store.ReadAsync(lab);
        Assert.Equal(Enumerable.Range(2, Count), read.Ports.Select(port => (int)(uint)(IPAddressMath.ToNumber(port.FixedIps.Single().IpAddress) - IPAddressMath.ToNumber(IPAddress.Parse("10.0.0.0")))));
    }

    private static async Task PlayAsync(TestStore store, Network network, List<AllocationPool> pools, int[] actions)
    {
        SortedSet<int> inPools = [.. pools.SelectMany(pool => Enumerable.Range(Number(pool.Start), Number(pool.End) - Number(pool.Start) + 1))];
        var taken = new SortedDictionary<int, Guid>();
        int clients = 0;
        foreach (int action in actions)
        {
            int? free = inPools.Except(taken.Keys).Select(n => (int?)n).Min();
            if (action % 5 < 2 && taken.Count > 0)
            {
                (int address, Guid port) = taken.ElementAt(action % taken.Count);
                Assert.True(await store.Plugin.DeleteReservationAsync(port, Token));
                taken.Remove(address);
            }
            else if (action % 5 == 2 && !taken.ContainsKey(1 + action % 62))
            {
                Port port = await store.ReserveAsync(network, Mac(++clients), Address(1 + action % 62).ToString());
                taken.Add(Number(port.FixedIps.Single().IpAddress), port.Id);
            }
            else if (free is null)
                Assert.Equal("AddressesExhausted", (await Assert.ThrowsAsync<DhcpNetException>(() => store.ReserveAsync(network, Mac(++clients)))).ErrorId);
            else
            {
                Port port = await store.ReserveAsync(network, Mac(++clients));
                Assert.Equal(free, Number(port.FixedIps.Single().IpAddress));
                taken.Add(free.Value, port.Id);
            }
        }
    }

    private static string Mac(int number) => new MacAddress([0xfa, 0x16, 0x3e, (byte)(number >> 16), (byte)(number >> 8), (byte)number]).ToString();

    private static IPAddress Address(int number) => new([10, 0, 0, (byte)number]);

    private static int Number(IPAddress address) => address.GetAddressBytes()[3];
}
