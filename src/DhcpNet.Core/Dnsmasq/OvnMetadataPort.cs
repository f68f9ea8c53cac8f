namespace DhcpNet.Dnsmasq;

/// <summary>The port that OVN's metadata agent answers from.</summary>
internal static class OvnMetadataPort
{
    private const string DeviceIdPrefix = "ovnmeta-";

    /// <summary>The network's; null where it has none.</summary>
    public static Port? Find(Guid networkId, IEnumerable<Port> ports)
    {
        string deviceId = $"{DeviceIdPrefix}{networkId}";
        return ports.FirstOrDefault(p => p.DeviceOwner == DeviceOwners.Distributed && p.DeviceId == deviceId);
    }
}
