using System.Diagnostics;
using System.Globalization;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>A server of the lab: a process group that is started and stopped by itself, and logs to a file.</summary>
internal sealed class LabProcess(string name, string directory)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Process? _process;

    public bool IsRunning => _process is { HasExited: false };

    private string LogPath => Path.Combine(directory, $"{name}.log");

    public void Start(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        // The file is the process's own, so that nobody has to read from it, and the group, so that its children end with it.
        ProcessStartInfo start = new("/bin/sh", ["-c", "log=$1; shift; exec setsid \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", LogPath, .. command]) { WorkingDirectory = directory };
        foreach ((string key, string value) in environment)
            start.Environment[key] = value;
        _process = Process.Start(start)!;
    }

    /// <summary>Asks it to end, and waits; what does not heed that is killed.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            Programs.Try("kill", "-TERM", Number);
        using CancellationTokenSource end = new(Patience);
        try
        {
            await _process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
        }
        Kill();
    }

    /// <summary>Ends it and its children as a crash would; back when the last of them has ended.</summary>
    public void Kill()
    {
        if (_process is null)
            return;
        Programs.Try("kill", "-KILL", "--", $"-{Number}");
        _process.WaitForExit();
        // Its children share its sockets: until the last has ended, they still take connections, and reset them then.
        if (!SpinWait.SpinUntil(() => !HasMembers(), Patience))
            throw new InvalidOperationException($"{name}: a child of its outlived SIGKILL by {Patience.TotalSeconds} s.");
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sends it and its children a signal, such as <c>STOP</c>.</summary>
    public void Signal(string name) => Programs.Run("kill", $"-{name}", "--", $"-{Number}");

    /// <summary>Waits until it does what it is for.</summary>
    public async Task WaitForAsync(string what, Func<Task<bool>> isReady, int seconds = 90)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!await isReady())
        {
            if (!IsRunning || watch.Elapsed.TotalSeconds > seconds)
                throw new InvalidOperationException($"{name}: {what} did not come ({(IsRunning ? $"in {seconds} s" : "it has ended")}). The end of its log:\n{Tail()}");
            await Task.Delay(100);
        }
    }

    /// <summary>How many lines of its log, of this run and those before, have a text.</summary>
    public int CountInLog(string text) => FindInLog(text).Count();

    /// <summary>The lines of its log, of this run and those before, that have one of some texts.</summary>
    public IEnumerable<string> FindInLog(params string[] texts) => ReadLog().Where(line => texts.Any(t => line.Contains(t, StringComparison.Ordinal)));

    /// <summary>The end of its log.</summary>
    public string Tail(int lines = 30) => File.Exists(LogPath) ? string.Join('\n', ReadLog().TakeLast(lines)) : "(there is none)";

    /// <summary>Whether a process of its group runs; one that has ended and waits for its parent does not.</summary>
    private bool HasMembers() =>
        Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])).Select(ReadState).Any(fields => fields is [not "Z", _, string group, ..] && group == Number);

    /// <summary>A process's state, parent and group, and more (proc_pid_stat(5), from field 3 on); none: it is no process, or gone.</summary>
    private static string[] ReadState(string process)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(process, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private IEnumerable<string> ReadLog() => File.Exists(LogPath) ? File.ReadLines(LogPath) : [];

    private string Number => _process!.Id.ToString(CultureInfo.InvariantCulture);
}
