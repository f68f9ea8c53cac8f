namespace DhcpNet.Dnsmasq;

/// <summary>Where a network's dnsmasq logs to. Those of all its segments log to one file, as Neutron's do.</summary>
internal static class LogDirectory
{
    // Root writes to the file in it, wherever a link of that name leads: nobody else is to make one there, whatever the umask.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The directory; null where the configuration wants no logs.</summary>
    public static string? Of(DhcpConfiguration configuration, Guid networkId) =>
        configuration.DnsmasqBaseLogDir.Length > 0 ? Path.Combine(configuration.DnsmasqBaseLogDir, networkId.ToString()) : null;

    /// <summary>Makes the directory. A network goes without its log rather than without its service, as in Neutron.</summary>
    public static bool TryCreate(string path, out string? problem)
    {
        try
        {
            Create(Path.GetFullPath(path));
            problem = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            return false;
        }
    }

    private static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        // .NET gives the mode to the last one only.
        if (Path.GetDirectoryName(path) is string parent)
            Create(parent);
        Directory.CreateDirectory(path, Mode);
    }
}
