namespace DhcpNet.Dnsmasq;

/// <summary>The <c>opts</c> file: what clients of a subnet, or one client, are told (dnsmasq's --dhcp-optsfile).</summary>
internal static class OptsFile
{
    /// <summary>The file's contents. Like Neutron's, its last line has no newline.</summary>
    public static string Render(WritableNetwork network)
    {
        List<string> lines = [];
        foreach (string line in SubnetOptions.Of(network).Concat(PortOptions.Of(network)))
        {
            if (DnsmasqText.IsLine(line))
                lines.Add(line);
            else
                network.Warn($"The option '{line[..120]}…' is not served: its line would be longer than dnsmasq reads.");
        }
        return string.Join('\n', lines);
    }
}
