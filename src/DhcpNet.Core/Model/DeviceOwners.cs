namespace DhcpNet;

/// <summary>Values of <see cref="Port.DeviceOwner"/> that mean something to DHCP (neutron-lib: constants).</summary>
public static class DeviceOwners
{
    /// <summary>A DHCP server's port.</summary>
    public const string Dhcp = "network:dhcp";

    /// <summary>A port that is on all hosts at once, such as OVN's metadata port.</summary>
    public const string Distributed = "network:distributed";

    /// <summary>What every port of the network's own services begins with.</summary>
    public const string NetworkPrefix = "network:";

    /// <summary>Whether an owner is one of the network's own services, and the port no client's.</summary>
    public static bool IsService(string deviceOwner) => deviceOwner.StartsWith(NetworkPrefix, StringComparison.Ordinal);
}
