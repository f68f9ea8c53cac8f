using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>
/// Changes of a network whose clients have options of their own: dnsmasq 2.90 dies when it reads its files again after such a client has
/// talked to it. Clients must not notice, whatever has to be done about that.
/// </summary>
public class LiveChangeTests
{
    private const int Changes = 30;

    [Fact]
    public async Task Thirty_changes_go_unnoticed_by_clients_that_renew_all_the_time()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            New-DhcpNetwork blue -Subnet 10.20.0.0/24 | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.10 -Option @{ 'server-ip-address' = '10.20.0.9' } | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.11 -Option @{ 'ntp-server' = '10.20.0.9' } | Out-Null
            Enable-NetworkDhcp blue | Out-Null
            """);
        using var vm1 = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        using var vm2 = DhcpClient.Plug(world.Ovs, "vm2", "fa:16:3e:00:00:11");
        using var udhcpc = Udhcpc.Start(vm1);
        using var dhcpcd = Dhcpcd.Start(vm2, "noipv6");
        udhcpc.Bound();
        dhcpcd.Bound();
        int seen = udhcpc.Events.Count, seenByDhcpcd = dhcpcd.Events.Count;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task<int> first = RenewAsync(() => udhcpc.Renew()["ip"], "10.20.0.10", stop.Token), second = RenewAsync(() => dhcpcd.Renew()["new_ip_address"], "10.20.0.11", stop.Token);
        for (int i = 0; i < Changes; i++)
        {
            string mac = $"fa:16:3e:00:10:{i / 3:x2}";
            world.Run((i % 3) switch
            {
                0 => $"New-DhcpReservation blue {mac} 10.20.0.{100 + (i / 3)} -Update",
                1 => $"Set-DhcpReservation fa:16:3e:00:00:10 -Option @{{ 'server-ip-address' = '10.20.0.{100 + i}' }} -Update",
                _ => $"Remove-DhcpReservation {mac} -Force -Update",
            });
            PSObject state = world.RunSingle("Get-NetworkDhcp blue");
            Assert.True($"{state.Properties["State"].Value}" == "Enabled", $"after change {i}: {string.Join("; ", (IEnumerable<string>)state.Properties["Problems"].Value)}");
            Assert.Single(world.DnsmasqProcesses());
        }
        await stop.CancelAsync();

        Assert.NotEqual(0, await first);
        Assert.NotEqual(0, await second);
        Assert.DoesNotContain(udhcpc.Events.KindsSince(seen), kind => kind is not "renew");
        Assert.DoesNotContain(dhcpcd.Events.KindsSince(seenByDhcpcd), kind => kind is "NAK" or "EXPIRE" or "TIMEOUT" or "STOP");
        Assert.Equal($"10.20.0.{100 + Changes - 2}", udhcpc.Renew()["siaddr"]);
    }

    /// <summary>Renews five times a second at most, each time until there is an answer. Returns how many there were.</summary>
    private static Task<int> RenewAsync(Func<string> renew, string address, CancellationToken stop) => Task.Run(
        () =>
        {
            int answers = 0;
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(address, renew());
                answers++;
                stop.WaitHandle.WaitOne(200);
            }
            return answers;
        },
        CancellationToken.None);
}
