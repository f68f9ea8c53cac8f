using DhcpNet.Validation;

namespace DhcpNet.Plugins.Local;

/// <summary>What a network by itself has to be.</summary>
internal static class NetworkRules
{
    /// <exception cref="DhcpNetException">The rule that is broken, as bad input.</exception>
    public static void Validate(NetworkRow row, bool hasIPv6Subnet)
    {
        ValidateName(row);
        ValidateVlan(row);
        ValidateMtu(row, hasIPv6Subnet);
    }

    public static void ValidateName(NetworkRow row) => NetworkNameText.Validate(row.Name);

    public static void ValidateVlan(NetworkRow row)
    {
        if (row.VlanTag is { } tag)
            VlanRange.Validate(tag);
    }

    public static void ValidateMtu(NetworkRow row, bool hasIPv6Subnet) => MtuRange.Validate(row.Mtu, hasIPv6Subnet);
}
