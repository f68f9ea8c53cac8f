using System.Globalization;
using System.Net;

namespace DhcpNet.Validation;

/// <summary>Prefixes as people write them: <c>10.0.0.0/24</c>, <c>fd00:30::/64</c>.</summary>
public static class CidrText
{
    /// <summary>Reads a prefix. Whether it serves as a subnet's is for <see cref="SubnetPrefix"/> to say.</summary>
    /// <exception cref="DhcpNetException"><c>CidrMalformed</c>: it is not a prefix; <c>CidrHostBits</c>: bits behind the prefix length are set.</exception>
    public static IPNetwork Parse(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            throw Malformed(text, "it has no prefix length");
        if (!IPAddressText.TryParse(text[..slash], out IPAddress? address))
            throw Malformed(text, $"'{text[..slash]}' is not an IP address");
        int most = IPAddressMath.Bits(address.AddressFamily);
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > most)
            throw Malformed(text, $"the prefix length '{text[(slash + 1)..]}' is not a number from 0 to {most}");
        IPAddress start = IPAddressMath.Base(address, length);
        if (!start.Equals(address))
        {
            throw Invalid.Input("CidrHostBits",
                $"'{text}' is not a subnet prefix: host bits are set. Did you mean {start}/{length}?", text);
        }
        return new IPNetwork(start, length);
    }

    private static DhcpNetException Malformed(string text, string why) =>
        Invalid.Input("CidrMalformed", $"'{text}' is not a subnet prefix: {why}. Write it like 10.0.0.0/24 or fd00:30::/64.", text);
}
