using System.Globalization;
using System.Text;

namespace DhcpNet.Probe;

/// <summary>A client identifier as a host line has it (dnsmasq(8), --dhcp-host, <c>id:</c>): bytes in hexadecimal with colons between, or text.</summary>
internal static class ClientIdText
{
    public static byte[] Parse(string text)
    {
        string[] parts = text.Split(':');
        List<byte> bytes = [];
        foreach (string part in parts)
        {
            if (part.Length is < 1 or > 2 || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
                return Encoding.UTF8.GetBytes(text);
            bytes.Add(value);
        }
        return parts.Length > 1 ? [.. bytes] : Encoding.UTF8.GetBytes(text);
    }
}
