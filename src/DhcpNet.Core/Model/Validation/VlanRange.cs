namespace DhcpNet.Validation;

/// <summary>VLAN tags (IEEE 802.1Q: 0 and 4095 have meanings of their own).</summary>
public static class VlanRange
{
    /// <summary>The lowest tag.</summary>
    public const int Lowest = 1;

    /// <summary>The highest tag.</summary>
    public const int Highest = 4094;

    /// <summary>Checks a tag.</summary>
    /// <exception cref="DhcpNetException"><c>VlanOutOfRange</c>.</exception>
    public static void Validate(int tag)
    {
        if (tag is < Lowest or > Highest)
            throw Invalid.Input("VlanOutOfRange", $"{tag} is not a VLAN tag. Give a number from {Lowest} to {Highest}.", tag);
    }
}
