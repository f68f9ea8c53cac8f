using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>The directories from the state path down to the networks', and who may enter them.</summary>
/// <remarks>dnsmasq reads its files only after it has become 'nobody': everybody must be able to get to them.</remarks>
internal sealed class StateDirectories(DhcpConfiguration configuration)
{
    private const UnixFileMode Search = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode DirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead | Search;

    // The uppermost directory that is this module's own to open to others.
    private readonly string _top = Top(Path.GetFullPath(configuration.StatePath), Path.GetFullPath(configuration.ConfsPath));

    /// <summary>The directory that has one for each network.</summary>
    public string ConfsPath { get; } = Path.GetFullPath(configuration.ConfsPath);

    /// <summary>Makes a network's directory and those above it, or lets others search those that are there.</summary>
    public void Create(string networkPath)
    {
        foreach (string path in Ancestors(_top).Reverse())
        {
            if (!Directory.Exists(path))
                CreateOpen(path);
            else if ((File.GetUnixFileMode(path) & UnixFileMode.OtherExecute) == 0 && RunsAsNobody)
                throw DnsmasqErrors.NotReachable(path);
        }
        CreateOpen(_top);
        CreateOpen(ConfsPath);
        // A segment's has one more above it. The directories above may belong to another user, who is not to have root write elsewhere.
        foreach (string path in new[] { Path.GetDirectoryName(networkPath)!, networkPath }.Where(p => p != ConfsPath))
        {
            if (new DirectoryInfo(path).LinkTarget is string target)
                throw new IOException($"'{path}' is a symbolic link, to '{target}', and is not followed. Remove it.");
            CreateOpen(path);
        }
    }

    /// <summary>Makes a directory within a network's.</summary>
    public static void CreateWithin(string path) => CreateOpen(path);

    // A configuration file of the administrator's may have it run as somebody who can get there.
    private bool RunsAsNobody => string.IsNullOrWhiteSpace(configuration.DnsmasqConfigFile);

    private static string Top(string statePath, string confsPath) =>
        confsPath.StartsWith(statePath.TrimEnd('/') + '/', StringComparison.Ordinal) ? statePath : confsPath;

    private static void CreateOpen(string path)
    {
        if (!Directory.Exists(path))
        {
            OwnedDirectory.Create(path, DirectoryMode);
            return;
        }
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & Search) != Search)
            File.SetUnixFileMode(path, mode | Search);
    }

    private static IEnumerable<string> Ancestors(string path)
    {
        for (string? parent = Path.GetDirectoryName(path); parent is not null; parent = Path.GetDirectoryName(parent))
            yield return parent;
    }
}
