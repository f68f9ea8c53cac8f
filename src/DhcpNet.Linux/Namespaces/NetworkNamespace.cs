using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// Network namespaces by name, kept as iproute2 keeps them (ip-netns(8)): a namespace is mounted on an empty file in
/// <see cref="Directory"/>. What is created here is seen by <c>ip netns</c>, and the other way round.
/// </summary>
public static class NetworkNamespace
{
    /// <summary>Where the named namespaces are.</summary>
    public const string Directory = "/run/netns";

    private const int MaximumNameBytes = 255;
    private const int MaximumDeletions = 10;
    private const nint NamespaceFileSystem = 0x6e736673;
    private const UnixFileMode DirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // iproute2 takes well under a millisecond from the file to the mount, a few more on a loaded machine.
    private static readonly TimeSpan CreationGrace = TimeSpan.FromMilliseconds(300);

    /// <summary>The path of a namespace's file.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> can't be a file's name, or has control characters.</exception>
    public static string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Any(char.IsControl))
            throw new ArgumentException("A namespace's name is a file's name: not '.' or '..', without '/' and control characters.", nameof(name));
        if (Encoding.UTF8.GetByteCount(name) > MaximumNameBytes)
            throw new ArgumentException($"A namespace's name is at most {MaximumNameBytes} bytes long.", nameof(name));
        return $"{Directory}/{name}";
    }

    /// <summary>The names of all namespaces, sorted; as in <c>ip netns list</c>, broken ones are among them.</summary>
    public static IReadOnlyList<string> List()
    {
        try
        {
            List<string> names = [.. System.IO.Directory.EnumerateFileSystemEntries(Directory).Select(path => Path.GetFileName(path))];
            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Whether there is a namespace of that name.</summary>
    public static NamespaceState GetState(string name)
    {
        if (FileCalls.GetFileSystemType(PathOf(name), out nint type) == 0)
            return type == NamespaceFileSystem ? NamespaceState.Ready : NamespaceState.Broken;
        if (Marshal.GetLastPInvokeError() == ErrorNumbers.NoEntry)
            return NamespaceState.Missing;
        throw LinuxException.FromLastCall("look at namespace", Quote(name));
    }

    /// <summary>
    /// Creates a namespace. The caller's own is not touched. A broken one is mended when its file is empty, as iproute2 leaves it when it is
    /// killed halfway. Two who create the same one at once get one namespace, and one of them <c>true</c>.
    /// </summary>
    /// <returns>False if it was there.</returns>
    /// <exception cref="LinuxException">The kernel refused, or something that is no namespace has the name.</exception>
    public static bool Create(string name)
    {
        string path = PathOf(name);
        if (GetState(name) == NamespaceState.Ready)
            return false;
        PrepareDirectory();
        while (true)
        {
            using FileDescriptor file = OpenMountPoint(name, path, out bool isOurs);
            if (!isOurs)
                WaitForCreator(name);
            // Whoever holds the file's lock may mount on it, so that two of us don't mount one namespace over the other.
            if (FileCalls.Lock(file, FileCalls.LockExclusive) != 0)
                throw LinuxException.FromLastCall("lock the file of namespace", Quote(name));
            switch (GetState(name))
            {
                case NamespaceState.Ready:
                    return false;
                case NamespaceState.Broken when IsStillAt(file, path, out bool isEmpty):
                    if (!isEmpty)
                        throw NotOurs("create namespace", name);
                    if (TryMountNew(name, path))
                        return true;
                    break;
            }
            // Somebody deleted it, or put another in its place, while we waited: look again.
        }
    }

    /// <summary>
    /// Deletes a namespace's name, or what is left of a broken one. The namespace itself goes when the last process and socket in it do.
    /// </summary>
    /// <returns>False if there was none.</returns>
    /// <exception cref="LinuxException">The kernel refused, or something that is no namespace has the name.</exception>
    public static bool Delete(string name)
    {
        string path = PathOf(name);
        for (int attempt = 0; ; attempt++)
        {
            if (!Unmount(name, path))
                return false;
            if (FileCalls.GetStatus(path, out FileStatus status) == 0 && !status.IsEmptyRegularFile && GetState(name) == NamespaceState.Broken)
                throw NotOurs("delete namespace", name);
            if (FileCalls.Unlink(path) == 0)
                return true;
            int error = Marshal.GetLastPInvokeError();
            if (error == ErrorNumbers.NoEntry)
                return false;
            // EBUSY: somebody who was creating it has mounted it since.
            if (error != ErrorNumbers.Busy || attempt == MaximumDeletions)
                throw new LinuxException("delete namespace", Quote(name), error);
        }
    }

    /// <summary>
    /// Runs an action inside a namespace, on a thread that is nobody else's meanwhile. What it opens there (a socket, a process) stays in
    /// the namespace; files and processes are otherwise the caller's.
    /// </summary>
    /// <exception cref="LinuxException">There is no such namespace, or it may not be entered.</exception>
    public static T Run<T>(string name, Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        string path = PathOf(name);
        return DedicatedThread.Run(() =>
        {
            Enter(name, path);
            return action();
        });
    }

    /// <inheritdoc cref="Run{T}(string, Func{T})"/>
    public static void Run(string name, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Run(name, () =>
        {
            action();
            return true;
        });
    }

    /// <summary>
    /// Runs an action in the caller's namespace, on a thread that is nobody else's meanwhile. From there namespaces are entered without
    /// another thread: what goes into several, or into one several times, is quicker for it.
    /// </summary>
    public static Task<T> WorkAsync<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return DedicatedThread.RunAsync(action);
    }

    /// <summary>What tells a namespace from every other that there is, whatever its name: the inode of its file in nsfs. Null if there is none.</summary>
    public static ulong? GetInode(string name) => GetState(name) == NamespaceState.Ready ? GetInodeOf(PathOf(name)) : null;

    /// <summary>
    /// The processes whose main thread is in the namespace, by number, of those that the caller may look at. Empty if there is no such namespace.
    /// </summary>
    public static IReadOnlyList<int> GetProcesses(string name)
    {
        if (GetInode(name) is not ulong inode)
            return [];
        return [.. ProcessDirectory.ListIds().Where(id => GetInodeOf(ProcessDirectory.NamespacePathOf(id)) == inode)];
    }

    /// <summary>All processes that the caller may look at, by the inode of the namespace of their main thread.</summary>
    public static ILookup<ulong, int> GetAllProcesses() =>
        ProcessDirectory.ListIds().Select(id => (Id: id, Inode: GetInodeOf(ProcessDirectory.NamespacePathOf(id)))).Where(p => p.Inode is not null).ToLookup(p => p.Inode!.Value, p => p.Id);

    /// <summary>Moves the calling thread, which must be a dedicated one, into a namespace.</summary>
    internal static void Enter(string name) => Enter(name, PathOf(name));

    /// <summary>The namespace's open file, for messages that take one.</summary>
    internal static FileDescriptor Open(string name)
    {
        FileDescriptor file = FileCalls.Open(PathOf(name), FileCalls.ReadOnly | FileCalls.CloseOnExec, 0);
        return file.IsInvalid ? throw LinuxException.FromLastCall("open namespace", Quote(name)) : file;
    }

    /// <summary>The inode of the namespace that a path leads to, or null.</summary>
    internal static ulong? GetInodeOf(string path) => FileCalls.GetStatus(path, out FileStatus status) == 0 ? status.Inode : null;

    private static void Enter(string name, string path)
    {
        using FileDescriptor file = FileCalls.Open(path, FileCalls.ReadOnly | FileCalls.CloseOnExec, 0);
        if (file.IsInvalid || DedicatedThread.Enter(file) != 0)
            throw LinuxException.FromLastCall("enter namespace", Quote(name));
    }

    /// <summary>
    /// Makes the directory a shared mount point, as iproute2 does, so that a namespace unmounted in one mount namespace goes in all. Under
    /// iproute2's lock: two who mount the directory on itself at once would multiply the mounts in it (Debian bug 949235).
    /// </summary>
    private static void PrepareDirectory()
    {
        System.IO.Directory.CreateDirectory(Directory, DirectoryMode);
        // Usually it is one. Then the lock is not asked for, which every user of the host may take and keep: the directory is for all to read.
        if (ShareDirectory() == 0)
            return;
        using FileDescriptor directory = FileCalls.Open(Directory, FileCalls.ReadOnly | FileCalls.OpenDirectory | FileCalls.CloseOnExec, 0);
        if (directory.IsInvalid || FileCalls.Lock(directory, FileCalls.LockExclusive) != 0)
            throw LinuxException.FromLastCall("lock", Quote(Directory));
        if (ShareDirectory() == 0)
            return;
        // EINVAL: not a mount point yet.
        if (Marshal.GetLastPInvokeError() != ErrorNumbers.InvalidArgument
            || NamespaceCalls.Mount(Directory, Directory, "none", NamespaceCalls.MountBind | NamespaceCalls.MountRecursive, 0) != 0
            || ShareDirectory() != 0)
            throw LinuxException.FromLastCall("make a shared mount point of", Quote(Directory));
    }

    private static int ShareDirectory() =>
        NamespaceCalls.Mount("", Directory, "none", NamespaceCalls.MountShared | NamespaceCalls.MountRecursive, 0);

    /// <returns>False if there is no such file.</returns>
    private static bool Unmount(string name, string path)
    {
        // More than one mount when `ip netns add` and another creator raced: all of them go, or the file can't.
        while (NamespaceCalls.Unmount(path, NamespaceCalls.UnmountDetach | NamespaceCalls.UnmountNoFollow) == 0)
        {
        }
        return Marshal.GetLastPInvokeError() switch
        {
            ErrorNumbers.InvalidArgument => true, // not a mount point (any more)
            ErrorNumbers.NoEntry => false,
            int error => throw new LinuxException("unmount namespace", Quote(name), error),
        };
    }

    private static FileDescriptor OpenMountPoint(string name, string path, out bool isOurs)
    {
        int flags = FileCalls.ReadOnly | FileCalls.Create | FileCalls.NoFollow | FileCalls.CloseOnExec;
        FileDescriptor file = FileCalls.Open(path, flags | FileCalls.Exclusive, 0);
        isOurs = !file.IsInvalid;
        if (file.IsInvalid && Marshal.GetLastPInvokeError() == ErrorNumbers.Exists)
            file = FileCalls.Open(path, flags, 0);
        return file.IsInvalid ? throw LinuxException.FromLastCall("create the file of namespace", Quote(name)) : file;
    }

    /// <summary>
    /// An empty file may be broken, or be an <c>ip netns add</c> between its two steps, which takes no lock: a young one is given time.
    /// </summary>
    private static void WaitForCreator(string name)
    {
        while (GetState(name) == NamespaceState.Broken
            && FileCalls.GetStatus(PathOf(name), out FileStatus status) == 0
            && (DateTime.UtcNow - status.LastChange).Duration() < CreationGrace)
            Thread.Sleep(2);
    }

    private static bool IsStillAt(FileDescriptor file, string path, out bool isEmpty)
    {
        isEmpty = false;
        if (FileCalls.GetStatus(file, out FileStatus opened) != 0 || FileCalls.GetStatus(path, out FileStatus current) != 0)
            return false;
        isEmpty = current.IsEmptyRegularFile;
        return opened.IsSameFileAs(current);
    }

    /// <returns>False if somebody deleted the file meanwhile.</returns>
    private static bool TryMountNew(string name, string path) => DedicatedThread.Run(() =>
    {
        if (DedicatedThread.EnterNew() == 0
            && NamespaceCalls.Mount("/proc/thread-self/ns/net", path, "none", NamespaceCalls.MountBind, 0) == 0)
            return true;
        LinuxException failure = LinuxException.FromLastCall("create namespace", Quote(name));
        if (failure.ErrorNumber == ErrorNumbers.NoEntry && GetState(name) == NamespaceState.Missing)
            return false;
        _ = FileCalls.Unlink(path);
        throw failure;
    });

    private static LinuxException NotOurs(string operation, string name) =>
        new(operation, Quote(name), ErrorNumbers.Exists, string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)} is neither a namespace nor an empty file"));

    private static string Quote(string name) => $"'{name}'";
}
