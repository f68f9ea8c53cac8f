using System.Globalization;
using System.Text;

namespace DhcpNet.Packets;

/// <summary>
/// What somebody sent as text, as a person may be shown it: whoever is on the network can answer, and an octet that moves a terminal's cursor, or
/// ends a line of a log, stands here as a backslash and three digits (RFC 1035, section 5.1).
/// </summary>
internal static class PrintableText
{
    /// <summary>A text.</summary>
    public static string Of(ReadOnlySpan<byte> octets) => Of(octets, "\\");

    /// <summary>A label of a name: a dot in it is not one between labels.</summary>
    public static string OfLabel(ReadOnlySpan<byte> octets) => Of(octets, "\\. ");

    private static string Of(ReadOnlySpan<byte> octets, string escaped)
    {
        StringBuilder text = new(octets.Length);
        foreach (byte octet in octets)
        {
            if (octet is < (byte)' ' or > (byte)'~' || escaped.Contains((char)octet, StringComparison.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"\\{octet:d3}");
            else
                text.Append((char)octet);
        }
        return text.ToString();
    }
}
