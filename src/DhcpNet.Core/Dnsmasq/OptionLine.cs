using System.Net;

namespace DhcpNet.Dnsmasq;

/// <summary>A line of the opts file.</summary>
internal static class OptionLine
{
    /// <summary>An option for those who have a tag. A null value tells dnsmasq not to send an option that it would.</summary>
    /// <param name="ipVersion">4 or 6.</param>
    /// <param name="tag">Whom the option is for.</param>
    /// <param name="option">The option's name or number, more tags before it allowed: <c>tag:ipxe,67</c>.</param>
    /// <param name="value">Its value, or several with commas between them.</param>
    public static string Format(int ipVersion, string tag, string option, string? value)
    {
        int nameAt = option.StartsWith("tag:", StringComparison.Ordinal) ? option.LastIndexOf(',') + 1 : 0;
        string moreTags = option[..nameAt];
        string name = option[nameAt..];
        // dnsmasq takes a bare number for an option of DHCPv4.
        if (ipVersion == 6)
            name = $"option6:{name}";
        else if (name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('0', '9'))
            name = $"option:{name}";
        return value is null ? $"tag:{tag},{moreTags}{name}" : $"tag:{tag},{moreTags}{name},{value}";
    }

    /// <summary>The option that names DNS servers.</summary>
    public static string FormatDnsServers(int ipVersion, string tag, IEnumerable<IPAddress> servers) =>
        Format(ipVersion, tag, "dns-server", string.Join(',', servers.Select(s => ipVersion == 6 ? $"[{AddressText.Format(s)}]" : AddressText.Format(s))));
}
