namespace DhcpNet.Configuration.Import;

/// <summary>
/// The options of Neutron's DHCP agent (2026 development tree, and those of earlier releases that are still found in files), and what
/// DhcpNet makes of them. docs/configuration.md has them as tables.
/// </summary>
internal static class NeutronOptions
{
    private const string Default = OsloOption.DefaultSection;
    private const string Agent = "agent";
    private const string Ovs = "ovs";

    private const string Pace = "paces the agent's own loop; a cmdlet does its work when it is called";
    private const string Report = "concerns the agent's reports to neutron-server";
    private const string Root = "DhcpNet runs as root and starts no helper";
    private const string ProxyLimit = "DhcpNet's metadata proxies pass on as many requests as come, as Neutron's do by default";
    private const string ProxyTime = "DhcpNet's metadata proxies wait as long as Neutron's do by default";
    private const string Tls = "OVSDB over TLS is not supported";
    private const string SwitchAgent = "concerns the Open vSwitch agent";
    private const string Removed = "Neutron itself has it no more";

    /// <summary>Those that set something.</summary>
    public static IReadOnlyList<UsedOption> Used { get; } =
    [
        // The networks' directories and the metadata agent's socket go along with it, unless their own options, which come after it, say otherwise.
        new(Default, "state_path", nameof(DhcpConfiguration.StatePath), (c, v) => c with { StatePath = v, ConfsPath = "", MetadataProxySocket = "" }),
        new(Default, "dhcp_confs", nameof(DhcpConfiguration.ConfsPath), (c, v) => c with { ConfsPath = NotEmpty(v) }),
        new(Ovs, "integration_bridge", nameof(DhcpConfiguration.IntegrationBridge), (c, v) => c with { IntegrationBridge = v }),
        new(Default, "ovs_integration_bridge", nameof(DhcpConfiguration.IntegrationBridge), (c, v) => c with { IntegrationBridge = v }) { IsFormer = true },
        new(Ovs, "ovsdb_connection", nameof(DhcpConfiguration.Ovsdb), (c, v) => c with { Ovsdb = v }),
        new(Ovs, "ovsdb_timeout", nameof(DhcpConfiguration.OvsdbTimeout), (c, v) => c with { OvsdbTimeout = OsloValue.Seconds(v) }),
        new(Default, "ovs_vsctl_timeout", nameof(DhcpConfiguration.OvsdbTimeout), (c, v) => c with { OvsdbTimeout = OsloValue.Seconds(v) }) { IsFormer = true },
        new(Default, "host", nameof(DhcpConfiguration.HostName), (c, v) => c with { HostName = v }),
        new(Default, "dns_domain", nameof(DhcpConfiguration.DnsDomain), (c, v) => c with { DnsDomain = v }),
        new(Default, "dnsmasq_dns_servers", nameof(DhcpConfiguration.DnsServers), (c, v) => c with { DnsServers = OsloValue.Addresses(v) }) { Parameter = "DnsServer" },
        new(Default, "dnsmasq_local_resolv", nameof(DhcpConfiguration.LocalResolv), (c, v) => c with { LocalResolv = OsloValue.Boolean(v) }),
        new(Default, "dhcp_lease_duration", nameof(DhcpConfiguration.LeaseDuration), (c, v) => c with { LeaseDuration = OsloValue.Lease(v) }),
        new(Default, "dhcp_renewal_time", nameof(DhcpConfiguration.RenewalTime), (c, v) => c with { RenewalTime = OsloValue.Seconds(v) }),
        new(Default, "dhcp_rebinding_time", nameof(DhcpConfiguration.RebindingTime), (c, v) => c with { RebindingTime = OsloValue.Seconds(v) }),
        new(Default, "dnsmasq_lease_max", nameof(DhcpConfiguration.LeaseMax), (c, v) => c with { LeaseMax = OsloValue.Integer(v) }),
        new(Default, "dnsmasq_config_file", nameof(DhcpConfiguration.DnsmasqConfigFile), (c, v) => c with { DnsmasqConfigFile = v.Trim() }),
        new(Default, "dnsmasq_base_log_dir", nameof(DhcpConfiguration.DnsmasqBaseLogDir), (c, v) => c with { DnsmasqBaseLogDir = v }),
        new(Default, "dnsmasq_txt_record", nameof(DhcpConfiguration.DnsmasqTxtRecord), (c, v) => c with { DnsmasqTxtRecord = v }),
        new(Default, "dnsmasq_enable_addr6_list", nameof(DhcpConfiguration.EnableAddr6List), (c, v) => c with { EnableAddr6List = OsloValue.Boolean(v) }),
        new(Default, "dhcp_broadcast_reply", nameof(DhcpConfiguration.BroadcastReply), (c, v) => c with { BroadcastReply = OsloValue.Boolean(v) }),
        new(Default, "enable_isolated_metadata", nameof(DhcpConfiguration.EnableIsolatedMetadata), (c, v) => c with { EnableIsolatedMetadata = OsloValue.Boolean(v) }),
        new(Default, "force_metadata", nameof(DhcpConfiguration.ForceMetadata), (c, v) => c with { ForceMetadata = OsloValue.Boolean(v) }),
        new(Default, "metadata_proxy_socket", nameof(DhcpConfiguration.MetadataProxySocket), (c, v) => c with { MetadataProxySocket = v.Length > 0 ? v : throw new FormatException("give a path") }),
        new(Default, "metadata_proxy_user", nameof(DhcpConfiguration.MetadataProxyUser), (c, v) => c with { MetadataProxyUser = v }),
        new(Default, "metadata_proxy_group", nameof(DhcpConfiguration.MetadataProxyGroup), (c, v) => c with { MetadataProxyGroup = v }),
        new(Agent, "report_interval", nameof(DhcpConfiguration.ReportInterval), (c, v) => c with { ReportInterval = OsloValue.FractionalSeconds(v) }),
        new(Agent, "check_child_processes_action", nameof(DhcpConfiguration.CheckChildProcessesAction), (c, v) => c with { CheckChildProcessesAction = v.Trim() }),
        new(Agent, "check_child_processes_interval", nameof(DhcpConfiguration.CheckChildProcessesInterval), (c, v) => c with { CheckChildProcessesInterval = OsloValue.Seconds(v) }),
        new(Agent, "availability_zone", nameof(DhcpConfiguration.AvailabilityZone), (c, v) => c with { AvailabilityZone = v }),
        new(Default, "control_exchange", nameof(DhcpConfiguration.ControlExchange), (c, v) => c with { ControlExchange = v }),
        new(Default, "rpc_response_timeout", nameof(DhcpConfiguration.RpcResponseTimeout), (c, v) => c with { RpcResponseTimeout = OsloValue.Seconds(v) }),
    ];

    /// <summary>Those that do not.</summary>
    public static IReadOnlyList<UnusedOption> Unused { get; } =
    [
        new(Default, "dhcp_driver", "DhcpNet does what Neutron's Dnsmasq driver does") { Alike = ["neutron.agent.linux.dhcp.dnsmasq", "dnsmasq"] },
        new(Default, "interface_driver", "DhcpNet does what Neutron's openvswitch driver does") { Alike = ["openvswitch", "neutron.agent.linux.interface.ovsinterfacedriver"] },
        new(Default, "ovs_use_veth", "DhcpNet's taps are Open vSwitch internal ports, not ends of veth pairs") { Alike = ["false", "0", "off", "no"] },
        new(Default, "enable_metadata_network", "DhcpNet starts metadata proxies for networks, not for routers; the routes that clients get are the same") { Alike = ["false", "0", "off", "no"] },
        new(Default, "resync_interval", Pace),
        new(Default, "resync_throttle", Pace),
        new(Default, "bulk_reload_interval", Pace),
        new(Default, "num_sync_threads", "Enable-NetworkDhcp -ThrottleLimit says how many networks are worked on at once"),
        new(Default, "rpc_response_max_timeout", "a call that was not answered is given up to ten times rpc_response_timeout, Neutron's default"),
        new(Default, "external_pids", "metadata proxies' process ids are in external/pids below the state path, Neutron's default"),
        new(Default, "dhcp_domain", Removed + "; dns_domain took its place") { Alike = [""] },
        new(Default, "use_namespaces", Removed + "; networks always have namespaces") { Alike = ["true", "1", "on", "yes"] },
        new(Default, "dhcp_delete_namespaces", Removed + "; namespaces always go with their networks"),
        new(Default, "network_device_mtu", Removed + "; a network's MTU comes from the plugin"),
        new(Default, "advertise_mtu", Removed + "; a network's MTU is always told to clients"),
        new(Agent, "log_agent_heartbeats", Report),
        new(Agent, "root_helper", Root),
        new(Agent, "root_helper_daemon", Root),
        new(Agent, "use_helper_for_ns_read", Root),
        new(Agent, "kill_scripts_path", "DhcpNet ends processes itself"),
        new(Ovs, "ssl_key_file", Tls),
        new(Ovs, "ssl_cert_file", Tls),
        new(Ovs, "ssl_ca_cert_file", Tls),
        new(Ovs, "ovsdb_debug", "-Debug shows the messages to and from OVSDB"),
        new(Ovs, "datapath_type", "taps work the same with each"),
        new(Ovs, "bridge_mac_table_size", SwitchAgent),
        new(Ovs, "igmp_snooping_enable", SwitchAgent),
        new(Ovs, "igmp_flood", SwitchAgent),
        new(Ovs, "igmp_flood_reports", SwitchAgent),
        new(Ovs, "igmp_flood_unregistered", SwitchAgent),
        new("metadata_rate_limiting", "rate_limit_enabled", ProxyLimit) { Alike = ["false", "0", "off", "no"] },
        .. All("metadata_rate_limiting", ProxyLimit, "ip_versions", "base_window_duration", "base_query_rate_limit", "burst_window_duration", "burst_query_rate_limit"),
        .. All("metadata_haproxy", ProxyTime, "timeout_connect", "timeout_client", "timeout_server", "timeout_http_request", "timeout_http_keep_alive"),
    ];

    /// <summary>What <c>$name</c> stands for where no file says it.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        [OsloOption.KeyOf(Default, "state_path")] = "/var/lib/neutron",
        [OsloOption.KeyOf(Default, "dhcp_confs")] = "$state_path/dhcp",
        [OsloOption.KeyOf(Default, "metadata_proxy_socket")] = "$state_path/metadata_proxy",
        [OsloOption.KeyOf(Default, "host")] = Environment.MachineName,
        [OsloOption.KeyOf(Default, "dns_domain")] = "openstacklocal",
        [OsloOption.KeyOf(Ovs, "integration_bridge")] = "br-int",
    };

    /// <summary>Whether a section has options of the DHCP agent.</summary>
    public static bool IsAgentSection(string group) => group is Default or Agent or Ovs;

    private static IEnumerable<UnusedOption> All(string section, string reason, params string[] names) => names.Select(n => new UnusedOption(section, n, reason));

    private static string NotEmpty(string value) => value.Length > 0 ? value : throw new FormatException("give a directory");
}
