using System.Globalization;
using DhcpNet.Linux;
using DhcpNet.Setup;

namespace DhcpNet.Metadata;

/// <summary>The files of a network's metadata proxy, where Neutron has them.</summary>
internal sealed class MetadataFiles
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public MetadataFiles(DhcpConfiguration configuration, Guid networkId)
    {
        string state = Path.GetFullPath(configuration.StatePath);
        Configuration = Path.Combine(state, "ns-metadata-proxy", $"{networkId}.conf");
        Pid = Path.Combine(state, "external", "pids", $"{networkId}.pid.haproxy");
    }

    /// <summary>haproxy's configuration.</summary>
    public string Configuration { get; }

    /// <summary>The file that haproxy writes its process's number to.</summary>
    public string Pid { get; }

    /// <summary>Whether one of them is there.</summary>
    public bool Exist => File.Exists(Configuration) || File.Exists(Pid);

    /// <summary>What the configuration says; null where there is none.</summary>
    public string? ReadConfiguration() => Read(Configuration);

    /// <summary>The process's number; null where nothing tells it.</summary>
    public int? ReadProcessId() => int.TryParse(Read(Pid)?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id > 0 ? id : null;

    /// <summary>Writes the configuration, and makes the directories of both files.</summary>
    public void WriteConfiguration(string text) => Try(Configuration, () =>
    {
        foreach (string file in new[] { Configuration, Pid })
            StateDirectory.Ensure(Path.GetDirectoryName(file)!);
        AtomicFile.Write(Configuration, text, FileMode);
    });

    /// <summary>Makes the pid file say what is true of a process that was found without it.</summary>
    public void WriteProcessId(int id) => Try(Pid, () =>
    {
        StateDirectory.Ensure(Path.GetDirectoryName(Pid)!);
        AtomicFile.Write(Pid, string.Create(CultureInfo.InvariantCulture, $"{id}\n"), FileMode);
    });

    /// <summary>Deletes the pid file: the process that it names has ended.</summary>
    public void DeleteProcessId() => Delete(Pid);

    /// <summary>Deletes both.</summary>
    public void Delete()
    {
        Delete(Configuration);
        Delete(Pid);
    }

    private static void Delete(string file)
    {
        if (File.Exists(file))
            Try(file, () => File.Delete(file));
    }

    private static string? Read(string path)
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

    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateDirectory.NotWritable(path, exception);
        }
    }
}
