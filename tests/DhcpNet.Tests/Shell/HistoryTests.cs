using System.Runtime.Versioning;
using DhcpNet.Shell;

namespace DhcpNet.Tests.Shell;

public sealed class HistoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dhcpnet-history").FullName;

    private string HistoryFile => Path.Combine(_directory, "state", "history");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_next_session_has_it_with_its_line_breaks()
    {
        var first = new History(HistoryFile);
        first.Add("one");
        first.Add("if (1) {\n2\n}");

        Assert.Equal(["one", "if (1) {\n2\n}"], new History(HistoryFile).Entries);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void Only_its_owner_may_read_it()
    {
        new History(HistoryFile).Add("one");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(HistoryFile));
    }

    [Fact]
    public void Blank_repeated_and_indented_lines_are_not_kept()
    {
        var history = new History(HistoryFile);
        foreach (string line in new[] { "one", "one", "  ", " secret", "two" })
            history.Add(line);

        Assert.Equal(["one", "two"], history.Entries);
    }

    [Fact]
    public void The_oldest_lines_go_when_there_are_too_many()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(HistoryFile)!);
        File.WriteAllLines(HistoryFile, Enumerable.Range(0, History.Capacity + 5).Select(i => $"line {i}"));

        Assert.Equal("line 5", new History(HistoryFile).Entries[0]);
        Assert.Equal(History.Capacity, File.ReadAllLines(HistoryFile).Length);
    }
}
