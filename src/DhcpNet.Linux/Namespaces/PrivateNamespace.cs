using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// A network namespace without a name, which nobody else can enter. It lasts as long as this object and the sockets that were opened in it:
/// the kernel takes it down, and the virtual links in it, also where the process is killed. Nothing of it can be left over.
/// </summary>
public sealed class PrivateNamespace : IDisposable
{
    private readonly FileDescriptor _file;

    private PrivateNamespace(FileDescriptor file) => _file = file;

    internal FileDescriptor File => _file;

    /// <summary>Creates a namespace. The caller's own is not touched.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static PrivateNamespace Create() => DedicatedThread.Run(() =>
    {
        if (DedicatedThread.EnterNew() != 0)
            throw LinuxException.FromLastCall("create", "a private namespace");
        return new PrivateNamespace(DedicatedThread.OpenOwn());
    });

    /// <summary>
    /// Runs an action inside the namespace, on a thread that is nobody else's meanwhile. What it opens there (a socket) stays in the
    /// namespace. It must start nothing that goes on elsewhere, such as asynchronous work: a thread that is born there stays there.
    /// </summary>
    /// <exception cref="LinuxException">The namespace may not be entered.</exception>
    public T Run<T>(Func<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return DedicatedThread.Run(() =>
        {
            if (DedicatedThread.Enter(_file) != 0)
                throw LinuxException.FromLastCall("enter", "a private namespace");
            return action();
        });
    }

    /// <summary>Lets the namespace go. It ends with the last socket in it.</summary>
    public void Dispose() => _file.Dispose();
}
