using System.Text;
using DhcpNet.Neutron.Messaging;

namespace DhcpNet.Neutron;

/// <summary>Files that hold a transport URL with its password, and nothing else.</summary>
public static class TransportUrlFile
{
    private const int MaxBytes = 65536;
    private const UnixFileMode OthersMay = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Reads the URL of a file.</summary>
    /// <exception cref="DhcpNetException">
    /// <c>TransportUrlFileNotFound</c>, <c>TransportUrlFileNotReadable</c>; <c>TransportUrlFileNotPrivate</c>: others than its owner may read or
    /// change it; <c>TransportUrlInvalid</c>: it holds something else.
    /// </exception>
    public static TransportUrl Read(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read);
            if ((File.GetUnixFileMode(file.SafeFileHandle) & OthersMay) != 0)
            {
                throw new DhcpNetException("TransportUrlFileNotPrivate", DhcpNetErrorKind.PermissionDenied,
                    $"The file '{path}' holds a password and may be read or changed by others than its owner. 'chmod 600' takes that from them; then change the password, which may be known.", path);
            }
            if (file.Length > MaxBytes)
                throw new TransportUrlException($"There is more in it than a transport URL ({file.Length} bytes).");
            using StreamReader reader = new(file, Encoding.UTF8);
            return TransportUrl.Parse(reader.ReadToEnd());
        }
        catch (TransportUrlException e)
        {
            throw new DhcpNetException("TransportUrlInvalid", DhcpNetErrorKind.InvalidInput, $"The file '{path}' is not right. {e.Message}", path, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DhcpNetException("TransportUrlFileNotFound", DhcpNetErrorKind.NotFound, $"There is no file '{path}'. Write the transport URL into one, with mode 600.", path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DhcpNetException("TransportUrlFileNotReadable", DhcpNetErrorKind.PermissionDenied, $"The file '{path}' can't be read: {e.Message.TrimEnd('.')}. Run as its owner, or as root.", path, e);
        }
    }
}
