namespace DhcpNet.Validation;

/// <summary>Sizes of packets in bytes.</summary>
public static class MtuRange
{
    /// <summary>The least that IPv4 works with (RFC 791, section 3.2).</summary>
    public const int Lowest = 68;

    /// <summary>The least that IPv6 works with (RFC 8200, section 5); the kernel takes IPv6 off an interface below it.</summary>
    public const int LowestForIPv6 = 1280;

    /// <summary>The most that an IP packet's length field holds.</summary>
    public const int Highest = 65535;

    /// <summary>Checks a network's MTU.</summary>
    /// <exception cref="DhcpNetException"><c>MtuOutOfRange</c>.</exception>
    public static void Validate(int mtu, bool hasIPv6Subnet)
    {
        int lowest = hasIPv6Subnet ? LowestForIPv6 : Lowest;
        if (mtu >= lowest && mtu <= Highest)
            return;
        string why = hasIPv6Subnet && mtu is >= Lowest and < LowestForIPv6 ? " on a network with an IPv6 subnet" : "";
        throw Invalid.Input("MtuOutOfRange", $"An MTU of {mtu} bytes does not work{why}. Give a number from {lowest} to {Highest}.", mtu);
    }
}
