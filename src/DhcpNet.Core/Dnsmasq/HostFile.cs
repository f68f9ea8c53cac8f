using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>The <c>host</c> file: which client gets which address and name (dnsmasq's --dhcp-hostsfile).</summary>
internal static class HostFile
{
    /// <summary>The file's contents.</summary>
    public static string Render(WritableNetwork network)
    {
        StringBuilder text = new();
        foreach (HostEntry entry in HostEntries.OfHostFile(network))
        {
            if (FormatLine(entry) is not string line)
                continue;
            if (DnsmasqText.IsLine(line))
                text.Append(line).Append('\n');
            else
                network.Warn($"Port {entry.Port.Id} is not served on subnet {entry.FixedIp.SubnetId}: its line would be longer than dnsmasq reads.");
        }
        return text.ToString();
    }

    private static string? FormatLine(HostEntry entry)
    {
        Port port = entry.Port;
        IReadOnlyList<ExtraDhcpOption> options = port.ExtraDhcpOpts ?? [];
        string start = $"{port.MacAddress},{entry.Tag}";
        string set = $",set:{DnsmasqTags.Of(port)}";
        if (entry.HasNoDhcp)
            return !entry.HasNoOptions && options.Count > 0 ? string.Concat(start, set.AsSpan(1)) : null;
        if (entry.Subnet is not { EnableDhcp: true })
            return null;

        string clientId = options.FirstOrDefault(HostEntries.IsClientId)?.OptValue ?? "";
        string id = clientId.Length > 0 ? $"id:{clientId}," : "";
        // The tag picks the port's lines in the opts file, where the client identifier has none.
        bool hasTag = options.Count > (clientId.Length > 0 ? 1 : 0);
        string addresses = string.Join(',', entry.FixedIps.Select(ip => AddressText.FormatBracketed(ip.IpAddress)));
        return $"{start}{id}{entry.Fqdn},{addresses}{(hasTag ? set : "")}";
    }
}
