using System.Net;
using DhcpNet.Linux;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>One transaction on the database: runs statements and reads rows.</summary>
internal sealed class StoreSession(StoreConnection connection, SqliteTransaction transaction, LocalPluginOptions options, CancellationToken cancellationToken)
{
    public LocalPluginOptions Options { get; } = options;

    /// <inheritdoc cref="StoreConnection.File"/>
    public FileIdentity? File => connection.File;

    /// <summary>Runs a part of the transaction; nothing of it stays if it throws, and the rest goes on.</summary>
    public T Attempt<T>(Func<T> part)
    {
        Execute("SAVEPOINT part");
        try
        {
            T result = part();
            Execute("RELEASE part");
            return result;
        }
        catch
        {
            Execute("ROLLBACK TO part");
            Execute("RELEASE part");
            throw;
        }
    }

    /// <returns>How many rows were changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        return Command(sql, parameters).ExecuteNonQuery();
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var rows = new List<T>();
        QueryWhile(sql, reader =>
        {
            rows.Add(map(reader));
            return true;
        }, parameters);
        return rows;
    }

    /// <summary>Rows by the id in their first column.</summary>
    public ILookup<Guid, T> Lookup<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters) =>
        Query(sql, reader => (Id: reader.ReadId(0), Value: map(reader)), parameters).ToLookup(row => row.Id, row => row.Value);

    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters)
        where T : class
    {
        T? first = null;
        QueryWhile(sql, reader =>
        {
            first = map(reader);
            return false;
        }, parameters);
        return first;
    }

    /// <summary>Hands out rows for as long as <paramref name="next"/> wants more. It must not run the same statement again.</summary>
    public void QueryWhile(string sql, Func<SqliteDataReader, bool> next, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using SqliteDataReader reader = Command(sql, parameters).ExecuteReader();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!next(reader))
                return;
        }
    }

    /// <summary>Does a part of the transaction; nothing of the part stays where its result is not to be kept.</summary>
    public T Part<T>(Func<T> work, Func<T, bool> isKept)
    {
        Execute("SAVEPOINT part");
        // What throws ends the transaction as a whole.
        T result = work();
        if (!isKept(result))
            Execute("ROLLBACK TO part");
        Execute("RELEASE part");
        return result;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        SqliteCommand command = connection.Statement(sql, transaction);
        foreach ((string name, object? value) in parameters)
            command.Parameters.AddWithValue(name, ToColumn(value));
        return command;
    }

    // Ids as text, so that a person reads them in the sqlite3 shell; addresses as bytes, so that they sort by number.
    private static object ToColumn(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => id.ToString(),
        MacAddress mac => mac.ToString(),
        IPAddress address => address.GetAddressBytes(),
        Ipv6Mode mode => Ipv6Modes.ToNeutron(mode),
        _ => value,
    };
}
