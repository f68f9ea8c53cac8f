using DhcpNet.Dnsmasq;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>Two segments of one network are served at once, by a dnsmasq each, in the network's one namespace.</summary>
public sealed class SegmentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clients_of_both_segments_are_served_each_by_its_own()
    {
        await using SegmentedWorld world = await SegmentedWorld.CreateAsync();
        int[] processes = [(await world.EnsureAsync(0)).Status.ProcessId!.Value, (await world.EnsureAsync(1)).Status.ProcessId!.Value];

        Assert.NotEqual(processes[0], processes[1]);
        for (int i = 0; i < 2; i++)
        {
            IReadOnlyDictionary<string, string> lease = await world.LeaseAsync(i);
            Assert.Equal(($"10.{i + 1}.0.10", $"10.{i + 1}.0.1", $"10.{i + 1}.0.2"), (lease.GetValueOrDefault("ip"), lease.GetValueOrDefault("router"), lease.GetValueOrDefault("serverid")));
            Assert.Equal($"{processes[i]}", (await File.ReadAllTextAsync(world[i, "pid"], Cancellation)).Trim());
            // Names of the whole network: in Neutron, too, each segment's file has those of all.
            Assert.Contains("10.1.0.10", await world.LookUpAsync(i, "host-10-1-0-10.openstacklocal"), StringComparison.Ordinal);
            Assert.Contains("10.2.0.10", await world.LookUpAsync(i, "host-10-2-0-10.openstacklocal"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_binds_its_DHCP_port_to_its_tap_so_that_renewals_reach_the_right_one()
    {
        await using SegmentedWorld world = await SegmentedWorld.CreateAsync();
        await world.EnsureAsync(0);
        await world.EnsureAsync(1);

        string sockets = (await DnsmasqWorld.RunAsync(world.Parts[0].Network.NamespaceName, "ss", "-Hnlu")).StandardOutput;

        Assert.All(world.Parts, p => Assert.Contains($"0.0.0.0%{p.InterfaceName}:67", sockets, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_call_changes_neither()
    {
        await using SegmentedWorld world = await SegmentedWorld.CreateAsync();
        DnsmasqResult[] first = [await world.EnsureAsync(0), await world.EnsureAsync(1)];
        DnsmasqResult[] second = [await world.EnsureAsync(0), await world.EnsureAsync(1)];

        Assert.All(second, r => Assert.Equal(DnsmasqChange.None, r.Change));
        Assert.Equal(first.Select(r => r.Status.ProcessId), second.Select(r => r.Status.ProcessId));
    }

    [Fact]
    public async Task One_is_stopped_and_cleaned_while_the_other_serves_on()
    {
        await using SegmentedWorld world = await SegmentedWorld.CreateAsync();
        await world.EnsureAsync(0);
        int other = (await world.EnsureAsync(1)).Status.ProcessId!.Value;
        Assert.Equal([world.IdOf(0), world.IdOf(1)], world.Service.ListServices());
        Assert.Equal([world.IdOf(0).NetworkId], world.Service.List());

        Assert.True(await world.Service.StopAsync(world.IdOf(0), Cancellation));
        Assert.True(world.Service.DeleteFiles(world.IdOf(0)));

        Assert.Null(world.Service.Get(world.IdOf(0)));
        Assert.False(Directory.Exists(world[0, ""]));
        Assert.Equal((other, "200"), (world.Service.Get(world.IdOf(1))!.ProcessId, world.Service.Get(world.IdOf(1))!.Segment));
        Assert.Equal([world.IdOf(1)], world.Service.ListServices());
        Assert.Empty(await world.LeaseAsync(0, tries: 2));
        Assert.Equal("10.2.0.10", (await world.LeaseAsync(1)).GetValueOrDefault("ip"));
    }

    [Fact]
    public async Task Without_its_pid_file_each_is_found_by_its_own_arguments()
    {
        await using SegmentedWorld world = await SegmentedWorld.CreateAsync();
        int[] processes = [(await world.EnsureAsync(0)).Status.ProcessId!.Value, (await world.EnsureAsync(1)).Status.ProcessId!.Value];
        File.Delete(world[0, "pid"]);
        File.Delete(world[1, "pid"]);

        Assert.Equal(processes, new[] { 0, 1 }.Select(i => world.Service.Get(world.IdOf(i))!.ProcessId!.Value));
        Assert.Null(world.Service.Get(world.IdOf(0).NetworkId));
    }
}
