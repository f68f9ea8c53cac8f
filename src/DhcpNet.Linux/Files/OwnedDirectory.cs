using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>Directories that belong to whoever has the one that they are in, so that a service which runs as that user goes on with them.</summary>
public static class OwnedDirectory
{
    /// <summary>Makes a directory, and those above it that are missing. One that is there stays as it is.</summary>
    /// <param name="path">The directory's path.</param>
    /// <param name="mode">Who may do what in each that is made, whatever the umask.</param>
    /// <exception cref="IOException">It can't be made: a file has the name, the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The caller may not.</exception>
    public static void Create(string path, UnixFileMode mode)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            return;
        string? parent = Path.GetDirectoryName(full);
        if (parent is not null)
            Create(parent, mode);
        Directory.CreateDirectory(full);
        File.SetUnixFileMode(full, mode);
        // Whoever is not root may give nothing away, and has most likely the parent too.
        if (parent is not null && Privileges.IsRoot && FileCalls.GetStatus(parent, out FileStatus status) == 0 && (status.UserId, status.GroupId) != (0, 0))
            _ = FileCalls.ChangeOwner(full, status.UserId, status.GroupId);
    }
}
