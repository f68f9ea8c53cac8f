using System.Net.Sockets;

namespace DhcpNet.Linux;

/// <summary>Address families: the kernel's numbers are not .NET's.</summary>
internal static class KernelFamily
{
    private const byte Inet = 2;
    private const byte Inet6 = 10;

    public static byte Of(AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => Inet,
        AddressFamily.InterNetworkV6 => Inet6,
        _ => throw new ArgumentException($"Neither IPv4 nor IPv6: {family}.", nameof(family)),
    };

    /// <summary>The .NET family, or null if it is neither IPv4 nor IPv6.</summary>
    public static AddressFamily? ToManaged(byte family) => family switch
    {
        Inet => AddressFamily.InterNetwork,
        Inet6 => AddressFamily.InterNetworkV6,
        _ => null,
    };

    /// <summary>How long an address of the family is.</summary>
    public static int GetBits(AddressFamily family) => family == AddressFamily.InterNetwork ? 32 : 128;
}
