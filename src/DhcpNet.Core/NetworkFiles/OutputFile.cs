using DhcpNet.Linux;

namespace DhcpNet.NetworkFiles;

/// <summary>A file that a user asked for, for all to read. One that is there is replaced only where that was said, and whoever reads it meanwhile sees the old one.</summary>
internal static class OutputFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Makes sure that no file is in the way.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileExists</c>.</exception>
    public static void Require(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
            throw NetworkFileErrors.Exists(path);
    }

    /// <summary>Writes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="write">Writes the content. What it throws leaves the file as it was.</param>
    /// <exception cref="DhcpNetException"><c>NetworkFileExists</c>, <c>NetworkFileNotWritable</c>.</exception>
    public static async Task WriteAsync(string path, bool overwrite, Func<Stream, Task> write)
    {
        Require(path, overwrite);
        try
        {
            await AtomicFile.WriteAsync(path, write, Mode, overwrite).ConfigureAwait(false);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            // Somebody else was quicker.
            throw NetworkFileErrors.Exists(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NetworkFileErrors.NotWritable(path, error);
        }
    }
}
