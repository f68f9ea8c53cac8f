namespace DhcpNet.Plugins;

/// <summary>What a DHCP port is to be.</summary>
/// <param name="NetworkId">The network it is on.</param>
/// <param name="DeviceId">Its device id; see <see cref="DhcpDeviceId"/>.</param>
/// <param name="FixedIps">Its addresses: one a subnet; those without an address are given one by the plugin.</param>
public sealed record DhcpPortRequest(Guid NetworkId, string DeviceId, IReadOnlyList<FixedIpRequest> FixedIps)
{
    /// <summary>The project of the network, which a new port is to belong to; null: the plugin finds out.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Whether the port that is changed has the device id already.</summary>
    public bool KeepsDeviceId { get; init; }
}
