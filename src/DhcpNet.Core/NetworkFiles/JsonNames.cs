using System.Collections.Frozen;

namespace DhcpNet.NetworkFiles;

/// <summary>The properties of one of Neutron's resources.</summary>
/// <param name="What">The resource.</param>
/// <param name="Read">Those that are read.</param>
/// <param name="PassedOver">Those that are Neutron's and mean nothing here (Neutron API reference, networking v2).</param>
internal sealed record JsonNames(string What, FrozenSet<string> Read, FrozenSet<string> PassedOver)
{
    private static readonly string[] OfAll = ["tenant_id", "description", "tags", "created_at", "updated_at", "revision_number", "standard_attr_id", "shared"];

    public static readonly JsonNames Network = new(
        "network",
        Names("id", "name", "project_id", "admin_state_up", "mtu", "vlan_tag", "subnets", "ports"),
        Names([
            .. OfAll, "status", "segments", "non_local_subnets", "availability_zones", "availability_zone_hints", "ipv4_address_scope", "ipv6_address_scope", "is_default", "l2_adjacency",
            "port_security_enabled", "qos_policy_id", "vlan_transparent", "vlan_qinq", "dns_domain",
        ]));

    public static readonly JsonNames Subnet = new(
        "subnet",
        Names(
            "id", "name", "cidr", "ip_version", "gateway_ip", "enable_dhcp", "allocation_pools", "dns_nameservers", "host_routes", "ipv6_address_mode", "ipv6_ra_mode"),
        Names([.. OfAll, "network_id", "subnetpool_id", "segment_id", "service_types", "dns_publish_fixed_ip", "use_default_subnetpool", "project_id"]));

    public static readonly JsonNames Port = new(
        "port",
        Names("id", "name", "mac_address", "admin_state_up", "device_id", "device_owner", "fixed_ips", "extra_dhcp_opts", "dns_name"),
        Names([
            .. OfAll, "network_id", "project_id", "status", "dns_assignment", "dns_domain", "allowed_address_pairs", "security_groups", "security_group_ids", "port_security_enabled",
            "qos_policy_id", "qos_network_policy_id", "resource_request", "propagate_uplink_status", "ip_allocation", "mac_learning_enabled", "numa_affinity_policy", "device_profile", "hints",
            "hardware_offload_type", "trusted", "trunk_details", "data_plane_status",
        ]));

    /// <summary>Whether a property is known. Those of extensions have their extension's name before a colon.</summary>
    public bool Contains(string name) => Read.Contains(name) || PassedOver.Contains(name) || name.Contains(':', StringComparison.Ordinal);

    private static FrozenSet<string> Names(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
