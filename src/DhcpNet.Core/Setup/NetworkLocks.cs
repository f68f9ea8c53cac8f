using System.Buffers.Binary;
using System.Diagnostics;
using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>
/// Keeps two callers, of one process or of several, from working on one network at a time. The lock of a network is one byte of a file
/// that all networks share, at an offset made of the network's id: nothing is left over when a network goes, and the kernel gives the
/// lock back when its holder dies.
/// </summary>
public sealed class NetworkLocks : IDisposable
{
    /// <summary>How long somebody waits who is in no hurry.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly FileRangeLock _lock;

    private NetworkLocks(FileRangeLock held, IReadOnlySet<Guid> busy)
    {
        _lock = held;
        Busy = busy;
    }

    /// <summary>The networks that somebody else kept.</summary>
    public IReadOnlySet<Guid> Busy { get; }

    /// <summary>Waits until nobody works on the network, then holds it.</summary>
    /// <exception cref="DhcpNetException">It took too long (<c>NetworkBusy</c>), or the state path can't be written.</exception>
    public static async Task<NetworkLocks> AcquireAsync(DhcpConfiguration configuration, Guid networkId, ISetupLog log, CancellationToken cancellationToken)
    {
        NetworkLocks locks = await AcquireAllAsync(configuration, [networkId], Patience, log, cancellationToken).ConfigureAwait(false);
        if (locks.Busy.Count == 0)
            return locks;
        locks.Dispose();
        throw BusyError(configuration, networkId, Patience);
    }

    /// <summary>Waits until nobody works on any of the networks, and holds all but those that stay <see cref="Busy"/> for too long.</summary>
    /// <param name="configuration">Where the locks are.</param>
    /// <param name="networkIds">The networks.</param>
    /// <param name="patience">How long it waits, for all of them together; none takes those alone that nobody works on.</param>
    /// <param name="log">Is told of a network that is waited for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="DhcpNetException">The state path can't be written.</exception>
    public static async Task<NetworkLocks> AcquireAllAsync(
        DhcpConfiguration configuration, IReadOnlyCollection<Guid> networkIds, TimeSpan patience, ISetupLog log, CancellationToken cancellationToken)
    {
        StateDirectory.Ensure(configuration.StatePath);
        FileRangeLock file = Open(LockPath(configuration));
        try
        {
            // All take them in the same order, so that two bulk runs never wait for each other.
            var waited = Stopwatch.StartNew();
            HashSet<Guid> busy = [];
            foreach (Guid id in networkIds.Distinct().OrderBy(Offset))
            {
                bool isHeld = await file.TryLockAsync(Offset(id), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                TimeSpan rest = patience - waited.Elapsed;
                if (!isHeld && rest > TimeSpan.Zero)
                {
                    log.Verbose($"Waiting for network {id}: another command works on it.");
                    isHeld = await file.TryLockAsync(Offset(id), rest, cancellationToken).ConfigureAwait(false);
                }
                if (!isHeld)
                    busy.Add(id);
            }
            return new NetworkLocks(file, busy);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives one of the networks back.</summary>
    public void Release(Guid networkId) => _lock.Unlock(Offset(networkId));

    /// <summary>Gives the networks back.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>The failure of a network that stayed busy for so long.</summary>
    public static DhcpNetException BusyError(DhcpConfiguration configuration, Guid networkId, TimeSpan patience)
    {
        string since = patience > TimeSpan.Zero ? $"has been working on network {networkId} for {patience.TotalMinutes:0} minutes" : $"is working on network {networkId}";
        return new DhcpNetException("NetworkBusy", DhcpNetErrorKind.Timeout,
            $"Another command {since}. 'fuser -v {LockPath(configuration)}' tells which process; try again when it is done.", networkId);
    }

    private static string LockPath(DhcpConfiguration configuration) => Path.Combine(configuration.StatePath, "lock");

    private static FileRangeLock Open(string path)
    {
        try
        {
            return FileRangeLock.Open(path);
        }
        catch (LinuxException e) when (e.ErrorName is "EACCES" or "EPERM" or "EROFS")
        {
            throw StateDirectory.NotWritable(path, e);
        }
    }

    private static long Offset(Guid networkId) => BinaryPrimitives.ReadInt64LittleEndian(networkId.ToByteArray()) & (long.MaxValue >> 1);
}
