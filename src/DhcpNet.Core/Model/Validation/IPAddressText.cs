using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace DhcpNet.Validation;

/// <summary>IP addresses as people write them.</summary>
public static class IPAddressText
{
    /// <summary>Reads an IPv4 address of four decimal numbers, or an IPv6 address without a zone.</summary>
    /// <exception cref="DhcpNetException"><c>AddressMalformed</c>: it is neither.</exception>
    public static IPAddress Parse(string text) =>
        TryParse(text, out IPAddress? address)
            ? address
            : throw Invalid.Input("AddressMalformed", $"'{text}' is not an IP address. Write it like 10.0.0.5 or fd00::5.", text);

    // IPAddress.TryParse takes more than people mean: "10.5" is 10.0.0.5 to it, "010.0.0.1" octal, "fd00::1%eth0" zoned.
    internal static bool TryParse(string? text, [NotNullWhen(true)] out IPAddress? address)
    {
        if (!IPAddress.TryParse(text, out address))
            return false;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : !address.IsIPv4MappedToIPv6 && !text.AsSpan().ContainsAny("%[]");
    }
}
