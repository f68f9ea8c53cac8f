namespace DhcpNet.Dnsmasq;

/// <summary>The <c>opts</c> file: what clients of a subnet, or one client, are told (dnsmasq's --dhcp-optsfile).</summary>
internal static class OptsFile
{
    /// <summary>The file's contents. Like Neutron's, its last line has no newline.</summary>
    public static string Render(WritableNetwork network)
    {
        return Render(network, SubnetOptions.Of(network).Concat(PortOptions.Of(network)));
    }

    /// <summary>What the ports' clients alone are told.</summary>
    public static string RenderPorts(WritableNetwork network) => Render(network, PortOptions.OfPorts(network));

    private static string Render(WritableNetwork network, IEnumerable<string> wanted)
    {
        List<string> lines = [];
        foreach (string line in wanted)
        {
            if (DnsmasqText.IsLine(line))
                lines.Add(line);
            else
                network.Warn($"The option '{line[..120]}…' is not served: its line would be longer than dnsmasq reads.");
        }
        return string.Join('\n', lines);
    }
}
