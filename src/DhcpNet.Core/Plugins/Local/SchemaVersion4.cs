namespace DhcpNet.Plugins.Local;

/// <summary>
/// Keeps in mind whether there ever was a network: a database that never had one was made by a mistyped path more likely than emptied, and
/// is no reason to take down what a host serves.
/// </summary>
internal static class SchemaVersion4
{
    public const string Sql = """
        CREATE TABLE history (
            has_had_networks INTEGER NOT NULL
        ) STRICT;

        INSERT INTO history SELECT EXISTS (SELECT 1 FROM networks);

        CREATE TRIGGER networks_history AFTER INSERT ON networks
        WHEN NOT (SELECT has_had_networks FROM history)
        BEGIN
            UPDATE history SET has_had_networks = 1;
        END;
        """;
}
