using System.Net;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>The tables of subnets, their allocation pools, DNS servers and host routes.</summary>
internal static class SubnetRows
{
    private const string Select = """
        SELECT s.id, s.network_id, n.name, s.name, s.prefix, s.prefix_length, s.gateway_ip, s.enable_dhcp, s.ipv6_address_mode, s.ipv6_ra_mode
          FROM subnets s JOIN networks n ON n.id = s.network_id

        """;

    private const string SelectByNetworks = Select + "WHERE s.network_id IN (SELECT value FROM json_each(@ids)) ORDER BY s.seq";

    private const string SelectById = Select + "WHERE s.id = @id";

    private const string SelectByPrefix = Select + "WHERE s.prefix = @prefix AND s.prefix_length = @length ORDER BY s.seq";

    private const string SelectByName = Select + "WHERE s.name = @name ORDER BY s.seq";

    private const string SelectExists = "SELECT 1 FROM subnets WHERE id = @id";

    private const string SelectPools = """
        SELECT subnet_id, first, last FROM allocation_pools
         WHERE subnet_id IN (SELECT value FROM json_each(@ids)) ORDER BY first
        """;

    private const string SelectDnsNameservers = """
        SELECT subnet_id, address FROM dns_nameservers
         WHERE subnet_id IN (SELECT value FROM json_each(@ids)) ORDER BY seq
        """;

    private const string SelectHostRoutes = """
        SELECT subnet_id, prefix, prefix_length, nexthop FROM host_routes
         WHERE subnet_id IN (SELECT value FROM json_each(@ids)) ORDER BY seq
        """;

    private const string InsertRow = """
        INSERT INTO subnets (id, network_id, name, prefix, prefix_length, gateway_ip, enable_dhcp, ipv6_address_mode, ipv6_ra_mode)
        VALUES (@id, @network, @name, @prefix, @length, @gateway, @dhcp, @address_mode, @ra_mode)
        """;

    private const string UpdateRow = "UPDATE subnets SET name = @name, gateway_ip = @gateway, enable_dhcp = @dhcp WHERE id = @id";

    private const string InsertPool =
        "INSERT INTO allocation_pools (subnet_id, first, last, next_free) VALUES (@subnet, @first, @last, @first)";

    private const string InsertDnsNameserver = "INSERT INTO dns_nameservers (subnet_id, address) VALUES (@subnet, @address)";

    private const string InsertHostRoute =
        "INSERT INTO host_routes (subnet_id, prefix, prefix_length, nexthop) VALUES (@subnet, @prefix, @length, @nexthop)";

    /// <summary>The subnets of a network in order of creation.</summary>
    public static IReadOnlyList<Subnet> OfNetwork(StoreSession session, Guid networkId) => [.. OfNetworks(session, IdList.Of([networkId]))[networkId]];

    /// <summary>The subnets of many networks, by network and there in order of creation.</summary>
    public static ILookup<Guid, Subnet> OfNetworks(StoreSession session, string networkIds) =>
        Complete(session, session.Query(SelectByNetworks, Map, ("@ids", networkIds))).ToLookup(subnet => subnet.NetworkId);

    public static Subnet? ById(StoreSession session, Guid id) =>
        session.First(SelectById, Map, ("@id", id)) is { } subnet ? Complete(session, [subnet]).Single() : null;

    /// <summary>The subnets of an id, a prefix or a name.</summary>
    public static IReadOnlyList<Subnet> Named(StoreSession session, string named)
    {
        List<Subnet> found = Guid.TryParse(named, out Guid id) ? session.Query(SelectById, Map, ("@id", id))
            : IPNetwork.TryParse(named, out IPNetwork prefix) ? session.Query(SelectByPrefix, Map, ("@prefix", prefix.BaseAddress), ("@length", prefix.PrefixLength))
            : session.Query(SelectByName, Map, ("@name", named));
        return [.. Complete(session, found)];
    }

    /// <summary>An id for a new subnet: the one asked for where no other has it.</summary>
    public static Guid FreeId(StoreSession session, Guid? asked) => asked is Guid id && !Exists(session, id) ? id : Guid.NewGuid();

    public static bool Exists(StoreSession session, Guid id) => session.First(SelectExists, _ => "", ("@id", id)) is not null;

    /// <exception cref="DhcpNetException"><c>SubnetNotFound</c>.</exception>
    public static Subnet Require(StoreSession session, Guid id) => ById(session, id) ?? throw NotFound(id);

    public static DhcpNetException NotFound(Guid id) =>
        new("SubnetNotFound", DhcpNetErrorKind.NotFound, $"There is no subnet with the id {id}. Get-DhcpSubnet lists those there are.", id);

    public static void Insert(StoreSession session, Subnet subnet)
    {
        session.Execute(InsertRow, ("@id", subnet.Id), ("@network", subnet.NetworkId), ("@name", subnet.Name),
            ("@prefix", subnet.Cidr.BaseAddress), ("@length", subnet.Cidr.PrefixLength), ("@gateway", subnet.GatewayIp),
            ("@dhcp", subnet.EnableDhcp), ("@address_mode", subnet.Ipv6AddressMode), ("@ra_mode", subnet.Ipv6RaMode));
        InsertPools(session, subnet);
        InsertDnsNameservers(session, subnet);
        InsertHostRoutes(session, subnet);
    }

    /// <summary>Writes what a subnet may change to; lists that stay the same are left alone.</summary>
    public static void Update(StoreSession session, Subnet before, Subnet after)
    {
        session.Execute(UpdateRow, ("@id", after.Id), ("@name", after.Name), ("@gateway", after.GatewayIp), ("@dhcp", after.EnableDhcp));
        if (!before.AllocationPools.SequenceEqual(after.AllocationPools))
        {
            session.Execute("DELETE FROM allocation_pools WHERE subnet_id = @subnet", ("@subnet", after.Id));
            InsertPools(session, after);
        }
        if (!before.DnsNameservers.SequenceEqual(after.DnsNameservers))
        {
            session.Execute("DELETE FROM dns_nameservers WHERE subnet_id = @subnet", ("@subnet", after.Id));
            InsertDnsNameservers(session, after);
        }
        if (!before.HostRoutes.SequenceEqual(after.HostRoutes))
        {
            session.Execute("DELETE FROM host_routes WHERE subnet_id = @subnet", ("@subnet", after.Id));
            InsertHostRoutes(session, after);
        }
    }

    /// <summary>Removes a subnet and the addresses on it.</summary>
    public static void Delete(StoreSession session, Guid id) => session.Execute("DELETE FROM subnets WHERE id = @id", ("@id", id));

    private static void InsertPools(StoreSession session, Subnet subnet)
    {
        foreach (AllocationPool pool in subnet.AllocationPools)
            session.Execute(InsertPool, ("@subnet", subnet.Id), ("@first", pool.Start), ("@last", pool.End));
    }

    private static void InsertDnsNameservers(StoreSession session, Subnet subnet)
    {
        foreach (IPAddress address in subnet.DnsNameservers)
            session.Execute(InsertDnsNameserver, ("@subnet", subnet.Id), ("@address", address));
    }

    private static void InsertHostRoutes(StoreSession session, Subnet subnet)
    {
        foreach (HostRoute route in subnet.HostRoutes)
        {
            session.Execute(InsertHostRoute, ("@subnet", subnet.Id), ("@prefix", route.Destination.BaseAddress),
                ("@length", route.Destination.PrefixLength), ("@nexthop", route.Nexthop));
        }
    }

    private static Subnet Map(SqliteDataReader reader) => new()
    {
        Id = reader.ReadId(0),
        NetworkId = reader.ReadId(1),
        NetworkName = reader.GetString(2),
        Name = reader.GetString(3),
        Cidr = reader.ReadPrefix(4),
        GatewayIp = reader.ReadOptionalAddress(6),
        EnableDhcp = reader.GetBoolean(7),
        Ipv6AddressMode = reader.ReadMode(8),
        Ipv6RaMode = reader.ReadMode(9),
    };

    private static IEnumerable<Subnet> Complete(StoreSession session, List<Subnet> subnets)
    {
        string ids = IdList.Of(subnets.Select(subnet => subnet.Id));
        ILookup<Guid, AllocationPool> pools = session.Lookup(SelectPools, r => new AllocationPool(r.ReadAddress(1), r.ReadAddress(2)), ("@ids", ids));
        ILookup<Guid, IPAddress> servers = session.Lookup(SelectDnsNameservers, r => r.ReadAddress(1), ("@ids", ids));
        ILookup<Guid, HostRoute> routes = session.Lookup(SelectHostRoutes, r => new HostRoute(r.ReadPrefix(1), r.ReadAddress(3)), ("@ids", ids));
        return subnets.Select(subnet => subnet with
        {
            AllocationPools = [.. pools[subnet.Id]],
            DnsNameservers = [.. servers[subnet.Id]],
            HostRoutes = [.. routes[subnet.Id]],
        });
    }
}
