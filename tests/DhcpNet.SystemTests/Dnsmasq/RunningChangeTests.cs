using DhcpNet.Dnsmasq;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>What clients notice of changes while they talk to the server: nothing.</summary>
public class RunningChangeTests
{
    [Fact]
    public async Task Two_hundred_changes_go_unnoticed_by_clients_with_options_of_their_own()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        // A tag on the client's line is what dnsmasq 2.90 does not survive reading again.
        world.SetOptions(DnsmasqWorld.ClientAddress, new ExtraDhcpOption("server-ip-address", "10.20.0.9"));
        await world.EnsureAsync();
        await world.LeaseAsync();
        using RawClient client = world.StartRawClient();

        HashSet<DnsmasqChange> changes = [];
        for (int i = 0; i < 200; i++)
        {
            string mac = $"fa:16:3e:00:10:{i / 4:x2}", address = $"10.20.0.{50 + (i / 4)}";
            switch (i % 4)
            {
                case 0:
                    world.AddReservation(mac, address);
                    break;
                case 1:
                    world.SetOptions(System.Net.IPAddress.Parse(address), new ExtraDhcpOption("tftp-server", "10.20.0.7"));
                    break;
                case 2:
                    world.SetOptions(DnsmasqWorld.ClientAddress, new ExtraDhcpOption("server-ip-address", $"10.20.0.{i + 3}"));
                    break;
                default:
                    world.RemoveReservation(mac);
                    break;
            }
            changes.Add((await world.EnsureAsync()).Change);
        }
        client.Stop();

        Assert.Equal([DnsmasqChange.Restarted], changes);
        Assert.True(client.Asked > 400, $"{client.Asked}");
        AssertServed(client);
        Assert.Equal("10.20.0.201", (await world.LeaseAsync())["siaddr"]);
    }

    [Fact]
    public async Task A_hundred_changes_around_clients_without_leave_dnsmasq_running()
    {
        await using DnsmasqWorld world = await DnsmasqWorld.CreateAsync();
        int process = (await world.EnsureAsync()).Status.ProcessId!.Value;
        await world.LeaseAsync();
        using RawClient client = world.StartRawClient();

        for (int i = 0; i < 50; i++)
        {
            string mac = $"fa:16:3e:00:10:{i:x2}";
            world.AddReservation(mac, $"10.20.0.{50 + i}");
            Assert.Equal(DnsmasqChange.Reloaded, (await world.EnsureAsync()).Change);
            world.RemoveReservation(mac);
            Assert.Equal(DnsmasqChange.Reloaded, (await world.EnsureAsync()).Change);
        }
        client.Stop();

        AssertServed(client);
        Assert.Equal(process, world.Service.Get(world.Network.Id)!.ProcessId);
    }

    // Requests are kept while dnsmasq is replaced. A neighbour entry that expires just then may cost a few all the same.
    private static void AssertServed(RawClient client) =>
        Assert.True(client.Unanswered.Count * 100 < client.Asked, $"{client.Unanswered.Count} of {client.Asked}: {string.Join(", ", client.Unanswered)}");
}
