using System.Threading.Channels;
using DhcpNet.Linux;
using DhcpNet.Plugins;

namespace DhcpNet.Setup;

/// <summary>The steps, as the flows use them.</summary>
internal sealed class FlowSteps
{
    public FlowSteps(IDhcpPlugin plugin, OvsTapStep taps, DhcpConfiguration configuration, ISetupLog log)
    {
        Plugin = plugin;
        Taps = taps;
        Configuration = configuration;
        Log = log;
        Ready = new ReadyPortTeller(plugin, log);
        Ports = new DhcpPortStep(plugin, configuration);
        Namespaces = new NamespaceStep(taps, log);
        Addresses = new TapAddressStep(configuration);
        Dnsmasq = new DnsmasqStep(plugin, configuration, log) { Ready = Ready };
        Metadata = new MetadataProxyStep(configuration, log);
    }

    public IDhcpPlugin Plugin { get; }

    public OvsTapStep Taps { get; }

    public DhcpConfiguration Configuration { get; }

    public ISetupLog Log { get; }

    public StepClock Clock { get; } = new();

    public ReadyPortTeller Ready { get; }

    public DhcpPortStep Ports { get; }

    public NamespaceStep Namespaces { get; }

    public TapAddressStep Addresses { get; }

    public DnsmasqStep Dnsmasq { get; }

    public MetadataProxyStep Metadata { get; }

    /// <summary>Whether anything of the network's service is on this host; its port alone is not.</summary>
    public bool AreHere(Guid networkId) =>
        NetworkNamespace.GetState(NamespaceNames.For(networkId)) != NamespaceState.Missing || Dnsmasq.HasFiles(networkId);

    /// <summary>
    /// Networks as the plugin knows them now, in their order; null for one that is gone. Those that it fails on are left out, and their
    /// outcome is that failure.
    /// </summary>
    public async Task<IReadOnlyList<(Network Asked, Network? Fresh)>> RefreshAsync(IReadOnlyList<Network> networks, ChannelWriter<NetworkDhcpOutcome> outcomes, CancellationToken cancellationToken)
    {
        if (networks.Count == 0)
            return [];
        try
        {
            IReadOnlyList<Network> known = await Plugin.GetNetworksInfoAsync([.. networks.Select(n => n.Id)], cancellationToken).ConfigureAwait(false);
            var fresh = known.ToDictionary(n => n.Id);
            return [.. networks.Select(n => (n, fresh.GetValueOrDefault(n.Id)))];
        }
        catch (DhcpNetException e) when (networks.Count > 1 && e.Kind is not (DhcpNetErrorKind.Unavailable or DhcpNetErrorKind.Timeout))
        {
            // It may be one of them that the plugin can't tell: the others are not to go without for it.
            List<(Network, Network?)> told = [];
            foreach (Network network in networks)
                told.AddRange(await RefreshAsync([network], outcomes, cancellationToken).ConfigureAwait(false));
            return told;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            foreach (Network network in networks)
                outcomes.TryWrite(Failure(network, e, SetupSteps.DhcpPort));
            return [];
        }
    }

    public static DhcpNetException Gone(Network network) => new("NetworkNotFound", DhcpNetErrorKind.NotFound,
        $"Network '{network.DisplayName}' ({network.Id}) does not exist any more. Get-DhcpNetwork lists what there is.", network.Id);

    public static ParallelOptions Options(int throttle, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = throttle, CancellationToken = cancellationToken };

    public static NetworkDhcpOutcome Failure(Network network, Exception error, string step) =>
        new() { Network = network, Error = error, FailedStep = (error as DhcpNetException)?.Step ?? step };
}
