using System.Globalization;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>A process as proc(5) showed it at one moment; need not be a child.</summary>
public sealed partial record RunningProcess
{
    private const string DeletedSuffix = " (deleted)";

    /// <summary>Its number. The kernel gives it to another process some time after this one ends.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Its name: at most 15 bytes of its program's file name, unless it has changed it.</summary>
    public required string Name { get; init; }

    /// <summary>Its command line; empty for a zombie and for kernel threads.</summary>
    public required IReadOnlyList<string> CommandLine { get; init; }

    /// <summary>The file of its program, also when that was deleted or replaced since; null where the caller may not look.</summary>
    public string? ExecutablePath { get; init; }

    /// <summary>When it started, in clock ticks since boot: with the number, what tells it from every other process since then.</summary>
    public required ulong StartTime { get; init; }

    /// <summary>The process that started it, or took it over; null for the first process.</summary>
    public int? ParentId { get; init; }

    /// <summary>Whether it had ended, and only waited for its parent to take notice.</summary>
    public bool IsZombie { get; init; }

    /// <summary>The network namespace of its main thread, see <see cref="NetworkNamespace.GetInode"/>; null where the caller may not look.</summary>
    public ulong? NetworkNamespaceInode { get; init; }

    /// <summary>Looks at a process.</summary>
    /// <returns>Null if there is none of that number, or if that is the number of a mere thread.</returns>
    public static RunningProcess? Find(int processId)
    {
        // /proc/<number> exists for threads too, though it is not listed. A stale pid file may hold such a number.
        if (processId <= 0 || TryRead(ProcessDirectory.PathOf(processId, "status")) is not string status)
            return null;
        string own = processId.ToString(CultureInfo.InvariantCulture);
        return ProcessDirectory.FindField(status, "Tgid:") == own ? Read(processId) : null;
    }

    /// <summary>Looks at all processes, ascending by number.</summary>
    public static IReadOnlyList<RunningProcess> List() => [.. ProcessDirectory.ListIds().Select(Read).OfType<RunningProcess>()];

    private static RunningProcess? Read(int processId)
    {
        if (TryRead(ProcessDirectory.PathOf(processId, "stat")) is not string text || ProcessStat.Parse(text) is not ProcessStat stat)
            return null;
        return new RunningProcess
        {
            ProcessId = processId,
            Name = stat.Name,
            CommandLine = ParseCommandLine(TryRead(ProcessDirectory.PathOf(processId, "cmdline")) ?? ""),
            ExecutablePath = GetExecutablePath(processId),
            StartTime = stat.StartTime,
            ParentId = stat.ParentId == 0 ? null : stat.ParentId,
            IsZombie = stat.IsZombie,
            NetworkNamespaceInode = NetworkNamespace.GetInodeOf(ProcessDirectory.NamespacePathOf(processId)),
        };
    }

    /// <summary>Arguments that end with a NUL each. A program that writes over them (setproctitle) leaves one without.</summary>
    internal static IReadOnlyList<string> ParseCommandLine(string text)
    {
        if (text.Length == 0)
            return [];
        return (text[^1] == '\0' ? text[..^1] : text).Split('\0');
    }

    private static string? GetExecutablePath(int processId)
    {
        try
        {
            string? path = new FileInfo(ProcessDirectory.PathOf(processId, "exe")).LinkTarget;
            return path?.EndsWith(DeletedSuffix, StringComparison.Ordinal) == true ? path[..^DeletedSuffix.Length] : path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether it is the same process, however much else of it has changed.</summary>
    public bool Equals(RunningProcess? other) => other is not null && ProcessId == other.ProcessId && StartTime == other.StartTime;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ProcessId, StartTime);

    // A process may end between two looks: its files then vanish, or their reads fail with ESRCH.
    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
