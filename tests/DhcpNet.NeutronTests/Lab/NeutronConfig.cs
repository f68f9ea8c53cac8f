namespace DhcpNet.NeutronTests.Lab;

/// <summary>The configuration of the lab's Neutron: everything on loopback and below one directory, nobody asked who he is.</summary>
internal sealed class NeutronConfig(string directory, string host, string databaseUrl, string ovsdb)
{
    /// <summary>What server and agents have in common.</summary>
    public string Common => Of("neutron.conf");

    public string Server => Of("server.conf");

    public string SwitchAgent => Of("openvswitch_agent.ini");

    public string DhcpAgent => Of("dhcp_agent.ini");

    /// <summary>The directory of everything that agents keep (state_path).</summary>
    public string State => Path.Combine(directory, "state");

    public void Write()
    {
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(Of("lock"));
        File.WriteAllText(Common, $"""
            [DEFAULT]
            host = {host}
            state_path = {State}
            transport_url = {Broker.Url}
            rpc_response_timeout = 15
            # An agent whose call a killed server or broker took with it waits that long, and up to as long again before it goes on. Each time
            # it would wait twice as long as before, and here they are killed time and again.
            rpc_response_max_timeout = 15
            [oslo_concurrency]
            lock_path = {Of("lock")}
            [agent]
            report_interval = 5
            root_helper = sudo neutron-rootwrap /etc/neutron/rootwrap.conf
            root_helper_daemon = sudo neutron-rootwrap-daemon /etc/neutron/rootwrap.conf

            """);
        File.WriteAllText(Server, $"""
            [DEFAULT]
            bind_host = 127.0.0.1
            bind_port = {NeutronApi.Port}
            auth_strategy = noauth
            api_paste_config = {Of("api-paste.ini")}
            core_plugin = ml2
            service_plugins =
            api_workers = 1
            rpc_workers = 1
            rpc_state_report_workers = 1
            notify_nova_on_port_status_changes = false
            notify_nova_on_port_data_changes = false
            # So that this host's agent counts as alive for tests that run none: networks are given to agents that are.
            agent_down_time = 3600
            # What a port waits for until it is active: the server says that to nobody else.
            default_log_levels = amqp=WARN,amqplib=WARN,sqlalchemy=WARN,oslo.messaging=INFO,oslo_messaging=INFO,neutron.db.provisioning_blocks=DEBUG
            [database]
            connection = {databaseUrl}
            [quotas]
            quota_network = -1
            quota_subnet = -1
            quota_port = -1
            [ml2]
            type_drivers = vxlan
            tenant_network_types = vxlan
            mechanism_drivers = openvswitch
            extension_drivers = port_security
            [ml2_type_vxlan]
            vni_ranges = 1:9999
            [securitygroup]
            enable_security_group = true

            """);
        File.WriteAllText(SwitchAgent, $"""
            [ovs]
            ovsdb_connection = {ovsdb}
            datapath_type = netdev
            local_ip = 127.0.0.1
            [agent]
            tunnel_types = vxlan
            [securitygroup]
            firewall_driver = noop

            """);
        // Without Keystone the request itself says whose it is; Debian's pipeline would make every project 'fake_project_id'.
        File.WriteAllLines(Of("api-paste.ini"), File.ReadLines("/etc/neutron/api-paste.ini").Select(line =>
            line.StartsWith("noauth = ", StringComparison.Ordinal) ? line.Replace("fake_project_id", "keystonecontext", StringComparison.Ordinal) : line));
    }

    /// <summary>Writes that of the DHCP agent, which tests start in one way or the other.</summary>
    public void WriteDhcpAgent(bool isolatedMetadata) => File.WriteAllText(DhcpAgent, $"""
        [DEFAULT]
        interface_driver = openvswitch
        enable_isolated_metadata = {isolatedMetadata}
        [ovs]
        ovsdb_connection = {ovsdb}

        """);

    private string Of(string name) => Path.Combine(directory, name);
}
