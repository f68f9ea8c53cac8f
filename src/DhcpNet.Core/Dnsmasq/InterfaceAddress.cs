using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DhcpNet.Dnsmasq;

/// <summary>An address on the tap, with the length of its prefix; unlike in an <see cref="IPNetwork"/>, host bits are set.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">How many leading bits name the subnet.</param>
public readonly record struct InterfaceAddress(IPAddress Address, int PrefixLength)
{
    /// <summary>Reads <c>10.0.0.2/24</c>.</summary>
    /// <exception cref="FormatException">The text is not an address and a prefix length.</exception>
    public static InterfaceAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        if (parts.Length == 2
            && IPAddress.TryParse(parts[0], out IPAddress? address)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            && length <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128))
            return new InterfaceAddress(address, length);
        throw new FormatException($"'{text}' is not an address with a prefix length, such as 10.0.0.2/24.");
    }

    /// <summary>Whether the address lies in the subnet and has its prefix length: whether the kernel got it from there.</summary>
    public bool IsOn(IPNetwork subnet) => PrefixLength == subnet.PrefixLength && subnet.Contains(Address);

    /// <summary>The address and the prefix length, as in <c>10.0.0.2/24</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
