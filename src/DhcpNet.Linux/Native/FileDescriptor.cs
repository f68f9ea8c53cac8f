using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>An open file descriptor of any kind: file, socket, namespace, pidfd, eventfd.</summary>
internal sealed class FileDescriptor : SafeHandle
{
    /// <summary>An invalid descriptor; the marshaller fills it in.</summary>
    public FileDescriptor() : base(-1, ownsHandle: true)
    {
    }

    public override bool IsInvalid => Number == -1;

    /// <summary>The number, for calls that take descriptors inside a structure. The caller keeps this object alive.</summary>
    /// <remarks>Only the lower half of the handle counts: most calls return an int, and the upper half of its register may hold anything.</remarks>
    internal int Number => unchecked((int)handle);

    // After close(2) the number is free again whatever close returned, also at EINTR: never retried.
    protected override bool ReleaseHandle() => FileCalls.Close(Number) == 0;
}
