using System.Text;
using DhcpNet.Linux.Native;
using Microsoft.Win32.SafeHandles;

namespace DhcpNet.Linux;

/// <summary>Files that a reader sees either as they were or as they become, never half-written.</summary>
public static class AtomicFile
{
    private const UnixFileMode AllModes = (UnixFileMode)0xFFF;
    private const int StreamBufferSize = 64 * 1024;

    /// <summary>
    /// Gives a file its content and mode, unless it has both already. A new file takes the old one's name: a symbolic link of that name is
    /// replaced, not followed, and whoever has the old file open keeps it.
    /// </summary>
    /// <remarks>
    /// Nothing is flushed to the disk. What is written here can be written again, and a flush a file would cost more than all the rest; ext4,
    /// XFS and btrfs write a renamed file's data before its name, so that a power cut leaves the one or the other.
    /// </remarks>
    /// <param name="path">The file's path; its directory exists.</param>
    /// <param name="content">What it shall contain.</param>
    /// <param name="mode">Who may do what with it, whatever the umask.</param>
    /// <returns>False if it was so already, and nothing was written.</returns>
    /// <exception cref="IOException">The directory is missing, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The caller may not write there.</exception>
    public static bool Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (IsAlready(target, content, mode))
            return false;
        string temporary = CreateTemporaryPath(target);
        try
        {
            WriteNew(temporary, content, mode);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
        return true;
    }

    /// <summary>The same for text, in UTF-8 without a byte order mark.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte}, UnixFileMode)"/>
    public static bool Write(string path, string content, UnixFileMode mode)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Write(path, Encoding.UTF8.GetBytes(content), mode);
    }

    /// <summary>Gives a file its content and mode, as <see cref="Write(string, ReadOnlySpan{byte}, UnixFileMode)"/> does, where the content need not be in memory as a whole.</summary>
    /// <param name="path">The file's path; its directory exists.</param>
    /// <param name="write">Writes the content. What it throws leaves the file as it was.</param>
    /// <param name="mode">Who may do what with it, whatever the umask.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="IOException">The directory is missing, the disk is full, there is a file already, or something that is no regular file: a device, a directory.</exception>
    /// <exception cref="UnauthorizedAccessException">The caller may not write there.</exception>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, UnixFileMode mode, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.GetFullPath(path);
        // Taking the name of /dev/null, or of the link /dev/stdout, would take it from everybody.
        if (FileCalls.GetStatus(target, out FileStatus status) == 0 && !status.IsRegularFile)
            throw new IOException($"'{target}' is not a regular file.");
        string temporary = CreateTemporaryPath(target);
        try
        {
            FileStream file = CreateNew(temporary, mode, StreamBufferSize);
            await using (file.ConfigureAwait(false))
                await write(file).ConfigureAwait(false);
            File.Move(temporary, target, overwrite);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Keeps room on the disk for what is to be written beside a file; it is given back when the handle is closed.</summary>
    /// <param name="path">The file's path; its directory exists.</param>
    /// <param name="length">How much, in bytes.</param>
    /// <exception cref="IOException">The directory is missing, or the disk has less.</exception>
    /// <exception cref="UnauthorizedAccessException">The caller may not write there.</exception>
    public static SafeFileHandle Reserve(string path, long length)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.OpenHandle(CreateTemporaryPath(Path.GetFullPath(path)), FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose, length);
    }

    // In the same directory, since rename(2) stays within a file system. Hidden: programs that read a whole directory, such as dnsmasq or
    // cron, pass over names that begin with a dot.
    private static string CreateTemporaryPath(string target) =>
        Path.Join(Path.GetDirectoryName(target), $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");

    private static void WriteNew(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        using FileStream file = CreateNew(path, mode, bufferSize: 0);
        file.Write(content);
    }

    private static FileStream CreateNew(string path, UnixFileMode mode, int bufferSize)
    {
        FileStream file = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = bufferSize,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        // Before there is anything to read in it; creating it with the mode would leave out what the umask holds back.
        File.SetUnixFileMode(file.SafeFileHandle, mode);
        return file;
    }

    private static bool IsAlready(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        FileInfo info = new(path);
        if (!info.Exists || info.LinkTarget is not null || info.Length != content.Length || (info.UnixFileMode & AllModes) != mode)
            return false;
        try
        {
            return content.SequenceEqual(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or only writable: then it is written.
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What made the write fail is what the caller should hear of.
        }
    }
}
