using System.Text;

namespace DhcpNet.Shell;

/// <summary>What was typed, oldest first; kept in a file of the user's own from one session to the next.</summary>
internal sealed class History
{
    public const int Capacity = 1000;

    // A newline inside an entry is kept as PSReadLine keeps it.
    private const string Continuation = "`";

    private readonly string? _file;
    private readonly List<string> _entries = [];

    /// <param name="file">Where to keep it; null keeps it in memory.</param>
    public History(string? file = null)
    {
        _file = file;
        if (file is not null)
            WithoutFailing(Load);
    }

    /// <summary>The file that the session of this user uses, by the XDG base directory specification.</summary>
    public static string DefaultFile
    {
        get
        {
            string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (string.IsNullOrEmpty(state))
                state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            return Path.Combine(state, "dhcpnet-shell", "history");
        }
    }

    public IReadOnlyList<string> Entries => _entries;

    /// <summary>Appends an entry; blank ones, repetitions and, as in other shells, those that begin with a space are not kept.</summary>
    public void Add(string entry)
    {
        if (string.IsNullOrWhiteSpace(entry) || entry[0] == ' ' || (_entries.Count > 0 && _entries[^1] == entry))
            return;
        _entries.Add(entry);
        if (_entries.Count > Capacity)
            _entries.RemoveRange(0, _entries.Count - Capacity);
        if (_file is not null)
            WithoutFailing(() => Append(entry));
    }

    private void Load()
    {
        if (!File.Exists(_file))
            return;
        var entry = new StringBuilder();
        int count = 0;
        foreach (string line in File.ReadLines(_file))
        {
            if (line.EndsWith(Continuation, StringComparison.Ordinal))
            {
                entry.Append(line, 0, line.Length - 1).Append('\n');
                continue;
            }
            _entries.Add(entry.Append(line).ToString());
            entry.Clear();
            count++;
        }
        if (count <= Capacity)
            return;
        _entries.RemoveRange(0, count - Capacity);
        Rewrite();
    }

    private void Append(string entry)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        using StreamWriter writer = Open(_file!, FileMode.Append);
        writer.Write(Encoded(entry));
    }

    private void Rewrite()
    {
        string aside = _file + ".new";
        using (StreamWriter writer = Open(aside, FileMode.Create))
        {
            foreach (string entry in _entries)
                writer.Write(Encoded(entry));
        }
        File.Move(aside, _file!, overwrite: true);
    }

    private static string Encoded(string entry) => entry.Replace("\n", Continuation + "\n", StringComparison.Ordinal) + "\n";

    private static StreamWriter Open(string file, FileMode mode) => new(
        file,
        new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });

    /// <summary>A history that cannot be kept must not keep anybody from working.</summary>
    private static void WithoutFailing(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
