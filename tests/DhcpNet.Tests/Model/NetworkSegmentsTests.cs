using System.Net;
using System.Text.Json;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Model;

/// <summary>What of a network with segments is served by itself, and by which names (Neutron: DhcpAgent.call_driver, DhcpLocalProcess).</summary>
public class NetworkSegmentsTests
{
    private static readonly Guid NetworkId = new("a1a87a5e-9d37-4717-9461-e0eed6a55df0");

    [Fact]
    public void A_network_without_segments_is_served_as_a_whole()
    {
        Network network = NewNetwork([], NewSubnet("10.0.0.0/24", null), NewSubnet("10.0.1.0/24", null));

        Assert.Same(network, Assert.Single(NetworkSegments.Split(network)));
        Assert.Equal(new DhcpServiceId(NetworkId), DhcpServiceId.Of(network));
    }

    [Fact]
    public void Each_segment_is_served_with_its_own_subnets_and_all_ports()
    {
        Segment first = NewSegment(100), second = NewSegment(200), elsewhere = NewSegment(300);
        Network network = NewNetwork([first, second, elsewhere], NewSubnet("10.0.0.0/24", first), NewSubnet("10.0.1.0/24", second), NewSubnet("10.0.2.0/24", first));

        IReadOnlyList<Network> parts = NetworkSegments.Split(network);

        Assert.Equal([first, second], parts.Select(p => p.Segment));
        Assert.All(parts, p => Assert.True(p.SharesNamespace));
        Assert.Equal([["10.0.0.0/24", "10.0.2.0/24"], ["10.0.1.0/24"]], parts.Select(p => p.Subnets.Select(s => s.ToString())));
        Assert.All(parts, p => Assert.Same(network.Ports, p.Ports));
        Assert.All(parts, p => Assert.Same(p, Assert.Single(NetworkSegments.Split(p))));
    }

    [Fact]
    public void One_segment_alone_is_a_segment_too()
    {
        Segment only = NewSegment(100);
        Network part = Assert.Single(NetworkSegments.Split(NewNetwork([only, NewSegment(200)], NewSubnet("10.0.0.0/24", only))));
        Assert.Equal("100", DhcpServiceId.Of(part).Segment);
        Assert.False(part.SharesNamespace);
    }

    [Fact]
    public void Segments_of_one_number_are_served_together()
    {
        Segment here = NewSegment(100), there = NewSegment(100) with { PhysicalNetwork = "physnet2" };
        Network network = NewNetwork([here, there], NewSubnet("10.0.0.0/24", here), NewSubnet("10.0.1.0/24", there));
        Assert.Equal(2, Assert.Single(NetworkSegments.Split(network)).Subnets.Count);
    }

    [Fact]
    public void A_segment_of_which_DHCP_serves_no_subnet_is_not_served()
    {
        Segment first = NewSegment(100), second = NewSegment(200);
        Network network = NewNetwork([first, second], NewSubnet("10.0.0.0/24", first) with { EnableDhcp = false }, NewSubnet("10.0.1.0/24", second));

        Assert.Equal(second, Assert.Single(NetworkSegments.SplitServed(network)).Segment);
        Network none = network with { Subnets = [.. network.Subnets.Select(s => s with { EnableDhcp = false })] };
        Assert.Same(none, Assert.Single(NetworkSegments.SplitServed(none)));
    }

    [Theory]
    [InlineData(100L, "-100", "/state/dhcp/100/a1a87a5e-9d37-4717-9461-e0eed6a55df0")]
    [InlineData(null, "", "/state/dhcp/None/a1a87a5e-9d37-4717-9461-e0eed6a55df0")]
    [InlineData(0L, "", "/state/dhcp/0/a1a87a5e-9d37-4717-9461-e0eed6a55df0")]
    public void Device_id_and_directory_are_Neutrons(long? number, string suffix, string directory)
    {
        Network part = NewNetwork([], NewSubnet("10.0.0.0/24", null)) with { Segment = NewSegment(number) };
        var service = DhcpServiceId.Of(part);

        string deviceId = DhcpDeviceId.For("lab-host", service);

        Assert.Equal($"dhcpb1b5913a-6f81-5465-a9e8-ddc1f72e0d88-{NetworkId}{suffix}", deviceId);
        Assert.True(DhcpDeviceId.IsOf("lab-host", NetworkId, deviceId));
        Assert.Equal(directory, new NetworkDirectory(new DhcpConfiguration { StatePath = "/state" }, service).Path);
    }

    [Theory]
    [InlineData("dhcpb1b5913a-6f81-5465-a9e8-ddc1f72e0d88-a1a87a5e-9d37-4717-9461-e0eed6a55df1")]
    [InlineData("dhcpb1b5913a-6f81-5465-a9e8-ddc1f72e0d88-a1a87a5e-9d37-4717-9461-e0eed6a55df0-x")]
    [InlineData("dhcpb1b5913a-6f81-5465-a9e8-ddc1f72e0d89-a1a87a5e-9d37-4717-9461-e0eed6a55df0-100")]
    [InlineData("reserved_dhcp_port")]
    public void Another_device_id_is_not_this_hosts(string deviceId) => Assert.False(DhcpDeviceId.IsOf("lab-host", NetworkId, deviceId));

    [Fact]
    public void Segments_are_read_as_Neutron_tells_them()
    {
        const string Json = """
            {"id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "subnets": [], "ports": [], "mtu": 1450, "segments": [
              {"id": "00000000-0000-0000-0000-000000000001", "network_id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "name": null, "network_type": "vlan",
               "physical_network": "physnet1", "segmentation_id": 100, "is_dynamic": false, "segment_index": 0, "hosts": ["lab-host"]},
              {"id": "00000000-0000-0000-0000-000000000002", "network_id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "name": "b", "network_type": "flat",
               "physical_network": "physnet2", "segmentation_id": null, "is_dynamic": false, "segment_index": 1, "hosts": []}]}
            """;

        Network network = JsonSerializer.Deserialize(Json, NeutronJson.Default.Network)!;

        Assert.Equal([("vlan", "physnet1", 100L), ("flat", "physnet2", (long?)null)], network.Segments.Select(s => (s.NetworkType, s.PhysicalNetwork, s.SegmentationId)));
        Assert.Null(network.Segment);
    }

    private static Network NewNetwork(IReadOnlyList<Segment> segments, params Subnet[] subnets) =>
        new() { Id = NetworkId, Segments = segments, Subnets = subnets, Ports = [] };

    private static Segment NewSegment(long? number) => new() { Id = Guid.NewGuid(), NetworkId = NetworkId, NetworkType = "vlan", PhysicalNetwork = "physnet1", SegmentationId = number };

    private static Subnet NewSubnet(string cidr, Segment? segment) => new() { Id = Guid.NewGuid(), NetworkId = NetworkId, Cidr = IPNetwork.Parse(cidr), SegmentId = segment?.Id };
}
