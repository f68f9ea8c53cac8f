using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>Brings a database to the newest schema. <c>user_version</c> numbers the schema, <c>application_id</c> says whose file it is.</summary>
internal static class Schema
{
    /// <summary>"DHCP" in ASCII.</summary>
    public const int ApplicationId = 0x44484350;

    /// <summary>All migrations there are, oldest first.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } = [new(1, SchemaVersion1.Sql), new(2, SchemaVersion2.Sql), new(3, SchemaVersion3.Sql), new(4, SchemaVersion4.Sql)];

    /// <summary>Runs the migrations that the database has not had, each in a transaction of its own.</summary>
    /// <exception cref="DhcpNetException"><c>StoreTooNew</c>, <c>StoreNotADatabase</c>; the file is as it was.</exception>
    public static void Upgrade(SqliteConnection connection, string path, IReadOnlyList<Migration> migrations)
    {
        if (Look(connection, path, migrations) == migrations[^1].Version)
            return;
        // Readers then do not wait for writers, nor writers for readers. The file keeps the mode.
        Run(connection, "PRAGMA journal_mode = WAL");
        foreach (Migration migration in migrations)
            Apply(connection, path, migrations, migration);
    }

    // In one transaction: what another process makes at this moment is seen as a whole or not at all.
    private static int Look(SqliteConnection connection, string path, IReadOnlyList<Migration> migrations)
    {
        using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
        return Check(connection, path, migrations);
    }

    private static void Apply(SqliteConnection connection, string path, IReadOnlyList<Migration> migrations, Migration migration)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been here in the meantime.
        if (Check(connection, path, migrations) >= migration.Version)
            return;
        Run(connection, migration.Sql);
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {migration.Version}"));
        transaction.Commit();
    }

    /// <returns>The version of the schema; 0 where there is none yet.</returns>
    private static int Check(SqliteConnection connection, string path, IReadOnlyList<Migration> migrations)
    {
        int version = Read(connection, "PRAGMA user_version");
        int application = Read(connection, "PRAGMA application_id");
        bool isEmpty = Read(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (application != ApplicationId && (!isEmpty || application != 0 || version != 0))
            throw StoreErrors.NotADatabase(path, "it is an SQLite database of another program");
        int known = migrations[^1].Version;
        return version <= known ? version : throw StoreErrors.TooNew(path, version, known);
    }

    private static int Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Command(connection, sql);
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Command(connection, sql);
        // ExecuteNonQuery stops at a statement that yields a row, as ALTER TABLE does on a table with rows, and runs what follows while
        // it cleans up, where errors are lost.
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.NextResult())
        {
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant or made of constant numbers
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
