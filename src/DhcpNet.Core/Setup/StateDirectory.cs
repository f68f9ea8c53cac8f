using DhcpNet.Linux;

namespace DhcpNet.Setup;

/// <summary>The directory of everything DhcpNet keeps.</summary>
public static class StateDirectory
{
    // dnsmasq reads its files again after it has become 'nobody'.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes sure that a directory is there.</summary>
    /// <exception cref="DhcpNetException"><c>StatePathNotWritable</c>: it can't be made.</exception>
    public static void Ensure(string path)
    {
        try
        {
            OwnedDirectory.Create(path, Mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    /// <summary>The error that tells of a state path which can't be written.</summary>
    public static DhcpNetException NotWritable(string path, Exception cause) =>
        new("StatePathNotWritable", DhcpNetErrorKind.PermissionDenied,
            $"'{path}' can't be written: {cause.Message} Run as root, or choose another directory with Set-DhcpConfiguration -StatePath.", path, cause);
}
