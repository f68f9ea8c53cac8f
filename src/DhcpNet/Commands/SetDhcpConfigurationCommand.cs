using System.Management.Automation;
using System.Net;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Configuration;
using DhcpNet.Validation;

namespace DhcpNet.Commands;

/// <summary>Sets where things are on this host, and what all its networks have in common: for this session, or with -Persist for all that begin later.</summary>
[Cmdlet(VerbsCommon.Set, "DhcpConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(DhcpConfiguration))]
public sealed class SetDhcpConfigurationCommand : ConfiguringCommand
{
    /// <summary>The directory of everything DhcpNet keeps.</summary>
    [Parameter]
    public string? StatePath { get; set; }

    /// <summary>The directory under which each network has one of its own; empty for 'dhcp' below the state path.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? ConfsPath { get; set; }

    /// <summary>The bridge that taps are added to.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    public string? IntegrationBridge { get; set; }

    /// <summary>Where OVSDB answers: unix:path, or tcp:address:port.</summary>
    [Parameter]
    public string? Ovsdb { get; set; }

    /// <summary>How many seconds OVSDB and ovs-vswitchd may take.</summary>
    [Parameter]
    [ValidateRange(0.1, 86400)]
    public double? OvsdbTimeout { get; set; }

    /// <summary>This host's name, of which the DHCP ports' device ids are made.</summary>
    [Parameter]
    public string? HostName { get; set; }

    /// <summary>The domain of names that clients get; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? DnsDomain { get; set; }

    /// <summary>The servers that dnsmasq forwards DNS queries to; empty for none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? DnsServer { get; set; }

    /// <summary>Whether dnsmasq may forward to the servers in the host's resolv.conf.</summary>
    [Parameter]
    public bool? LocalResolv { get; set; }

    /// <summary>How long a lease lasts: seconds, a TimeSpan, or 'infinite'.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? LeaseDuration { get; set; }

    /// <summary>When clients renew; zero for half of the lease.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RenewalTime { get; set; }

    /// <summary>When clients rebind; zero for dnsmasq's own choice.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RebindingTime { get; set; }

    /// <summary>The most leases that one dnsmasq gives.</summary>
    [Parameter]
    public int? LeaseMax { get; set; }

    /// <summary>A configuration file of dnsmasq's own to be read; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? DnsmasqConfigFile { get; set; }

    /// <summary>A directory below which each network's dnsmasq logs; empty for no log.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? DnsmasqBaseLogDir { get; set; }

    /// <summary>A TXT record that dnsmasq answers with: name,"text"; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? DnsmasqTxtRecord { get; set; }

    /// <summary>Whether one host line names all of a port's IPv6 addresses.</summary>
    [Parameter]
    public bool? EnableAddr6List { get; set; }

    /// <summary>Whether answers are broadcast.</summary>
    [Parameter]
    public bool? BroadcastReply { get; set; }

    /// <summary>Whether networks with a subnet that has no router get a metadata proxy, and clients there a route to it.</summary>
    [Parameter]
    public bool? EnableIsolatedMetadata { get; set; }

    /// <summary>Whether all networks and clients do.</summary>
    [Parameter]
    public bool? ForceMetadata { get; set; }

    /// <summary>The metadata agent's Unix socket; empty for 'metadata_proxy' below the state path.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? MetadataProxySocket { get; set; }

    /// <summary>The user that metadata proxies run as, by name or number; empty for who starts them.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? MetadataProxyUser { get; set; }

    /// <summary>The group that metadata proxies run as, by name or number; empty for that of who starts them.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? MetadataProxyGroup { get; set; }

    /// <summary>The program that serves: a name to be found in PATH, or a path.</summary>
    [Parameter]
    public string? Dnsmasq { get; set; }

    /// <summary>The program that passes requests for metadata on: a name to be found in PATH, or a path.</summary>
    [Parameter]
    public string? Haproxy { get; set; }

    /// <summary>How often an agent tells the plugin that it is alive; zero for never.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? ReportInterval { get; set; }

    /// <summary>What an agent does when a dnsmasq has ended by itself: respawn, or exit.</summary>
    [Parameter]
    [ValidateSet(DhcpConfiguration.RespawnAction, DhcpConfiguration.ExitAction)]
    public string? CheckChildProcessesAction { get; set; }

    /// <summary>Zero has an agent not watch its processes; otherwise it makes no difference how long it is.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? CheckChildProcessesInterval { get; set; }

    /// <summary>Where this host stands, for Neutron's schedulers.</summary>
    [Parameter]
    public string? AvailabilityZone { get; set; }

    /// <summary>The exchange of the message broker that Neutron's queues are bound to.</summary>
    [Parameter]
    public string? ControlExchange { get; set; }

    /// <summary>How long a Neutron server may take to answer.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RpcResponseTimeout { get; set; }

    /// <summary>The port of the loopback address on which an agent serves its metrics; zero for none.</summary>
    [Parameter]
    public int? MetricsPort { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(target: null, async (log, token) =>
        {
            DhcpConfiguration configuration = Changed(Session.Configuration);
            ConfigurationRules.Check(configuration);
            if (await ConfigureAsync(log, configuration, token).ConfigureAwait(false))
                log.Output(configuration);
        });
    }

    // What goes along with the state path is set only where it is given.
    private DhcpConfiguration Changed(DhcpConfiguration old)
    {
        DhcpConfiguration configuration = WithOthers(old);
        if (ConfsPath is not null)
            configuration = configuration with { ConfsPath = ConfsPath };
        return MetadataProxySocket is null ? configuration : configuration with { MetadataProxySocket = MetadataProxySocket };
    }

    private DhcpConfiguration WithOthers(DhcpConfiguration old) => old with
    {
        StatePath = StatePath ?? old.StatePath,
        IntegrationBridge = IntegrationBridge ?? old.IntegrationBridge,
        Ovsdb = Ovsdb ?? old.Ovsdb,
        OvsdbTimeout = OvsdbTimeout is double seconds ? TimeSpan.FromSeconds(seconds) : old.OvsdbTimeout,
        HostName = HostName ?? old.HostName,
        DnsDomain = DnsDomain ?? old.DnsDomain,
        DnsServers = DnsServer?.Select(ParseDnsServer).ToArray() ?? old.DnsServers,
        LocalResolv = LocalResolv ?? old.LocalResolv,
        LeaseDuration = LeaseDuration ?? old.LeaseDuration,
        RenewalTime = RenewalTime ?? old.RenewalTime,
        RebindingTime = RebindingTime ?? old.RebindingTime,
        LeaseMax = LeaseMax ?? old.LeaseMax,
        DnsmasqConfigFile = DnsmasqConfigFile ?? old.DnsmasqConfigFile,
        DnsmasqBaseLogDir = DnsmasqBaseLogDir ?? old.DnsmasqBaseLogDir,
        DnsmasqTxtRecord = DnsmasqTxtRecord ?? old.DnsmasqTxtRecord,
        EnableAddr6List = EnableAddr6List ?? old.EnableAddr6List,
        BroadcastReply = BroadcastReply ?? old.BroadcastReply,
        EnableIsolatedMetadata = EnableIsolatedMetadata ?? old.EnableIsolatedMetadata,
        ForceMetadata = ForceMetadata ?? old.ForceMetadata,
        MetadataProxyUser = MetadataProxyUser ?? old.MetadataProxyUser,
        MetadataProxyGroup = MetadataProxyGroup ?? old.MetadataProxyGroup,
        Dnsmasq = Dnsmasq ?? old.Dnsmasq,
        Haproxy = Haproxy ?? old.Haproxy,
        ReportInterval = ReportInterval ?? old.ReportInterval,
        CheckChildProcessesAction = CheckChildProcessesAction?.ToLowerInvariant() ?? old.CheckChildProcessesAction,
        CheckChildProcessesInterval = CheckChildProcessesInterval ?? old.CheckChildProcessesInterval,
        AvailabilityZone = AvailabilityZone ?? old.AvailabilityZone,
        ControlExchange = ControlExchange ?? old.ControlExchange,
        RpcResponseTimeout = RpcResponseTimeout ?? old.RpcResponseTimeout,
        MetricsPort = MetricsPort ?? old.MetricsPort,
    };

    private static IPAddress ParseDnsServer(string text)
    {
        try
        {
            return IPAddressText.Parse(text);
        }
        catch (DhcpNetException e)
        {
            throw new DhcpNetException("ConfigurationInvalid", DhcpNetErrorKind.InvalidInput, $"DnsServer can't be '{text}': {e.Message}", text, e);
        }
    }
}
