using System.Globalization;

namespace DhcpNet.Dnsmasq;

/// <summary>Octets as dnsmasq writes them: two hexadecimal digits each, parted by colons.</summary>
internal static class HexOctets
{
    /// <summary>Reads octets; null if the text is something else.</summary>
    public static byte[]? Parse(string text)
    {
        string[] parts = text.Split(':');
        byte[] octets = new byte[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length is 0 or > 2 || !byte.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octets[i]))
                return null;
        }
        return octets;
    }

    /// <summary>Writes octets.</summary>
    public static string Format(ReadOnlySpan<byte> octets) => string.Join(':', octets.ToArray().Select(o => o.ToString("x2", CultureInfo.InvariantCulture)));
}
