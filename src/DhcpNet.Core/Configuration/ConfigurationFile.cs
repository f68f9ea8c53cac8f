using DhcpNet.Linux;
using DhcpNet.Setup;

namespace DhcpNet.Configuration;

/// <summary>The file that overrides the configuration's defaults: <c>/etc/dhcpnet/dhcpnet.json</c>, or what <c>DHCPNET_CONFIG</c> names.</summary>
public static class ConfigurationFile
{
    /// <summary>Names another file than the usual one.</summary>
    public const string PathVariable = "DHCPNET_CONFIG";

    private const string DefaultPath = "/etc/dhcpnet/dhcpnet.json";
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Where the file is or would be.</summary>
    public static string FilePath => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? path : DefaultPath;

    /// <summary>The configuration: the file's values over the defaults. A file that does not exist overrides nothing.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationFileInvalid</c>: the file can't be read, or says something that is not allowed.</exception>
    public static DhcpConfiguration Load()
    {
        string path = FilePath;
        try
        {
            if (!File.Exists(path))
                return new DhcpConfiguration();
            return ConfigurationText.Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new DhcpNetException("ConfigurationFileInvalid", DhcpNetErrorKind.InvalidInput,
                $"The configuration file '{path}' can't be used: {e.Message} Correct it, or move it away to go by the defaults.", path, e);
        }
    }

    /// <summary>Writes what differs from the defaults.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationFileNotWritable</c>.</exception>
    public static string Save(DhcpConfiguration configuration)
    {
        string path = Path.GetFullPath(FilePath);
        try
        {
            StateDirectory.Ensure(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, ConfigurationText.Format(configuration), Mode);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DhcpNetException)
        {
            throw new DhcpNetException("ConfigurationFileNotWritable", DhcpNetErrorKind.PermissionDenied,
                $"The configuration file '{path}' can't be written: {e.Message} Run as root, or name another file in the environment variable {PathVariable}.", path, e);
        }
    }
}
