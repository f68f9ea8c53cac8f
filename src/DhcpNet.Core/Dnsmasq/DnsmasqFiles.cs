namespace DhcpNet.Dnsmasq;

/// <summary>The contents of the files that are DhcpNet's alone: dnsmasq reads them and never writes.</summary>
/// <param name="Host">Which client gets which address and name.</param>
/// <param name="AddnHosts">The names that DNS answers for.</param>
/// <param name="Opts">What clients are told.</param>
internal sealed record DnsmasqFiles(string Host, string AddnHosts, string Opts)
{
    /// <summary>The files of a network. What they had to leave out is then among its warnings.</summary>
    public static DnsmasqFiles Render(WritableNetwork network) =>
        new(HostFile.Render(network), AddnHostsFile.Render(network), OptsFile.Render(network));

    /// <summary>What the ports alone add to the files.</summary>
    public static DnsmasqFiles RenderPorts(WritableNetwork network) =>
        new(HostFile.Render(network), AddnHostsFile.Render(network), OptsFile.RenderPorts(network));
}
