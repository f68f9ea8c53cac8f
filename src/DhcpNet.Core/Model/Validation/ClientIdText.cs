using System.Globalization;
using System.Text;

namespace DhcpNet.Validation;

/// <summary>Client identifiers (DHCP option 61), by which dnsmasq knows a client in place of its MAC address: text, or octets like <c>01:fa:16</c>.</summary>
public static class ClientIdText
{
    private const int MaxLength = 255;

    /// <summary>Checks that dnsmasq takes it for what it says.</summary>
    /// <exception cref="DhcpNetException"><c>ClientIdInvalid</c>.</exception>
    public static void Validate(string value)
    {
        if (value.Length is 0 or > MaxLength)
            throw NotValid(value, $"it has {value.Length} characters, and 1 to {MaxLength} are allowed");
        foreach (char c in value)
        {
            if (c is < ' ' or > '~' or ',' or '"' or '\\' or '#')
                throw NotValid(value, $"{DescribeCharacter.Of(c)} would be read as something else. Write the id in hexadecimal, like 01:fa:16:3e:00:00:02");
        }
        if (value[0] == ' ' || value[^1] == ' ')
            throw NotValid(value, "it begins or ends with a space");
        // dnsmasq(8), --dhcp-host: id:* means that identifiers of the client are ignored. It looks at the first character only.
        if (value[0] == '*')
            throw NotValid(value, "dnsmasq would ignore the ids that clients send. Leave the id out for that, or write it in hexadecimal, like 2a:31");
        if (value.Contains(':', StringComparison.Ordinal) && !value.Split(':').All(IsOctet))
            throw NotValid(value, "with colons it has to be octets of two hexadecimal digits, like 01:fa:16:3e:00:00:02");
    }

    /// <summary>The octets that a client sends. Two ids are one client's where these are the same, however they are written.</summary>
    public static byte[] ToOctets(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Contains(':', StringComparison.Ordinal) && value.Split(':').All(IsOctet)
            ? [.. value.Split(':').Select(octet => Convert.ToByte(octet, 16))]
            : Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Octets as text: <c>01:fa:16</c>.</summary>
    internal static string FormatOctets(byte[] octets) => string.Join(':', octets.Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture)));

    private static bool IsOctet(string text) => text.Length == 2 && text.All(char.IsAsciiHexDigit);

    private static DhcpNetException NotValid(string value, string why) =>
        Invalid.Input("ClientIdInvalid", $"'{DescribeCharacter.Printable(value)}' cannot be a client id: {why}.", value);
}
