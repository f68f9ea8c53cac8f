using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>What SQLite's result codes mean to somebody who keeps networks (sqlite.org: rescode.html).</summary>
internal static class StoreErrors
{
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabaseCode = 26;

    public static DhcpNetException From(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        Busy or Locked => IsBusy(path, error),
        Permission or ReadOnly or CannotOpen => NotWritable(path, error.Message, error),
        NotADatabaseCode => NotADatabase(path, "it is a file of another kind", error),
        Corrupt => new("StoreCorrupt", DhcpNetErrorKind.Failed,
            $"The network database {path} is damaged ({error.Message}) Restore it from a backup, or move it away to begin anew.", path, error),
        Full => new("StoreFull", DhcpNetErrorKind.Failed, $"The network database {path} cannot grow: the disk is full. Nothing was changed.", path, error),
        _ => new("StoreFailed", DhcpNetErrorKind.Failed, $"The network database {path} failed: {error.Message}", path, error),
    };

    public static DhcpNetException IsBusy(string path, Exception? cause = null) =>
        new("StoreBusy", DhcpNetErrorKind.Timeout, $"The network database {path} stayed locked by another writer. Nothing was changed; try again.", path, cause);

    public static DhcpNetException NotWritable(string path, string reason, Exception? cause = null) =>
        new("StorePathNotWritable", DhcpNetErrorKind.PermissionDenied,
            $"The network database {path} cannot be opened for writing: {reason} Run as a user who may, or choose another path.", path, cause);

    public static DhcpNetException IsGone(string path) =>
        new("StoreGone", DhcpNetErrorKind.Unavailable,
            $"The network database {path} was there and is gone. Put it back, or what is to be in its place; a new session makes a new one.", path);

    public static DhcpNetException NotADatabase(string path, string why, Exception? cause = null) =>
        new("StoreNotADatabase", DhcpNetErrorKind.Conflict,
            $"{path} is not a network database: {why}. It was left alone; choose another path, or move it away.", path, cause);

    public static DhcpNetException TooNew(string path, int version, int known) =>
        new("StoreTooNew", DhcpNetErrorKind.Unavailable,
            $"The network database {path} has schema version {version}, and this DhcpNet knows up to {known}. " +
            "It was left alone; update DhcpNet on this host, or choose another path.", path);
}
