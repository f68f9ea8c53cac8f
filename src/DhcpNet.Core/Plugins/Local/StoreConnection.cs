using DhcpNet.Linux;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>A connection and the statements that it has prepared, which a later transaction on it need not prepare again.</summary>
internal sealed class StoreConnection(SqliteConnection connection, FileIdentity? file) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>The file that it has open, whatever its path leads to by now; null where the system does not tell.</summary>
    public FileIdentity? File { get; } = file;

    /// <summary>A statement without parameters yet.</summary>
    public SqliteCommand Statement(string sql, SqliteTransaction transaction)
    {
        if (!_statements.TryGetValue(sql, out SqliteCommand? command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant; values go in as parameters
            command.CommandText = sql;
#pragma warning restore CA2100
            _statements.Add(sql, command);
        }
        command.Transaction = transaction;
        command.Parameters.Clear();
        return command;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _statements.Values)
            command.Dispose();
        Connection.Dispose();
    }
}
