using System.Net;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Setup;

/// <summary>A plugin with one network of two segments, which the embedded one can't have. It hands out the second address of a subnet.</summary>
internal sealed class SegmentedPlugin : IDhcpPlugin
{
    private static readonly Guid Id = Guid.NewGuid();

    private static readonly Subnet[] Subnets = [NewSubnet("10.1.0", 100), NewSubnet("10.2.0", 200), NewSubnet("10.1.1", 100)];

    private readonly Dictionary<Guid, Port> _ports = [];

    public string Description => "a test's";

    /// <summary>The network as it is now.</summary>
    public Network Network => new() { Id = Id, Name = "routed", Segments = [NewSegment(100), NewSegment(200)], Subnets = Subnets, Ports = [.. _ports.Values] };

    /// <summary>What happens after each port that is made.</summary>
    public Action AfterCreating { get; init; } = () => { };

    public Task<Port?> CreateDhcpPortAsync(DhcpPortRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Port port = Put(Guid.NewGuid(), request);
        AfterCreating();
        return Task.FromResult<Port?>(port);
    }

    public Task<Port?> UpdateDhcpPortAsync(Guid portId, DhcpPortRequest request, CancellationToken cancellationToken) => Task.FromResult<Port?>(Put(portId, request));

    public Task<bool> ReleaseDhcpPortAsync(Guid networkId, string deviceId, CancellationToken cancellationToken) =>
        Task.FromResult(_ports.Values.FirstOrDefault(p => p.DeviceId == deviceId) is Port port && _ports.Remove(port.Id));

    public Task<Network?> GetNetworkInfoAsync(Guid networkId, CancellationToken cancellationToken) => Task.FromResult<Network?>(Network);

    public Task<IReadOnlyList<Network>> GetActiveNetworksInfoAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Network>> FindNetworksAsync(string namePattern, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Network?> GetNetworkAsync(Guid networkId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Network>> GetNetworksAsync(string namePattern, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Network?> GetAddedSinceAsync(Guid networkId, long revision, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Port?> GetDhcpPortAsync(Guid portId, CancellationToken cancellationToken) => Task.FromResult(_ports.GetValueOrDefault(portId));

    public Task DhcpReadyOnPortsAsync(IReadOnlyCollection<Guid> portIds, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Guid SegmentId(int number) => new(number, 0, 0, new byte[8]);

    private static Segment NewSegment(int number) => new() { Id = SegmentId(number), NetworkId = Id, NetworkType = "vlan", SegmentationId = number };

    private static Subnet NewSubnet(string prefix, int segment) => new() { Id = Guid.NewGuid(), NetworkId = Id, Cidr = IPNetwork.Parse($"{prefix}.0/24"), SegmentId = SegmentId(segment) };

    private static IPAddress Second(Guid subnetId)
    {
        byte[] bytes = Subnets.Single(s => s.Id == subnetId).Cidr.BaseAddress.GetAddressBytes();
        bytes[3] = 2;
        return new IPAddress(bytes);
    }

    private Port Put(Guid id, DhcpPortRequest request) => _ports[id] = new Port
    {
        Id = id,
        NetworkId = Id,
        MacAddress = MacAddress.Parse("fa:16:3e:00:00:01"),
        DeviceOwner = DeviceOwners.Dhcp,
        DeviceId = request.DeviceId,
        FixedIps = [.. request.FixedIps.Select(ip => new FixedIp(ip.SubnetId, Second(ip.SubnetId)))],
    };
}
