namespace DhcpNet.SystemTests.Module;

/// <summary>What a DHCP client told its script, an event a call: the variables of the script's environment, and <c>event</c>, its kind.</summary>
internal sealed class ClientEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory;

    /// <summary>Makes the script that a client is to call.</summary>
    /// <param name="directory">The client's own directory.</param>
    /// <param name="name">A name that no other script there has.</param>
    /// <param name="action">Lines of shell that configure the interface by the client's variables.</param>
    public ClientEvents(string directory, string name, string action)
    {
        _directory = Path.Combine(directory, name);
        Directory.CreateDirectory(_directory);
        Script = Path.Combine(_directory, "script");
        File.WriteAllText(Script, $$"""
            #!/bin/sh
            {{action}}
            file=$(mktemp {{_directory}}/.XXXXXXXX)
            { echo "event=${reason:-$1}"; env; } >$file
            mv $file {{_directory}}/event.$(date +%s%N)
            exit 0

            """.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(Script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The script's path.</summary>
    public string Script { get; }

    /// <summary>The program that calls the script.</summary>
    public ClientProcess? Client { get; set; }

    /// <summary>How many events there have been.</summary>
    public int Count => Files().Length;

    /// <summary>All events, the oldest first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> All => [.. Files().Select(Read)];

    /// <summary>The kinds of the events since there were <paramref name="count"/>.</summary>
    public IReadOnlyList<string> KindsSince(int count) => [.. All.Skip(count).Select(e => e["event"])];

    /// <summary>Waits for an event of one of some kinds.</summary>
    /// <param name="after">How many events do not count any more.</param>
    /// <param name="kinds">Such as <c>bound</c>.</param>
    public IReadOnlyDictionary<string, string> Wait(int after, params string[] kinds) =>
        TryWait(after, Patience, kinds) ?? throw new TimeoutException(
            $"No {string.Join(" or ", kinds)} came, but {string.Join(", ", KindsSince(after).DefaultIfEmpty("nothing"))}. "
            + $"The client {(Client is { HasExited: false } ? "runs" : "has ended")} and said: {Client?.Said}");

    /// <summary>The same, but null where none comes.</summary>
    public IReadOnlyDictionary<string, string>? TryWait(int after, TimeSpan patience, params string[] kinds)
    {
        for (long end = Environment.TickCount64 + (long)patience.TotalMilliseconds; ; Thread.Sleep(20))
        {
            foreach (string file in Files().Skip(after))
            {
                if (Read(file) is { } found && kinds.Contains(found["event"]))
                    return found;
            }
            if (Environment.TickCount64 > end)
                return null;
        }
    }

    private string[] Files() => [.. Directory.GetFiles(_directory, "event.*").Order(StringComparer.Ordinal)];

    private static IReadOnlyDictionary<string, string> Read(string file) =>
        File.ReadLines(file).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[0]).ToDictionary(g => g.Key, g => g.First()[1]);
}
