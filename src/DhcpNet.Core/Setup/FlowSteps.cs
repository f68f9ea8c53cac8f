using DhcpNet.Linux;
using DhcpNet.Plugins;

namespace DhcpNet.Setup;

/// <summary>The steps, as the flows use them.</summary>
internal sealed class FlowSteps(IDhcpPlugin plugin, OvsTapStep taps, DhcpConfiguration configuration, ISetupLog log)
{
    public IDhcpPlugin Plugin { get; } = plugin;

    public OvsTapStep Taps { get; } = taps;

    public DhcpConfiguration Configuration { get; } = configuration;

    public ISetupLog Log { get; } = log;

    public DhcpPortStep Ports { get; } = new(plugin, configuration);

    public NamespaceStep Namespaces { get; } = new(taps, log);

    public TapAddressStep Addresses { get; } = new(configuration);

    public DnsmasqStep Dnsmasq { get; } = new(plugin, configuration, log);

    /// <summary>Whether anything of the network's service is on this host; its port alone is not.</summary>
    public bool AreHere(Guid networkId) =>
        NetworkNamespace.GetState(NamespaceNames.For(networkId)) != NamespaceState.Missing || Dnsmasq.HasFiles(networkId);

    /// <summary>The network as the plugin knows it now.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkNotFound</c>.</exception>
    public async Task<Network> RefreshAsync(Network network, CancellationToken cancellationToken) =>
        await Plugin.GetNetworkInfoAsync(network.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new DhcpNetException("NetworkNotFound", DhcpNetErrorKind.NotFound,
                $"Network '{network.DisplayName}' ({network.Id}) does not exist any more. Get-DhcpNetwork lists what there is.", network.Id);

    public static ParallelOptions Options(int throttle, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = throttle, CancellationToken = cancellationToken };

    public static NetworkDhcpOutcome Failure(Network network, Exception error, string step) =>
        new() { Network = network, Error = error, FailedStep = (error as DhcpNetException)?.Step ?? step };
}
