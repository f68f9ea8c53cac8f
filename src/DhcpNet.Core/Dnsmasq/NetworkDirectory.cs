using System.Globalization;
using System.Text.RegularExpressions;
using DhcpNet.Linux;
using DhcpNet.Setup;

namespace DhcpNet.Dnsmasq;

/// <summary>The directory of a network's files, laid out as Neutron's; of a segment, in a directory of the segment's number.</summary>
internal sealed partial class NetworkDirectory
{
    /// <summary>The directories of <see cref="Additions"/>.</summary>
    public const string AddedHosts = "hosts.d", AddedOpts = "opts.d", AddedNames = "addn_hosts.d";

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // Eight files of a block or a part of one.
    private const int SmallFiles = 8 * 4096;

    private readonly StateDirectories _directories;

    public NetworkDirectory(DhcpConfiguration configuration, DhcpServiceId id)
    {
        _directories = new StateDirectories(configuration);
        Path = System.IO.Path.Combine(_directories.ConfsPath, id.ToString());
    }

    public string Path { get; }

    public string Host => Of("host");

    public string AddnHosts => Of("addn_hosts");

    public string Opts => Of("opts");

    public string Leases => Of("leases");

    /// <summary>The file that dnsmasq writes its process's number to.</summary>
    public string Pid => Of("pid");

    /// <summary>The file that names the tap.</summary>
    public string Interface => Of("interface");

    /// <summary>The file that is there while the others are not what dnsmasq has read.</summary>
    public string Pending => Of("pending");

    /// <summary>The file that says which of the plugin's revisions dnsmasq serves.</summary>
    public string Revision => Of("revision");

    /// <summary>Whether a change of the files was begun that dnsmasq may not have read.</summary>
    public bool HasPending => File.Exists(Pending);

    // A link in its place is somebody else's.
    public bool Exists => new DirectoryInfo(Path) is { Exists: true, LinkTarget: null };

    /// <summary>Makes the directory, and those above it, so that dnsmasq can read in it after it has given up root's rights.</summary>
    public void Create() => Try(() => _directories.Create(Path));

    /// <summary>Writes one of the files, whole or not at all; not where it is so already.</summary>
    public void Write(string path, string content) => Try(() => AtomicFile.Write(path, content, FileMode));

    /// <summary>What a file holds; null if it is not there or can't be read.</summary>
    public static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The files that dnsmasq reads; null where one is missing.</summary>
    public DnsmasqFiles? ReadFiles() =>
        Read(Host) is string host && Read(AddnHosts) is string names && Read(Opts) is string opts ? new DnsmasqFiles(host, names, opts) : null;

    /// <summary>Writes the files that dnsmasq reads.</summary>
    public void WriteFiles(DnsmasqFiles files)
    {
        Write(Host, files.Host);
        Write(AddnHosts, files.AddnHosts);
        Write(Opts, files.Opts);
    }

    /// <summary>Keeps room on the disk for the files, and for those that a start writes, until it is disposed of.</summary>
    /// <exception cref="DhcpNetException"><c>StatePathNotWritable</c>: there is less.</exception>
    public IDisposable Reserve(DnsmasqFiles files)
    {
        // A port without a lease may get one, in a line about as long as the one that it has in 'host'. Each file takes whole blocks.
        var leases = new FileInfo(Leases);
        long length = (2 * files.Host.Length) + files.AddnHosts.Length + files.Opts.Length + (leases.Exists ? leases.Length : 0) + SmallFiles;
        IDisposable? room = null;
        Try(() => room = AtomicFile.Reserve(Host, length));
        return room!;
    }

    /// <summary>Adds lines to the files that dnsmasq has read, without looking at what they hold.</summary>
    public void AppendFiles(DnsmasqFiles added) => Try(() =>
    {
        File.AppendAllText(Host, added.Host);
        File.AppendAllText(AddnHosts, added.AddnHosts);
        // Its last line has no newline.
        if (added.Opts.Length > 0)
            File.AppendAllText(Opts, (new FileInfo(Opts).Length > 0 ? "\n" : "") + added.Opts.TrimEnd('\n'));
    });

    /// <summary>Says, or no longer says, that the files are being changed.</summary>
    public void MarkPending(bool isPending)
    {
        if (isPending)
            Write(Pending, "");
        else
            Try(() => File.Delete(Pending));
    }

    /// <summary>Makes one of the directories within, or deletes the files in it. A link in its place goes, and what it leads to stays.</summary>
    public void Recreate(string path) => Try(() =>
    {
        if (new DirectoryInfo(path).LinkTarget is not null)
            File.Delete(path);
        if (Directory.Exists(path))
        {
            foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles())
                file.Delete();
        }
        StateDirectories.CreateWithin(path);
    });

    /// <summary>The process's number in the pid file; null if there is none.</summary>
    public int? ReadProcessId() => int.TryParse(Read(Pid)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0 ? id : null;

    /// <summary>Deletes the files that this module or the Neutron agent makes, and the directory if that leaves it empty.</summary>
    /// <returns>False if there was nothing to delete.</returns>
    public bool Delete()
    {
        if (!Exists)
            return false;
        bool hasDeleted = false;
        Try(() =>
        {
            bool isEmpty = true;
            foreach (FileSystemInfo entry in new DirectoryInfo(Path).EnumerateFileSystemInfos())
            {
                // A link is deleted as what it is; what it leads to stays.
                bool isOurs = IsOurName(entry.Name) && (entry is FileInfo || entry.LinkTarget is not null);
                if (isOurs)
                    File.Delete(entry.FullName);
                else if (entry is DirectoryInfo && entry.LinkTarget is null && entry.Name is AddedHosts or AddedOpts or AddedNames)
                    isOurs = DeleteAdditions(entry.FullName);
                hasDeleted |= isOurs;
                isEmpty &= isOurs;
            }
            if (isEmpty)
                Directory.Delete(Path);
            hasDeleted |= isEmpty;
        });
        return hasDeleted;
    }

    /// <summary>Deletes the pid file of a process that has ended: its number will be another's.</summary>
    public void DeletePid() => Try(() =>
    {
        if (Exists)
            File.Delete(Pid);
    });

    private static bool DeleteAdditions(string path)
    {
        foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles().Where(f => AdditionName().IsMatch(f.Name)))
            file.Delete();
        if (Directory.EnumerateFileSystemEntries(path).Any())
            return false;
        Directory.Delete(path);
        return true;
    }

    private static bool IsOurName(string name) =>
        name is "host" or "addn_hosts" or "opts" or "leases" or "pid" or "interface" or "pending" or "revision" || TemporaryName().IsMatch(name);

    [GeneratedRegex(@"^(\.[0-9a-f]{10,16}\.[a-z0-9]{8}\.[a-z0-9]{3}|[0-9a-f]{10,16})$")]
    private static partial Regex AdditionName();

    // What a writer that was killed leaves: AtomicFile's .host.k3vfb2qd.1xy, and Python's tmpab12_xyz.
    [GeneratedRegex(@"^(\.(host|addn_hosts|opts|leases|pid|interface|pending|revision)\.[a-z0-9]{8}\.[a-z0-9]{3}|tmp[a-z0-9_]{8})$")]
    private static partial Regex TemporaryName();

    private string Of(string name) => System.IO.Path.Combine(Path, name);

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateDirectory.NotWritable(Path, exception);
        }
    }
}
