using System.Net;

namespace DhcpNet.Metadata;

/// <summary>Where clients ask for metadata (neutron-lib: METADATA_V4_IP, METADATA_V6_IP, METADATA_PORT).</summary>
internal static class MetadataAddresses
{
    public const int Port = 80;

    public static readonly IPAddress Ipv4 = IPAddress.Parse("169.254.169.254");

    public static readonly IPAddress Ipv6 = IPAddress.Parse("fe80::a9fe:a9fe");
}
