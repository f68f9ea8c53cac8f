using System.Net;
using System.Text;
using DhcpNet.Validation;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>The tables of ports, their addresses and DHCP options.</summary>
internal static class PortRows
{
    private const string Select = """
        SELECT p.id, p.network_id, n.project_id, p.name, p.mac_address, p.admin_state_up, p.status, p.device_id, p.device_owner, p.dns_name
          FROM ports p JOIN networks n ON n.id = p.network_id

        """;

    private const string SelectByNetworks = Select + "WHERE p.network_id IN (SELECT value FROM json_each(@ids)) ORDER BY p.seq";

    private const string SelectAddedSince = Select + "WHERE p.network_id = @network AND p.created_revision > @revision ORDER BY p.seq";

    private const string SelectById = Select + "WHERE p.id = @id";

    private const string SelectExists = "SELECT 1 FROM ports WHERE id = @id";

    private const string SelectByMac = Select + "WHERE p.network_id = @network AND p.mac_address = @mac";

    private const string SelectByMacAnywhere = Select + "WHERE p.mac_address = @mac ORDER BY p.seq";

    private const string SelectByDnsNameAnywhere = Select + "WHERE p.dns_name = @name ORDER BY p.seq";

    private const string SelectDhcpPort = Select +
        "WHERE p.network_id = @network AND p.device_id = @device AND p.device_owner = 'network:dhcp' ORDER BY p.seq LIMIT 1";

    private const string SelectByDnsName = Select +
        "WHERE p.network_id = @network AND p.id <> @self AND p.dns_name IN (@plain, @qualified) LIMIT 1";

    // Octets have one spelling but for the case of their digits; those that are text have this one besides.
    private const string SelectByClientId = Select + """
        JOIN extra_dhcp_opts o ON o.port_id = p.id
         WHERE o.opt_name IN ('client-id', '61') AND lower(o.opt_value) IN (@octets, @text) AND p.network_id = @network
        """;

    private const string SelectByAddress = Select +
        "JOIN fixed_ips f ON f.port_id = p.id WHERE f.subnet_id = @subnet AND f.address = @address";

    private const string SelectReservationsOnSubnet = Select + """
        WHERE p.device_owner <> 'network:dhcp' AND p.id IN (SELECT port_id FROM fixed_ips WHERE subnet_id = @subnet)
        ORDER BY p.seq
        """;

    private const string SelectFixedIps = """
        SELECT port_id, subnet_id, address FROM fixed_ips
         WHERE port_id IN (SELECT value FROM json_each(@ids)) ORDER BY seq
        """;

    private const string SelectOptions = """
        SELECT port_id, opt_name, opt_value, ip_version FROM extra_dhcp_opts
         WHERE port_id IN (SELECT value FROM json_each(@ids)) ORDER BY seq
        """;

    private const string InsertRow = """
        INSERT INTO ports (id, network_id, name, mac_address, admin_state_up, status, device_id, device_owner, host, dns_name)
        VALUES (@id, @network, @name, @mac, @up, @status, @device, @owner, @host, @dns_name)
        """;

    private const string InsertFixedIp = "INSERT INTO fixed_ips (port_id, subnet_id, address) VALUES (@port, @subnet, @address)";

    private const string DeleteFixedIp = "DELETE FROM fixed_ips WHERE port_id = @port AND subnet_id = @subnet AND address = @address";

    private const string UpsertOption = """
        INSERT INTO extra_dhcp_opts (port_id, opt_name, opt_value, ip_version) VALUES (@port, @name, @value, @version)
        ON CONFLICT (port_id, ip_version, opt_name) DO UPDATE SET opt_value = excluded.opt_value
        """;

    private const string DeleteOption = "DELETE FROM extra_dhcp_opts WHERE port_id = @port AND opt_name = @name AND ip_version = @version";

    private const string UpdateClient = "UPDATE ports SET mac_address = @mac, dns_name = @dns_name WHERE id = @id";

    private const string UpdateDevice = "UPDATE ports SET device_id = @device, host = @host WHERE id = @id";

    private const string UpdateStatus = "UPDATE ports SET status = 'ACTIVE' WHERE status <> 'ACTIVE' AND id IN (SELECT value FROM json_each(@ids))";

    /// <summary>The ports of many networks, by network and there in order of creation.</summary>
    public static ILookup<Guid, Port> OfNetworks(StoreSession session, string networkIds) =>
        Complete(session, session.Query(SelectByNetworks, Map, ("@ids", networkIds))).ToLookup(port => port.NetworkId);

    /// <summary>The ports that have been added to a network since one of its revisions.</summary>
    public static IReadOnlyList<Port> AddedSince(StoreSession session, Guid networkId, long revision) =>
        [.. Complete(session, session.Query(SelectAddedSince, Map, ("@network", networkId), ("@revision", revision)))];

    public static Port? ById(StoreSession session, Guid id) => Single(session, session.First(SelectById, Map, ("@id", id)));

    /// <summary>The ports of an id, a MAC address or a host name, whatever networks they are on.</summary>
    public static IReadOnlyList<Port> Named(StoreSession session, string named)
    {
        List<Port> found = Guid.TryParse(named, out Guid id) ? session.Query(SelectById, Map, ("@id", id))
            : MacAddress.TryParse(named, null, out MacAddress mac) ? session.Query(SelectByMacAnywhere, Map, ("@mac", mac))
            : session.Query(SelectByDnsNameAnywhere, Map, ("@name", named));
        return [.. Complete(session, found)];
    }

    /// <summary>An id for a new port: the one asked for where no other has it.</summary>
    public static Guid FreeId(StoreSession session, Guid? asked) => asked is Guid id && !Exists(session, id) ? id : Guid.NewGuid();

    public static bool Exists(StoreSession session, Guid id) => session.First(SelectExists, _ => "", ("@id", id)) is not null;

    public static Port? ByMac(StoreSession session, Guid networkId, MacAddress mac) =>
        Single(session, session.First(SelectByMac, Map, ("@network", networkId), ("@mac", mac)));

    public static Port? DhcpPort(StoreSession session, Guid networkId, string deviceId) =>
        Single(session, session.First(SelectDhcpPort, Map, ("@network", networkId), ("@device", deviceId)));

    /// <summary>A port other than <paramref name="self"/> that bears one of two spellings of a name, without its addresses.</summary>
    public static Port? ByDnsName(StoreSession session, Guid networkId, Guid self, string plain, string qualified) =>
        session.First(SelectByDnsName, Map, ("@network", networkId), ("@self", self), ("@plain", plain), ("@qualified", qualified));

    /// <summary>The ports whose client identifier may be these octets, but for the case of letters.</summary>
    public static IReadOnlyList<Port> ByClientId(StoreSession session, Guid networkId, byte[] octets) =>
        [.. Complete(session, session.Query(SelectByClientId, Map, ("@network", networkId),
            ("@octets", ClientIdText.FormatOctets(octets)), ("@text", Encoding.UTF8.GetString(octets).ToLowerInvariant())))];

    /// <summary>The port that has an address, without its other addresses.</summary>
    public static Port? ByAddress(StoreSession session, Guid subnetId, IPAddress address) =>
        session.First(SelectByAddress, Map, ("@subnet", subnetId), ("@address", address));

    /// <summary>The clients' ports that have addresses on a subnet.</summary>
    public static IReadOnlyList<Port> ReservationsOnSubnet(StoreSession session, Guid subnetId) =>
        [.. Complete(session, session.Query(SelectReservationsOnSubnet, Map, ("@subnet", subnetId)))];

    /// <summary>Adds a port and its options; its addresses are <see cref="AddFixedIp"/>'s to add.</summary>
    public static void Insert(StoreSession session, Port port)
    {
        session.Execute(InsertRow, ("@id", port.Id), ("@network", port.NetworkId), ("@name", port.Name), ("@mac", port.MacAddress),
            ("@up", port.AdminStateUp), ("@status", port.Status), ("@device", port.DeviceId), ("@owner", port.DeviceOwner),
            ("@host", port.DeviceOwner == DeviceOwners.Dhcp ? session.Options.HostName : ""), ("@dns_name", port.DnsName));
        foreach (ExtraDhcpOption option in port.ExtraDhcpOpts)
            SetOption(session, port.Id, option);
    }

    public static void SetMacAndName(StoreSession session, Guid id, MacAddress mac, string? dnsName) =>
        session.Execute(UpdateClient, ("@id", id), ("@mac", mac), ("@dns_name", dnsName));

    public static void SetDevice(StoreSession session, Guid id, string deviceId) =>
        session.Execute(UpdateDevice, ("@id", id), ("@device", deviceId), ("@host", session.Options.HostName));

    /// <returns>How many of the ports there are.</returns>
    public static int SetActive(StoreSession session, IEnumerable<Guid> ids) => session.Execute(UpdateStatus, ("@ids", IdList.Of(ids)));

    public static bool Delete(StoreSession session, Guid id) => session.Execute("DELETE FROM ports WHERE id = @id", ("@id", id)) > 0;

    public static void AddFixedIp(StoreSession session, Guid portId, FixedIp fixedIp) =>
        session.Execute(InsertFixedIp, ("@port", portId), ("@subnet", fixedIp.SubnetId), ("@address", fixedIp.IpAddress));

    public static void DropFixedIp(StoreSession session, Guid portId, FixedIp fixedIp) =>
        session.Execute(DeleteFixedIp, ("@port", portId), ("@subnet", fixedIp.SubnetId), ("@address", fixedIp.IpAddress));

    /// <summary>Sets an option, or removes it where it has no value.</summary>
    public static void SetOption(StoreSession session, Guid portId, ExtraDhcpOption option)
    {
        if (option.OptValue is null)
            session.Execute(DeleteOption, ("@port", portId), ("@name", option.OptName), ("@version", option.IpVersion));
        else
            session.Execute(UpsertOption, ("@port", portId), ("@name", option.OptName), ("@value", option.OptValue), ("@version", option.IpVersion));
    }

    private static Port Map(SqliteDataReader reader) => new()
    {
        Id = reader.ReadId(0),
        NetworkId = reader.ReadId(1),
        ProjectId = reader.ReadText(2),
        Name = reader.GetString(3),
        MacAddress = MacAddress.Parse(reader.GetString(4)),
        AdminStateUp = reader.GetBoolean(5),
        Status = reader.GetString(6),
        DeviceId = reader.GetString(7),
        DeviceOwner = reader.GetString(8),
        DnsName = reader.ReadText(9),
    };

    private static Port? Single(StoreSession session, Port? port) => port is null ? null : Complete(session, [port]).Single();

    private static IEnumerable<Port> Complete(StoreSession session, List<Port> ports)
    {
        string ids = IdList.Of(ports.Select(port => port.Id));
        ILookup<Guid, FixedIp> fixedIps = session.Lookup(SelectFixedIps, r => new FixedIp(r.ReadId(1), r.ReadAddress(2)), ("@ids", ids));
        ILookup<Guid, ExtraDhcpOption> options =
            session.Lookup(SelectOptions, r => new ExtraDhcpOption(r.GetString(1), r.GetString(2), r.GetInt32(3)), ("@ids", ids));
        return ports.Select(port => port with
        {
            FixedIps = [.. fixedIps[port.Id]],
            ExtraDhcpOpts = [.. options[port.Id]],
            DnsAssignment = DnsNames.Assign(port.DnsName, session.Options.DnsDomain, fixedIps[port.Id]),
        });
    }
}
