using System.Net;
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

    /// <summary>Which client had which address, by a file's contents. Lines without an address say nothing.</summary>
    public static IReadOnlyDictionary<IPAddress, MacAddress> ReadOwners(string contents)
    {
        Dictionary<IPAddress, MacAddress> owners = [];
        foreach (string[] fields in contents.Split('\n').Select(line => line.Split(',')))
        {
            if (!MacAddress.TryParse(fields[0], null, out MacAddress mac))
                continue;
            // A client identifier and a name look like no address; IPv6 stands in brackets.
            foreach (string field in fields.Skip(1).Where(f => f.StartsWith('[') || f.Count(c => c == '.') == 3))
            {
                if (IPAddress.TryParse(field.Trim('[', ']'), out IPAddress? address))
                    owners[address] = mac;
            }
        }
        return owners;
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
