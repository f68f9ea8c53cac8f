using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DhcpNet.Linux;

namespace DhcpNet.Plugins.Local;

/// <summary>
/// Tells what changes in the database, whoever changes it: the kernel says when its files are written, and the networks' revisions say what
/// has changed.
/// </summary>
internal sealed class StoreFeed : INotificationFeed
{
    // Beside the database itself: where SQLite writes first (sqlite.org: wal.html).
    private const string LogSuffix = "-wal";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly StoreDatabase _database;
    private readonly string _path;
    private readonly FileSystemWatcher _watcher;

    // Holds one item at most: however often the files are written, one look finds all.
    private readonly Channel<bool> _writes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private (FileIdentity? File, Dictionary<Guid, (long Number, long Revision)> Networks) _known = (null, []);
    private string? _lastError;
    private bool _isConnected = true;

    private StoreFeed(StoreDatabase database, string path)
    {
        _database = database;
        _path = Path.GetFullPath(path);
        string name = Path.GetFileName(_path);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(_path)!) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName };
        _watcher.Filters.Add(name);
        _watcher.Filters.Add(name + LogSuffix);
        _watcher.Changed += (_, _) => Note();
        _watcher.Created += (_, _) => Note();
        _watcher.Renamed += (_, _) => Note();
        // Some events were lost: what they were does not matter.
        _watcher.Error += (_, _) => Note();
    }

    /// <inheritdoc/>
    public NotificationFeedStatus Status => new($"changes of {_path}", _isConnected, _lastError);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="DhcpNetException">The files can't be watched (<c>StoreNotWatched</c>), or the database fails.</exception>
    public static async Task<StoreFeed> StartAsync(StoreDatabase database, string path, CancellationToken cancellationToken)
    {
        var feed = new StoreFeed(database, path);
        try
        {
            feed._watcher.EnableRaisingEvents = true;
            feed._known = await feed.LookAsync(cancellationToken).ConfigureAwait(false);
            return feed;
        }
        catch (IOException e)
        {
            await feed.DisposeAsync().ConfigureAwait(false);
            throw new DhcpNetException("StoreNotWatched", DhcpNetErrorKind.Failed,
                $"The network database {path} can't be watched for changes: {e.Message} The kernel limits how many files a user may watch; 'sysctl fs.inotify' shows the limits.", path, e);
        }
        catch
        {
            await feed.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DhcpNotification> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _writes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_writes.Reader.TryRead(out _))
            {
            }
            foreach (DhcpNotification notification in await FindChangesAsync(cancellationToken).ConfigureAwait(false))
                yield return notification;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        _writes.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private void Note() => _writes.Writer.TryWrite(true);

    private async Task<IReadOnlyList<DhcpNotification>> FindChangesAsync(CancellationToken cancellationToken)
    {
        try
        {
            (FileIdentity? File, Dictionary<Guid, (long Number, long Revision)> Networks) now = await LookAsync(cancellationToken).ConfigureAwait(false);
            // Of another file's, the numbers say nothing: all is looked at, and with the care that a store takes that may be the wrong one.
            DhcpNotification[] changes = now.File == _known.File ? FindChanges(_known.Networks, now.Networks) : [new DhcpNotification { Kind = DhcpNotificationKind.Resync }];
            _known = now;
            _isConnected = true;
            return changes;
        }
        catch (DhcpNetException e)
        {
            // What has changed meanwhile is found by the look that succeeds.
            _lastError = e.Message;
            _isConnected = false;
            await Task.Delay(RetryDelay, cancellationToken).ConfigureAwait(false);
            Note();
            return [];
        }
    }

    private static DhcpNotification[] FindChanges(Dictionary<Guid, (long Number, long Revision)> before, Dictionary<Guid, (long Number, long Revision)> now) =>
    [
        .. before.Keys.Except(now.Keys).Select(id => Notification(id, DhcpNotificationKind.NetworkDelete, priority: 2)),
        .. now.Keys.Except(before.Keys).Select(id => Notification(id, DhcpNotificationKind.NetworkCreate, priority: 0)),
        .. now.Where(n => before.TryGetValue(n.Key, out (long, long) version) && version != n.Value).Select(n => Notification(n.Key, DhcpNotificationKind.NetworkUpdate, priority: 1)),
    ];

    // As a writer, and changing nothing: the files are written before what is in them can be seen, and the writer lets the next one in after that.
    private Task<(FileIdentity?, Dictionary<Guid, (long Number, long Revision)>)> LookAsync(CancellationToken cancellationToken) =>
        _database.WriteAsync(session => (session.File, NetworkRows.Versions(session)), isKept: _ => false, cancellationToken);

    private static DhcpNotification Notification(Guid networkId, DhcpNotificationKind kind, int priority) => new() { Kind = kind, NetworkId = networkId, Priority = priority };
}
