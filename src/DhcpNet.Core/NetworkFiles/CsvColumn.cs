namespace DhcpNet.NetworkFiles;

/// <summary>A column of a CSV file of networks.</summary>
/// <param name="Name">Its name, as it is written.</param>
/// <param name="Others">Other names that are read.</param>
internal sealed record CsvColumn(string Name, params IReadOnlyList<string> Others)
{
    public static readonly CsvColumn Network = new("name", "network", "network_name");
    public static readonly CsvColumn Project = new("project_id", "project");
    public static readonly CsvColumn Vlan = new("vlan", "vlan_tag");
    public static readonly CsvColumn Mtu = new("mtu");
    public static readonly CsvColumn AdminStateUp = new("admin_state_up");
    public static readonly CsvColumn Cidr = new("cidr", "subnet", "prefix");
    public static readonly CsvColumn SubnetName = new("subnet_name");
    public static readonly CsvColumn Gateway = new("gateway", "gateway_ip");
    public static readonly CsvColumn Pools = new("pools", "pool", "allocation_pool", "allocation_pools");
    public static readonly CsvColumn Dns = new("dns", "dns_server", "dns_servers", "dns_nameservers");
    public static readonly CsvColumn Routes = new("routes", "route", "host_route", "host_routes");
    public static readonly CsvColumn EnableDhcp = new("enable_dhcp", "dhcp");
    public static readonly CsvColumn Ipv6AddressMode = new("ipv6_address_mode");
    public static readonly CsvColumn Ipv6RaMode = new("ipv6_ra_mode");

    /// <summary>All columns, in the order in which they are written.</summary>
    public static IReadOnlyList<CsvColumn> All { get; } =
    [
        Network, Project, Vlan, Mtu, AdminStateUp, Cidr, SubnetName, Gateway, Pools, Dns, Routes, EnableDhcp, Ipv6AddressMode, Ipv6RaMode,
    ];

    /// <summary>What stands in <see cref="Gateway"/> and <see cref="Pools"/> for none; a blank stands for the default.</summary>
    public const string None = "none";

    private static readonly Dictionary<string, CsvColumn> ByName = All
        .SelectMany(column => column.Others.Prepend(column.Name).Select(name => (Key: Key(name), Column: column)))
        .ToDictionary(pair => pair.Key, pair => pair.Column);

    /// <summary>The column of a name, written in any case and with or without blanks, hyphens and underscores between its words; null: there is none.</summary>
    public static CsvColumn? Find(string name) => ByName.GetValueOrDefault(Key(name));

    private static string Key(string name) => string.Concat(name.Where(c => c is not (' ' or '-' or '_'))).ToUpperInvariant();
}
