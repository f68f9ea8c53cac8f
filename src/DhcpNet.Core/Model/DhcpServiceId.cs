using System.Globalization;

namespace DhcpNet;

/// <summary>What a DHCP port, a directory of files and a dnsmasq are one of: a network, or one segment of a network that has several.</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="Segment">
/// The segment's number, as Neutron names the directory above the network's by it: <c>None</c> for a segment that has none. Null for a
/// network that has no segments.
/// </param>
public readonly record struct DhcpServiceId(Guid NetworkId, string? Segment = null)
{
    // Python's text for a missing number.
    private const string NoNumber = "None";

    /// <summary>The service of a network without segments.</summary>
    public static implicit operator DhcpServiceId(Guid networkId) => FromGuid(networkId);

    /// <summary>The service of a network without segments.</summary>
    public static DhcpServiceId FromGuid(Guid networkId) => new(networkId);

    /// <summary>The service of a network, or of the segment whose part of a network <see cref="NetworkSegments"/> returned.</summary>
    public static DhcpServiceId Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new DhcpServiceId(network.Id, network.Segment is Segment segment ? segment.SegmentationId?.ToString(CultureInfo.InvariantCulture) ?? NoNumber : null);
    }

    /// <summary>The segment's number where it has one that tells it from others; Neutron takes 0 for none.</summary>
    public string? SegmentNumber => Segment is null or NoNumber or "0" ? null : Segment;

    /// <summary>Whether a directory's name is that of a segment.</summary>
    public static bool IsSegment(string name) => name == NoNumber || (name.Length > 0 && name.All(char.IsAsciiDigit));

    /// <summary>The network's id, and the segment's number before it, as in the directory's path.</summary>
    public override string ToString() => Segment is null ? NetworkId.ToString() : $"{Segment}/{NetworkId}";
}
