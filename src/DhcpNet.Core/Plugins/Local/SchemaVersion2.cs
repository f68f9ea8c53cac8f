namespace DhcpNet.Plugins.Local;

/// <summary>Lets a reader ask what has been added to a network since a revision, without reading the whole network.</summary>
/// <remarks>
/// <c>settled_revision</c> is the last revision at which something else happened than that a reservation was added;
/// <c>created_revision</c> of a port is the revision of its network that it came with.
/// </remarks>
internal static class SchemaVersion2
{
    public const string Sql = """
        ALTER TABLE networks ADD COLUMN settled_revision INTEGER NOT NULL DEFAULT 0;
        UPDATE networks SET settled_revision = revision;
        ALTER TABLE ports ADD COLUMN created_revision INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX ports_by_revision ON ports (network_id, created_revision);
        """;
}
