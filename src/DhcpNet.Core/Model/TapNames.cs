using System.Buffers;

namespace DhcpNet;

/// <summary>The names of tap devices.</summary>
public static class TapNames
{
    /// <summary>What every one begins with.</summary>
    public const string Prefix = "tap";

    // A network device's name has at most 15 characters (IFNAMSIZ - 1); Neutron cuts at 14 (constants.DEVICE_NAME_MAX_LEN).
    private const int MaxLength = 14;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether a name is of the form that taps have.</summary>
    public static bool IsTap(string name) =>
        name.Length == MaxLength && name.StartsWith(Prefix, StringComparison.Ordinal) && name[11] == '-'
        && name.AsSpan(Prefix.Length, 8).IndexOfAnyExcept(LowerHex) < 0 && name.AsSpan(12).IndexOfAnyExcept(LowerHex) < 0;

    /// <summary>The tap of a port.</summary>
    public static string For(Guid portId) => string.Concat(Prefix, portId.ToString().AsSpan(0, MaxLength - Prefix.Length));
}
