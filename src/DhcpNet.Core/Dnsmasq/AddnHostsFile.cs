using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>The <c>addn_hosts</c> file: the names that DNS answers for, whether or not a client has its lease (dnsmasq's --addn-hosts).</summary>
internal static class AddnHostsFile
{
    /// <summary>The file's contents, as in hosts(5). The whole name comes first: it is what a PTR query gets.</summary>
    public static string Render(WritableNetwork network)
    {
        StringBuilder text = new();
        foreach (HostEntry entry in HostEntries.Of(network))
            text.Append(AddressText.Format(entry.FixedIp.IpAddress)).Append('\t').Append(entry.Fqdn).Append(' ').Append(entry.HostName).Append('\n');
        return text.ToString();
    }
}
