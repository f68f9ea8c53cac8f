namespace DhcpNet.Dnsmasq;

/// <summary>What a network's dnsmasq is to be.</summary>
internal sealed record WantedDnsmasq
{
    private readonly string? _logDirectory;

    private WantedDnsmasq(ServedNetwork served, WritableNetwork network, string? logDirectory)
    {
        Network = network;
        InterfaceName = served.InterfaceName;
        Files = DnsmasqFiles.Render(network);
        Grows = Additions.AreFor(network);
        _logDirectory = logDirectory;
    }

    public WritableNetwork Network { get; }

    public string InterfaceName { get; }

    public DnsmasqFiles Files { get; }

    /// <summary>Whether it is to watch for <see cref="Additions"/>.</summary>
    public bool Grows { get; init; }

    public IReadOnlyList<string> CommandLine => DnsmasqCommandLine.Build(Network, _logDirectory, Grows);

    /// <summary>Puts it together, and makes the directory that it logs to.</summary>
    public static WantedDnsmasq From(ServedNetwork served, DhcpConfiguration configuration)
    {
        WritableNetwork network = WritableNetwork.From(served, configuration);
        string? logDirectory = LogDirectory.Of(configuration, served.Network.Id);
        if (logDirectory is not null && !LogDirectory.TryCreate(logDirectory, out string? problem))
        {
            network.Warn($"dnsmasq does not log: '{logDirectory}' can't be made: {problem}");
            logDirectory = null;
        }
        return new WantedDnsmasq(served, network, logDirectory);
    }
}
