using System.Net;

namespace DhcpNet;

/// <summary>Where things are on this host, and what all its networks have in common. Defaults are Neutron's where Neutron has the option.</summary>
public sealed record DhcpConfiguration
{
    /// <summary>That a dnsmasq which has ended by itself is started again.</summary>
    public const string RespawnAction = "respawn";

    /// <summary>That the agent ends when a dnsmasq has ended by itself.</summary>
    public const string ExitAction = "exit";

    private readonly string _confsPath = "";
    private readonly string _metadataProxySocket = "";

    /// <summary>The directory of everything DhcpNet keeps (Neutron: state_path).</summary>
    public string StatePath { get; init; } = "/var/lib/dhcpnet";

    /// <summary>
    /// The directory under which each network has one of its own, named by its id (Neutron: dhcp_confs). It is <c>dhcp</c> below
    /// <see cref="StatePath"/> until it is set; setting it to the empty text puts it there again.
    /// </summary>
    public string ConfsPath
    {
        get => _confsPath.Length > 0 ? _confsPath : ConfsPathBelow(StatePath);
        init => _confsPath = value;
    }

    /// <summary>The bridge that taps are added to (Neutron: integration_bridge).</summary>
    public string IntegrationBridge { get; init; } = "br-int";

    /// <summary>Where OVSDB answers: <c>unix:path</c> or <c>tcp:address:port</c> (Neutron: ovsdb_connection).</summary>
    public string Ovsdb { get; init; } = "unix:/run/openvswitch/db.sock";

    /// <summary>How long OVSDB and ovs-vswitchd may take (Neutron: ovsdb_timeout).</summary>
    public TimeSpan OvsdbTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>This host's name, of which the DHCP ports' device ids are made (Neutron: host).</summary>
    public string HostName { get; init; } = Environment.MachineName;

    /// <summary>The domain of names that clients get (Neutron: dns_domain); empty: none.</summary>
    public string DnsDomain { get; init; } = "openstacklocal";

    /// <summary>The servers that dnsmasq forwards DNS queries to (Neutron: dnsmasq_dns_servers); empty: it answers for the network alone.</summary>
    public IReadOnlyList<IPAddress> DnsServers { get; init => field = Indexable.List(value); } = [];

    /// <summary>Whether dnsmasq may forward queries to the servers in the host's resolv.conf (Neutron: dnsmasq_local_resolv).</summary>
    public bool LocalResolv { get; init; }

    /// <summary>How long a lease lasts (Neutron: dhcp_lease_duration); <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromDays(1);

    /// <summary>When clients renew (Neutron: dhcp_renewal_time); zero: half of the lease, dnsmasq's own choice.</summary>
    public TimeSpan RenewalTime { get; init; }

    /// <summary>When clients rebind (Neutron: dhcp_rebinding_time); zero: dnsmasq's own choice.</summary>
    public TimeSpan RebindingTime { get; init; }

    /// <summary>The most leases that one dnsmasq gives (Neutron: dnsmasq_lease_max).</summary>
    public int LeaseMax { get; init; } = 1 << 24;

    /// <summary>A configuration file of dnsmasq's own that is to be read (Neutron: dnsmasq_config_file); empty: none.</summary>
    public string DnsmasqConfigFile { get; init; } = "";

    /// <summary>Where dnsmasq logs to, a directory a network (Neutron: dnsmasq_base_log_dir); empty: nowhere.</summary>
    public string DnsmasqBaseLogDir { get; init; } = "";

    /// <summary>A TXT record that dnsmasq answers with, <c>name,"text"</c> (Neutron: dnsmasq_txt_record); empty: none.</summary>
    public string DnsmasqTxtRecord { get; init; } = "";

    /// <summary>Whether dnsmasq's host lines name all of a port's IPv6 addresses at once (Neutron: dnsmasq_enable_addr6_list).</summary>
    public bool EnableAddr6List { get; init; }

    /// <summary>Whether answers are broadcast (Neutron: dhcp_broadcast_reply).</summary>
    public bool BroadcastReply { get; init; }

    /// <summary>Whether networks with a subnet that has no router get a metadata proxy, and clients there a route to it (Neutron: enable_isolated_metadata).</summary>
    public bool EnableIsolatedMetadata { get; init; }

    /// <summary>Whether all networks and clients do (Neutron: force_metadata).</summary>
    public bool ForceMetadata { get; init; }

    /// <summary>
    /// The Unix socket of the metadata agent, which metadata proxies pass requests on to (Neutron: metadata_proxy_socket). It is
    /// <c>metadata_proxy</c> below <see cref="StatePath"/> until it is set; setting it to the empty text puts it there again.
    /// </summary>
    public string MetadataProxySocket
    {
        get => _metadataProxySocket.Length > 0 ? _metadataProxySocket : MetadataProxySocketBelow(StatePath);
        init => _metadataProxySocket = value;
    }

    /// <summary>The user that metadata proxies run as, by name or number (Neutron: metadata_proxy_user); empty: who starts them.</summary>
    public string MetadataProxyUser { get; init; } = "";

    /// <summary>The group that metadata proxies run as, by name or number (Neutron: metadata_proxy_group); empty: that of who starts them.</summary>
    public string MetadataProxyGroup { get; init; } = "";

    /// <summary>The program that serves: a name to be found in PATH, or a path.</summary>
    public string Dnsmasq { get; init; } = "dnsmasq";

    /// <summary>The program that passes requests for metadata on: a name to be found in PATH, or a path.</summary>
    public string Haproxy { get; init; } = "haproxy";

    /// <summary>How often an agent tells the plugin that it is alive, where the plugin keeps a list of agents (Neutron: report_interval); zero: never.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What an agent does when a dnsmasq has ended by itself (Neutron: check_child_processes_action): <see cref="RespawnAction"/> or <see cref="ExitAction"/>.</summary>
    public string CheckChildProcessesAction { get; init; } = RespawnAction;

    /// <summary>
    /// Whether an agent watches its processes (Neutron: check_child_processes_interval): it does unless this is zero. How long it is makes
    /// no difference: the kernel says at once when one ends.
    /// </summary>
    public TimeSpan CheckChildProcessesInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where this host stands, for whoever places networks (Neutron: availability_zone).</summary>
    public string AvailabilityZone { get; init; } = "nova";

    /// <summary>The exchange of the message broker that Neutron's queues are bound to (Neutron: control_exchange).</summary>
    public string ControlExchange { get; init; } = "neutron";

    /// <summary>How long a Neutron server may take to answer (Neutron: rpc_response_timeout).</summary>
    public TimeSpan RpcResponseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The TCP port of the loopback address on which an agent serves its metrics; zero: it serves none.</summary>
    public int MetricsPort { get; init; }

    /// <summary>The database of the embedded plugin.</summary>
    public string DatabasePath => Path.Combine(StatePath, "dhcpnet.db");

    /// <summary>Where networks' directories are below a state path, as Neutron has them.</summary>
    internal static string ConfsPathBelow(string statePath) => Path.Combine(statePath, "dhcp");

    /// <summary>Where the metadata agent's socket is below a state path, as Neutron has it.</summary>
    internal static string MetadataProxySocketBelow(string statePath) => Path.Combine(statePath, "metadata_proxy");
}
