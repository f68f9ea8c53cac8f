using System.Security.Cryptography;
using System.Text;

namespace DhcpNet;

/// <summary>The device id of DHCP ports (Neutron: utils.get_dhcp_agent_device_id).</summary>
public static class DhcpDeviceId
{
    /// <summary>The device id of a DHCP port that any host may take over.</summary>
    public const string Reserved = "reserved_dhcp_port";

    private static readonly Guid DnsNamespace = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>
    /// The device id of a host's DHCP port on a network: <c>dhcp</c>, the version-5 UUID of the short host name, <c>-</c>, the network's
    /// id; on a segment that has a number, <c>-</c> and the number follow.
    /// </summary>
    public static string For(string hostName, DhcpServiceId service)
    {
        string id = $"dhcp{NameBasedGuid(DnsNamespace, hostName.Split('.')[0])}-{service.NetworkId}";
        return service.SegmentNumber is string number ? $"{id}-{number}" : id;
    }

    /// <summary>Whether a device id is that of a host's DHCP port on a network, or on any segment of it.</summary>
    public static bool IsOf(string hostName, Guid networkId, string deviceId)
    {
        string id = For(hostName, networkId);
        return deviceId == id
            || (deviceId.StartsWith(id + '-', StringComparison.Ordinal) && !deviceId.AsSpan(id.Length + 1).ContainsAnyExceptInRange('0', '9'));
    }

    // RFC 9562, section 5.5
    private static Guid NameBasedGuid(Guid space, string name)
    {
        byte[] input = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // SHA-1 is what a version-5 UUID is made of; nothing is protected by it
        Span<byte> bytes = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
