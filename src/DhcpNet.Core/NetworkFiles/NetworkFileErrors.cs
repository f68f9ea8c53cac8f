using DhcpNet.Plugins;
using DhcpNet.Validation;

namespace DhcpNet.NetworkFiles;

/// <summary>What can be wrong with a file of networks.</summary>
internal static class NetworkFileErrors
{
    /// <summary>A file is not of its format. What was read of it so far may be right.</summary>
    /// <param name="place">Where.</param>
    /// <param name="problem">A sentence without a full stop.</param>
    public static DhcpNetException Invalid(FilePlace place, string problem) => At(place, Problem(problem));

    /// <summary>A part of a file is not as it must be; its place is told by <see cref="At"/>.</summary>
    public static DhcpNetException Problem(string problem) =>
        new("NetworkFileInvalid", DhcpNetErrorKind.InvalidInput, $"{char.ToUpperInvariant(problem[0])}{DescribeCharacter.Printable(problem[1..])}.");

    /// <summary>An error with the place where what it is about was read.</summary>
    public static DhcpNetException At(FilePlace place, DhcpNetException error) =>
        new(error.ErrorId, error.Kind, $"{place}: {error.Message}", (place with { Item = "" }).ToString(), error);

    /// <summary>A file can't be opened or read.</summary>
    public static DhcpNetException NotReadable(string path, Exception cause) => cause is FileNotFoundException or DirectoryNotFoundException
        ? NotFound(path, cause)
        : new DhcpNetException("NetworkFileNotReadable", DhcpNetErrorKind.PermissionDenied, $"'{path}' can't be read: {Reason(path, cause)}", path, cause);

    private static DhcpNetException NotFound(string path, Exception cause) =>
        new("NetworkFileNotFound", DhcpNetErrorKind.NotFound, $"There is no file '{path}'. Give the path of one that there is.", path, cause);

    /// <summary>A file can't be written.</summary>
    public static DhcpNetException NotWritable(string path, Exception cause) =>
        new("NetworkFileNotWritable", DhcpNetErrorKind.PermissionDenied, $"'{path}' can't be written: {Reason(path, cause)}", path, cause);

    public static DhcpNetException Exists(string path) =>
        new("NetworkFileExists", DhcpNetErrorKind.Conflict, $"There is a file '{path}' already. Choose another name, or give -Force to replace it.", path);

    private static string Reason(string path, Exception cause) => cause switch
    {
        _ when Directory.Exists(path) => "it is a directory. Give the path of a file.",
        FileNotFoundException or DirectoryNotFoundException => "its directory does not exist, or takes no files. Make it first, or choose another.",
        UnauthorizedAccessException => "access is denied. Run as a user who may, or choose another path.",
        _ => cause.Message,
    };
}
