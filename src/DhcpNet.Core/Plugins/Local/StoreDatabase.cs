using System.Collections.Concurrent;
using System.Globalization;
using DhcpNet.Linux;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>The database file: opens connections and runs transactions, from any thread and beside other processes.</summary>
internal sealed class StoreDatabase : IAsyncDisposable
{
    private readonly LocalPluginOptions _options;
    private readonly IReadOnlyList<Migration> _migrations;
    private readonly string _connectionString;
    private readonly string _connectionPragmas;

    // SQLite has writers poll for the lock; those of this process queue here instead, first come, first served.
    private readonly SemaphoreSlim _writers = new(1, 1);

    // Whoever is through the queue has it.
    private StoreConnection? _writer;

    // With their prepared statements; as many as there were ever readers at once.
    private readonly ConcurrentBag<StoreConnection> _readers = [];

    private StoreDatabase(LocalPluginOptions options, IReadOnlyList<Migration> migrations)
    {
        _options = options;
        _migrations = migrations;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = true,
            // Above SQLite's own wait (busy_timeout) Microsoft.Data.Sqlite polls for this many seconds, the least it has.
            DefaultTimeout = 1,
        }.ToString();
        _connectionPragmas = string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds}; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL");
    }

    public static async Task<StoreDatabase> OpenAsync(LocalPluginOptions options, IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        StoreFile.Ensure(options.Path);
        var database = new StoreDatabase(options, migrations);
        try
        {
            using StoreConnection connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return database;
        }
        catch (SqliteException error)
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw StoreErrors.From(error, options.Path);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a function on one consistent snapshot.</summary>
    public async Task<T> ReadAsync<T>(Func<StoreSession, T> read, CancellationToken cancellationToken)
    {
        StoreConnection? connection = null;
        try
        {
            T result;
            _readers.TryTake(out connection);
            connection = ForgetIfReplaced(connection) ?? await ConnectAsync(cancellationToken).ConfigureAwait(false);
            using (SqliteTransaction transaction = connection.Connection.BeginTransaction(deferred: true))
                result = read(new StoreSession(connection, transaction, _options, cancellationToken));
            _readers.Add(connection);
            return result;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is not SqliteException error)
                throw;
            throw StoreErrors.From(error, _options.Path);
        }
    }

    /// <summary>Runs a function as the only writer; nothing of it stays if it throws.</summary>
    public Task<T> WriteAsync<T>(Func<StoreSession, T> write, CancellationToken cancellationToken) => WriteAsync(write, _ => true, cancellationToken);

    /// <summary>Runs a function as the only writer; nothing of it stays if it throws, or if its result is not to be kept.</summary>
    public async Task<T> WriteAsync<T>(Func<StoreSession, T> write, Func<T, bool> isKept, CancellationToken cancellationToken)
    {
        if (!await _writers.WaitAsync(_options.BusyTimeout, cancellationToken).ConfigureAwait(false))
            throw StoreErrors.IsBusy(_options.Path);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _writer = ForgetIfReplaced(_writer);
            _writer ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);
            using SqliteTransaction transaction = _writer.Connection.BeginTransaction(deferred: false);
            T result = write(new StoreSession(_writer, transaction, _options, cancellationToken));
            if (isKept(result))
                transaction.Commit();
            return result;
        }
        catch (SqliteException error)
        {
            _writer?.Dispose();
            _writer = null;
            throw StoreErrors.From(error, _options.Path);
        }
        finally
        {
            _writers.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        while (_readers.TryTake(out StoreConnection? reader))
            reader.Dispose();
        using (var connection = new SqliteConnection(_connectionString))
            SqliteConnection.ClearPool(connection);
        _writers.Dispose();
        return ValueTask.CompletedTask;
    }

    // Null where the path leads to another file by now, such as a backup that was put in its place. SQLite goes on with the one that it has open:
    // what is written there would be gone with this process, and what others write would not be seen.
    private StoreConnection? ForgetIfReplaced(StoreConnection? connection)
    {
        if (connection is null || connection.File == Look())
            return connection;
        // Nor is one that waits in the pool to be handed out again.
        SqliteConnection.ClearPool(connection.Connection);
        connection.Dispose();
        return null;
    }

    private FileIdentity? Look() => OperatingSystem.IsLinux() ? FileIdentity.Of(_options.Path) : null;

    private async Task<StoreConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Looked at first: where it is replaced meanwhile, that is found out the next time.
        FileIdentity? file = Look();
        if (file is null && OperatingSystem.IsLinux())
            throw StoreErrors.IsGone(_options.Path);
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // made of constants and a number
            command.CommandText = _connectionPragmas;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
            Schema.Upgrade(connection, _options.Path, _migrations);
            return new StoreConnection(connection, file);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
