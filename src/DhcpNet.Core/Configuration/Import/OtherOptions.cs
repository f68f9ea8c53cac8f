using System.Collections.Frozen;

namespace DhcpNet.Configuration.Import;

/// <summary>
/// The names of options that other services of Neutron, and the libraries below it, read from the sections that the DHCP agent reads too
/// (Neutron from the Xena release to the 2026 development tree). Names that are in no list are most likely slips.
/// </summary>
internal static class OtherOptions
{
    private static readonly FrozenSet<string> Names = """
        admin_auth_url admin_password admin_tenant_id admin_tenant_name admin_user admin_username agent_down_time agent_mode agent_type
        allow_automatic_dhcp_failover allow_automatic_l3agent_failover allow_bulk allow_overlapping_ips allow_reverse_dns_lookup
        allowed_conntrack_helpers api_extensions_path api_paste_config api_workers arp_responder auth_ca_cert auth_region auth_strategy
        backdoor_port backdoor_socket backlog baremetal_smartnic base_mac bfd_min_rx bfd_min_tx bfd_mult bgp_as bgp_local_interface bind_host
        bind_port bridge_mappings broadcast_arps_to_all_routers burst_limit ca_cert chassis_router_vrf_id cleanup_on_shutdown
        client_dns_server_ports client_socket_timeout code_profiling_calls_to_log comment_iptables_rules conf_dir config_dir config_file
        config_source conn_pool_min_size conn_pool_ttl connection core_plugin daemon_timeout debug debug_iptables_rules
        default_availability_zones default_log_levels default_quota dhcp_agent_notification dhcp_agents_per_network dhcp_default_lease_time
        dhcp_load_type disable_ovn_dhcp_for_baremetal_ports dns_records_ovn_owned dns_servers dont_fragment driver drop_flows_on_start dry_run dscp
        dscp_inherit dvr_base_mac enable_code_profiling enable_conntrackd enable_default_route_bfd enable_default_route_ecmp
        enable_distributed_floating_ip enable_distributed_routing enable_dvr enable_ipset enable_ipv6 enable_metadata_proxy
        enable_ndp_proxy_by_default enable_new_agents enable_notifications enable_security_group enable_services_on_agents_with_admin_state_down
        enable_signals enable_snat_by_default enable_traditional_dhcp enable_tunneling enable_vxlan endpoint_type engine exclude_devices exec_dirs
        executor_thread_pool_size explicitly_egress_direct extension_drivers extensions external_dns_driver external_ingress_mark
        external_network_bridge external_network_type fatal_deprecations fdb_age_threshold fdb_removal_limit filter_validation filters_path
        firewall_driver flat_networks force frr_vty_socket gateway_external_network_id global_physnet_mtu graceful_shutdown_timeout
        granular_traffic_data group ha_confs_path ha_conntrackd_enabled ha_conntrackd_group ha_conntrackd_hashlimit ha_conntrackd_hashsize
        ha_conntrackd_ipv4_mcast_addr ha_conntrackd_rcvsocketbuffer ha_conntrackd_sndsocketbuffer ha_conntrackd_socketbuffersize
        ha_conntrackd_socketbuffersize_max_grown ha_conntrackd_unix_backlog ha_failover_strategy ha_keepalived_state_change_server_threads
        ha_vrrp_advert_int ha_vrrp_auth_password ha_vrrp_auth_type ha_vrrp_health_check_interval handle_internal_only_routers host_dvr_for_dhcp
        host_proxy_listen_port http_retries ignore_lsp_down instance_format instance_uuid_format int_peer_patch_port ip_lib_force_root ipam_driver
        ipv4_ptr_zone_prefix_size ipv6_gateway ipv6_pd_enabled ipv6_ptr_zone_prefix_size keepalived_use_no_track kernel_hz l2_population l3_ha
        l3_ha_net_cidr l3_ha_network_physical_name l3_ha_network_type live_migration_activation_strategy live_migration_events local_ip
        local_output_log_base localnet_learn_fdb lock_path log_config_append log_date_format log_dir log_file log_format log_options
        log_rotate_interval log_rotate_interval_type log_rotation_type logdir logfile logging_context_format_string logging_debug_format_suffix
        logging_default_format_string logging_exception_prefix logging_user_identity_format mac_binding_age_threshold mac_binding_removal_limit
        mac_generation_retries main_router_vrf_id max_allowed_address_pair max_dns_nameservers max_fixed_ips_per_port max_header_line
        max_header_size max_l3_agents_per_router max_logfile_count max_logfile_size_mb max_routes max_rtr_adv_interval max_subnet_host_routes
        measure_interval mechanism_drivers memcached_servers metadata_access_mark metadata_backlog metadata_ip metadata_port
        metadata_proxy_shared_secret metadata_proxy_socket_mode metadata_workers migration_plugin min_rtr_adv_interval minimize_polling monitor_cidr
        monitor_interface multicast_ranges my_ip my_ipv6 namespace network_auto_schedule network_link_prefix network_scheduler_driver
        network_vlan_ranges neutron_sync_mode notification_driver notification_topics notify_nova_on_port_data_changes
        notify_nova_on_port_status_changes nova_client_cert nova_client_priv_key nova_metadata_host nova_metadata_insecure nova_metadata_ip
        nova_metadata_port nova_metadata_protocol nova_region_name nova_url of_connect_timeout of_inactivity_probe of_interface of_listen_address
        of_listen_port of_request_timeout openflow_processed_per_port overlay_ip_version ovn_emit_need_to_frag ovn_l3_mode ovn_l3_scheduler
        ovn_metadata_enabled ovn_router_indirect_snat ovs_all_ports ovs_create_tap ovsdb_connection_timeout ovsdb_interface ovsdb_log_level
        ovsdb_monitor_respawn_interval ovsdb_probe_interval ovsdb_retry_max_interval pagination_max_limit path_mtu pd_confs pd_dhcp_driver
        per_router_log_files periodic_fuzzy_delay periodic_interval permitted_ethertypes physical_device_mappings physical_interface_mappings
        physical_network_mtus pid_file polling_interval prefix prefix_delegation_driver prevent_arp_spoofing project_network_types provider_base_mac
        provider_cidr provider_vlan_id ptr_zone_email publish_errors qos_meter_bandwidth quitting_rpc_timeout quota_driver quota_floatingip
        quota_network quota_port quota_rbac_entry quota_rbac_policy quota_router quota_router_route quota_security_group quota_security_group_rule
        quota_subnet ra_confs radvd_user rate_limit rate_limit_burst rate_limit_except_level rate_limit_interval region_name
        resource_provider_bandwidths resource_provider_default_hypervisor resource_provider_hypervisors resource_provider_inventory_defaults
        resource_provider_packet_processing_inventory_defaults resource_provider_packet_processing_with_direction
        resource_provider_packet_processing_without_direction retry_until_window rlimit_nofile router_auto_schedule router_delete_namespaces
        router_distributed router_id router_log_files_in_ha_confs router_scheduler_driver rpc_backend rpc_conn_pool_size rpc_ping_enabled
        rpc_resources_processing_step rpc_state_report_workers rpc_thread_pool_size rpc_workers run_external_periodic_tasks
        segment_mtu send_events_interval service_plugins service_provider setproctitle shared_physical_device_mappings stateless_nat_enabled
        static_nat sync_plugin syslog_log_facility syslog_log_level tbf_latency tcp_keepidle tenant_network_type tenant_network_types tos
        track_quota_usage transport_url trunk_enabled ttl tun_peer_patch_port tunnel_bridge tunnel_csum tunnel_id_ranges tunnel_types
        tunnelled_network_rp_name type_drivers udp_dstport udp_srcport_max udp_srcport_min upstream_dns_query_timeout upstream_dns_server_ports url
        use_eventlog use_forwarded_for use_journal use_json use_random_fully use_ssl use_stderr use_syslog use_syslog_rfc_format user verbose
        veth_mtu vhost_sock_dir vhostuser_socket_dir vif_type vlan_qinq vlan_transparent vni_ranges vnic_type_blacklist vnic_type_prohibit_list
        vxlan_group vxlan_udp_port watch_log_file wsgi_default_pool_size wsgi_keep_alive wsgi_log_format wsgi_server_debug
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string name) => Names.Contains(name);
}
