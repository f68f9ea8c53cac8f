namespace DhcpNet.Plugins.Local;

/// <summary>The file of the database and its directory.</summary>
internal static class StoreFile
{
    private const UnixFileMode ForAllToEnter =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes what is missing. SQLite gives its -wal and -shm files the mode of the database.</summary>
    /// <exception cref="DhcpNetException"><c>StorePathNotWritable</c>.</exception>
    public static void Ensure(string path)
    {
        try
        {
            string? directory = Path.GetDirectoryName(Path.GetFullPath(path));
            if (directory is not null && !Directory.Exists(directory))
                CreateDirectory(directory);
            CreateFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw StoreErrors.NotWritable(path, error.Message, error);
        }
    }

    private static void CreateFile(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UserOnly;
        using var file = new FileStream(path, options);
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, ForAllToEnter);
    }
}
