namespace DhcpNet.Plugins.Local;

/// <summary>The first schema. A later change is a migration of its own; this text stays as it is.</summary>
/// <remarks>
/// Addresses are BLOBs of 4 or 16 bytes, so that they sort by number. <c>seq</c> keeps the order of creation. No address of a pool
/// below <c>next_free</c> is free (NULL: none is), so that the search for one begins there; the trigger keeps that true.
/// </remarks>
internal static class SchemaVersion1
{
    public const string Sql = """
        CREATE TABLE networks (
            seq            INTEGER PRIMARY KEY,
            id             TEXT NOT NULL UNIQUE,
            name           TEXT NOT NULL UNIQUE,
            project_id     TEXT,
            vlan_tag       INTEGER,
            mtu            INTEGER NOT NULL,
            admin_state_up INTEGER NOT NULL,
            revision       INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE subnets (
            seq               INTEGER PRIMARY KEY,
            id                TEXT NOT NULL UNIQUE,
            network_id        TEXT NOT NULL REFERENCES networks (id) ON DELETE CASCADE,
            name              TEXT NOT NULL,
            prefix            BLOB NOT NULL,
            prefix_length     INTEGER NOT NULL,
            gateway_ip        BLOB,
            enable_dhcp       INTEGER NOT NULL,
            ipv6_address_mode TEXT,
            ipv6_ra_mode      TEXT,
            UNIQUE (network_id, prefix, prefix_length)
        ) STRICT;

        CREATE TABLE allocation_pools (
            seq        INTEGER PRIMARY KEY,
            subnet_id  TEXT NOT NULL REFERENCES subnets (id) ON DELETE CASCADE,
            first      BLOB NOT NULL,
            last       BLOB NOT NULL,
            next_free  BLOB,
            UNIQUE (subnet_id, first)
        ) STRICT;

        CREATE TABLE dns_nameservers (
            seq        INTEGER PRIMARY KEY,
            subnet_id  TEXT NOT NULL REFERENCES subnets (id) ON DELETE CASCADE,
            address    BLOB NOT NULL,
            UNIQUE (subnet_id, address)
        ) STRICT;

        CREATE TABLE host_routes (
            seq           INTEGER PRIMARY KEY,
            subnet_id     TEXT NOT NULL REFERENCES subnets (id) ON DELETE CASCADE,
            prefix        BLOB NOT NULL,
            prefix_length INTEGER NOT NULL,
            nexthop       BLOB NOT NULL,
            UNIQUE (subnet_id, prefix, prefix_length, nexthop)
        ) STRICT;

        CREATE TABLE ports (
            seq            INTEGER PRIMARY KEY,
            id             TEXT NOT NULL UNIQUE,
            network_id     TEXT NOT NULL REFERENCES networks (id) ON DELETE CASCADE,
            name           TEXT NOT NULL,
            mac_address    TEXT NOT NULL,
            admin_state_up INTEGER NOT NULL,
            status         TEXT NOT NULL,
            device_id      TEXT NOT NULL,
            device_owner   TEXT NOT NULL,
            host           TEXT NOT NULL,
            dns_name       TEXT COLLATE NOCASE,
            UNIQUE (network_id, mac_address)
        ) STRICT;

        CREATE INDEX ports_of_network ON ports (network_id);
        CREATE UNIQUE INDEX dhcp_port_of_device ON ports (network_id, device_id)
            WHERE device_owner = 'network:dhcp' AND device_id <> 'reserved_dhcp_port';
        CREATE INDEX ports_by_dns_name ON ports (network_id, dns_name) WHERE dns_name IS NOT NULL;

        CREATE TABLE fixed_ips (
            seq        INTEGER PRIMARY KEY,
            port_id    TEXT NOT NULL REFERENCES ports (id) ON DELETE CASCADE,
            subnet_id  TEXT NOT NULL REFERENCES subnets (id) ON DELETE CASCADE,
            address    BLOB NOT NULL,
            UNIQUE (subnet_id, address)
        ) STRICT;

        CREATE INDEX fixed_ips_of_port ON fixed_ips (port_id);

        CREATE TRIGGER address_released AFTER DELETE ON fixed_ips
        BEGIN
            UPDATE allocation_pools SET next_free = OLD.address
             WHERE subnet_id = OLD.subnet_id AND first <= OLD.address AND last >= OLD.address
               AND (next_free IS NULL OR next_free > OLD.address);
        END;

        CREATE TABLE extra_dhcp_opts (
            seq        INTEGER PRIMARY KEY,
            port_id    TEXT NOT NULL REFERENCES ports (id) ON DELETE CASCADE,
            opt_name   TEXT NOT NULL,
            opt_value  TEXT NOT NULL,
            ip_version INTEGER NOT NULL,
            UNIQUE (port_id, ip_version, opt_name)
        ) STRICT;
        """;
}
