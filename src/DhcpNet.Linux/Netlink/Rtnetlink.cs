using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// The links, addresses and routes of one network namespace, over one NETLINK_ROUTE socket (rtnetlink(7)). Every call is synchronous: the
/// kernel does the work while the request is sent. <b>Not thread-safe</b>: one at a time, and a socket for each worker.
/// </summary>
/// <remarks>A refusal is a <see cref="LinuxException"/> that names the operation and the object.</remarks>
public sealed partial class Rtnetlink : IDisposable
{
    private readonly NetlinkSocket _socket;

    private Rtnetlink(NetlinkSocket socket) => _socket = socket;

    /// <summary>Opens a socket in the calling thread's namespace. It stays bound to that one, whatever the thread does afterwards.</summary>
    public static Rtnetlink Open() => new(new NetlinkSocket(SocketCalls.ProtocolRoute));

    /// <summary>Opens a socket in a namespace; the calling thread stays where it is.</summary>
    /// <exception cref="LinuxException">There is no such namespace.</exception>
    public static Rtnetlink Open(string namespaceName) => NetworkNamespace.Run(namespaceName, Open);

    /// <inheritdoc cref="Open(string)"/>
    public static Rtnetlink Open(PrivateNamespace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        return space.Run(Open);
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private void Change(NetlinkMessageBuilder request, string operation, Func<string> describe)
    {
        NetlinkResult result = _socket.Change(request);
        if (!result.IsSuccess)
            throw result.ToException(operation, describe());
    }

    /// <summary>Makes a change that may have been made before, which the kernel then answers by one known error.</summary>
    /// <returns>False at that error.</returns>
    private bool TryChange(NetlinkMessageBuilder request, int expectedError, string operation, Func<string> describe)
    {
        NetlinkResult result = _socket.Change(request);
        if (result.IsSuccess)
            return true;
        return result.ErrorNumber == expectedError ? false : throw result.ToException(operation, describe());
    }
}
