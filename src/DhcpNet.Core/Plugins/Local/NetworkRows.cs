using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>The table of networks.</summary>
internal static class NetworkRows
{
    private const string Select = "SELECT id, name, project_id, vlan_tag, mtu, admin_state_up, revision, settled_revision FROM networks ";

    private const string SelectVersions = "SELECT id, seq, revision FROM networks";

    private const string SelectHistory = "SELECT 1 FROM history WHERE has_had_networks";

    private const string SelectAll = Select + "ORDER BY name, id";

    private const string SelectById = Select + "WHERE id = @id";

    private const string SelectByIds = Select + "WHERE id IN (SELECT value FROM json_each(@ids))";

    private const string SelectByName = Select + "WHERE name = @name";

    private const string InsertRow = """
        INSERT INTO networks (id, name, project_id, vlan_tag, mtu, admin_state_up)
        VALUES (@id, @name, @project, @vlan, @mtu, @up)
        """;

    private const string UpdateRow = """
        UPDATE networks SET name = @name, project_id = @project, vlan_tag = @vlan, mtu = @mtu, admin_state_up = @up
         WHERE id = @id
        """;

    /// <summary>Whether there is a network, or was.</summary>
    public static bool HaveBeen(StoreSession session) => session.Query(SelectHistory, _ => true).Count > 0;

    /// <summary>All networks in order of name, then id.</summary>
    public static List<NetworkRow> All(StoreSession session) => session.Query(SelectAll, Map);

    /// <summary>What tells each network's state from every other that it has been in: one that is made anew has another number.</summary>
    public static Dictionary<Guid, (long Number, long Revision)> Versions(StoreSession session) =>
        session.Query(SelectVersions, r => (Id: r.ReadId(0), Version: (r.GetInt64(1), r.GetInt64(2)))).ToDictionary(n => n.Id, n => n.Version);

    public static NetworkRow? ById(StoreSession session, Guid id) => session.First(SelectById, Map, ("@id", id));

    public static List<NetworkRow> ByIds(StoreSession session, IEnumerable<Guid> ids) => session.Query(SelectByIds, Map, ("@ids", IdList.Of(ids)));

    public static NetworkRow? ByName(StoreSession session, string name) => session.First(SelectByName, Map, ("@name", name));

    /// <exception cref="DhcpNetException"><c>NetworkNotFound</c>.</exception>
    public static NetworkRow Require(StoreSession session, Guid id) =>
        ById(session, id) ?? throw new DhcpNetException("NetworkNotFound", DhcpNetErrorKind.NotFound,
            $"There is no network with the id {id}. Get-DhcpNetwork lists those there are.", id);

    public static void Insert(StoreSession session, NetworkRow row) => session.Execute(InsertRow,
        ("@id", row.Id), ("@name", row.Name), ("@project", row.ProjectId), ("@vlan", row.VlanTag), ("@mtu", row.Mtu), ("@up", row.AdminStateUp));

    public static void Update(StoreSession session, NetworkRow row) => session.Execute(UpdateRow,
        ("@id", row.Id), ("@name", row.Name), ("@project", row.ProjectId), ("@vlan", row.VlanTag), ("@mtu", row.Mtu), ("@up", row.AdminStateUp));

    public static bool Delete(StoreSession session, Guid id) => session.Execute("DELETE FROM networks WHERE id = @id", ("@id", id)) > 0;

    /// <summary>Counts a change of the network or of anything on it.</summary>
    public static void CountChange(StoreSession session, Guid id) =>
        session.Execute("UPDATE networks SET revision = revision + 1, settled_revision = revision + 1 WHERE id = @id", ("@id", id));

    /// <summary>Counts that a port was added, and nothing else changed.</summary>
    public static void CountAddition(StoreSession session, Guid id, Guid portId)
    {
        session.Execute("UPDATE networks SET revision = revision + 1 WHERE id = @id", ("@id", id));
        session.Execute("UPDATE ports SET created_revision = (SELECT revision FROM networks WHERE id = @id) WHERE id = @port", ("@id", id), ("@port", portId));
    }

    private static NetworkRow Map(SqliteDataReader reader) =>
        new(reader.ReadId(0), reader.GetString(1), reader.ReadText(2), reader.ReadNumber(3), reader.GetInt32(4), reader.GetBoolean(5),
            reader.GetInt64(6), reader.GetInt64(7));
}
