using DhcpNet.Setup;

namespace DhcpNet.Tests.Setup;

/// <summary>Each segment of a network has a DHCP port of its own.</summary>
public class SegmentPortTests
{
    private static readonly DhcpConfiguration Configuration = new() { HostName = "lab-host" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_port_is_made_for_each_segment_with_addresses_on_its_subnets_alone()
    {
        await using SegmentedPlugin plugin = new();

        IReadOnlyList<Port> ports = await new DhcpPortStep(plugin, Configuration).EnsureAllAsync(plugin.Network, Token);

        Assert.Equal(["100", "200"], ports.Select(p => p.DeviceId.Split('-')[^1]));
        Assert.Equal(["10.1.0.2 10.1.1.2", "10.2.0.2"], ports.Select(p => string.Join(' ', p.FixedIps)));
        Assert.Equal([100L, 200L], ports.Select(p => p.Network!.Segment!.SegmentationId!.Value));
        Assert.All(ports, p => Assert.Equal(ports.Select(q => q.Id), p.Network!.Ports.Select(q => q.Id)));
    }

    [Fact]
    public async Task A_second_time_nothing_is_made_or_changed()
    {
        await using SegmentedPlugin plugin = new();
        DhcpPortStep step = new(plugin, Configuration);
        IReadOnlyList<Port> before = await step.EnsureAllAsync(plugin.Network, Token);

        IReadOnlyList<Port> after = await step.EnsureAllAsync(plugin.Network, Token);

        Assert.Equal(before.Select(p => p.Id), after.Select(p => p.Id));
        Assert.All(after, p => Assert.Equal(StepChange.None, p.Change));
        Assert.Equal(after.Select(p => p.Id), step.FindAll(plugin.Network).Select(p => p.Id));
    }

    [Fact]
    public async Task Ports_of_several_servers_keep_the_plugins_order()
    {
        await using SegmentedPlugin plugin = new();
        DhcpPortStep first = new(plugin, Configuration);
        await first.EnsureAllAsync(plugin.Network, Token);
        await new DhcpPortStep(plugin, Configuration with { HostName = "other-host" }).EnsureAllAsync(plugin.Network, Token);

        IReadOnlyList<Port> ports = await first.EnsureAllAsync(plugin.Network, Token);

        Assert.All(ports, p => Assert.Equal(plugin.Network.Ports.Select(q => q.Id), p.Network!.Ports.Select(q => q.Id)));
    }

    [Fact]
    public async Task One_segments_port_is_released_and_the_others_stays()
    {
        await using SegmentedPlugin plugin = new();
        DhcpPortStep step = new(plugin, Configuration);
        await step.EnsureAllAsync(plugin.Network, Token);

        Assert.True(await step.RemoveAsync(new DhcpServiceId(plugin.Network.Id, "100"), Token));
        Assert.False(await step.RemoveAsync(plugin.Network.Id, Token));

        Assert.Equal(200, Assert.Single(step.FindAll(plugin.Network)).Network!.Segment!.SegmentationId);
    }

    [Fact]
    public async Task Those_that_were_made_before_cancelling_are_told()
    {
        using CancellationTokenSource cancellation = new();
        await using SegmentedPlugin plugin = new() { AfterCreating = cancellation.Cancel };
        Network whole = plugin.Network with { Segments = [], Subnets = [plugin.Network.Subnets[0] with { SegmentId = null }] };

        IReadOnlyList<(IReadOnlyList<Port> Ports, Exception? Error)> results =
            await new DhcpPortStep(plugin, Configuration).EnsureAllAsync([whole, plugin.Network with { Id = Guid.NewGuid() }], cancellation.Token);

        Assert.Single(results[0].Ports);
        Assert.IsAssignableFrom<OperationCanceledException>(results[1].Error);
    }

    [Fact]
    public async Task What_was_done_to_segments_is_told_as_one_with_their_numbers()
    {
        await using SegmentedPlugin plugin = new();
        NetworkDhcp[] parts =
        [
            .. NetworkSegments.Split(plugin.Network).Select((part, i) => new NetworkDhcp
            {
                Network = part,
                State = i == 0 ? NetworkDhcpState.Enabled : NetworkDhcpState.Degraded,
                Problems = i == 0 ? [] : ["dnsmasq does not run"],
                Steps = ["port created"],
                ProcessId = 10 + i,
            }),
        ];

        NetworkDhcp all = SegmentResults.Combine(plugin.Network, parts);

        Assert.Equal((NetworkDhcpState.Degraded, 10, 2), (all.State, all.ProcessId, all.Segments.Count));
        Assert.Equal(["segment 200: dnsmasq does not run"], all.Problems);
        Assert.Equal(["segment 100: port created", "segment 200: port created"], all.Steps);
    }
}
