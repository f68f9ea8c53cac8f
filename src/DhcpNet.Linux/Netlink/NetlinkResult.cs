namespace DhcpNet.Linux;

/// <summary>How a request ended.</summary>
/// <param name="ErrorNumber">The error number, positive; 0 for success.</param>
/// <param name="KernelMessage">The kernel's own words.</param>
internal readonly record struct NetlinkResult(int ErrorNumber, string? KernelMessage)
{
    public bool IsSuccess => ErrorNumber == 0;

    public LinuxException ToException(string operation, string @object) => new(operation, @object, ErrorNumber, KernelMessage);
}
