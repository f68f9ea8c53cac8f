using System.Collections.ObjectModel;
using System.Management.Automation;

namespace DhcpNet.Session;

/// <summary>Files of networks as PowerShell names them: relative to its location, on its drives, by wildcards.</summary>
internal static class NetworkFilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The format that a parameter names. The parameter itself is text: PowerShell looks at parameters' types before the module's libraries can be found.</summary>
    public static NetworkFileFormat? ReadFormat(string? name) => name is null ? null : Enum.Parse<NetworkFileFormat>(name, ignoreCase: true);

    /// <summary>The files that a path with wildcards stands for.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileNotFound</c>: it stands for none; <c>NetworkFileNotReadable</c>: it is no path of files.</exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            Collection<string> paths = cmdlet.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            RequireFileSystem(path, provider);
            return paths.Count > 0 ? paths : throw NotFound(path);
        }
        catch (Exception error) when (error is SessionStateException or ProviderInvocationException)
        {
            throw NotFound(path, error);
        }
    }

    /// <summary>The file of a path in which no character stands for others.</summary>
    /// <inheritdoc cref="Resolve"/>
    public static string Literal(PSCmdlet cmdlet, string path)
    {
        try
        {
            string file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            RequireFileSystem(path, provider);
            return file;
        }
        catch (Exception error) when (error is SessionStateException or ProviderInvocationException)
        {
            throw NotFound(path, error);
        }
    }

    private static DhcpNetException NotFound(string path, Exception? cause = null) =>
        new("NetworkFileNotFound", DhcpNetErrorKind.NotFound, $"There is no file '{path}'. Give the path of one that there is.", path, cause);

    private static void RequireFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != FileSystem)
        {
            throw new DhcpNetException("NetworkFileNotReadable", DhcpNetErrorKind.PermissionDenied,
                $"'{path}' is no file: it is a path of the provider {provider.Name}. Give the path of a file.", path);
        }
    }
}
