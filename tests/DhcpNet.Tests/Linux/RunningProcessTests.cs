using System.Diagnostics;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class RunningProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("simple")]
    [InlineData("with blank")]
    [InlineData(") S 1 (")]
    [InlineData("((")]
    [InlineData("new\nline")]
    public void A_name_may_have_blanks_and_parentheses(string name)
    {
        string text = $"42 ({name}) Z 7 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 987654321 0 0\n";
        Assert.Equal(new ProcessStat(name, 'Z', 7, 987654321), ProcessStat.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 (x")]
    [InlineData(")42(")]
    [InlineData("42 (x) S 1 2 3")]
    [InlineData("42 (x) S a 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 5 0 0")]
    public void Something_else_is_no_process(string text) => Assert.Null(ProcessStat.Parse(text));

    [Fact]
    public void A_command_line_is_split_at_its_NULs()
    {
        Assert.Equal(["a", "", "b c"], RunningProcess.ParseCommandLine("a\0\0b c\0"));
        Assert.Equal(["sshd: root"], RunningProcess.ParseCommandLine("sshd: root"));
        Assert.Empty(RunningProcess.ParseCommandLine(""));
    }

    [Fact]
    public void This_process_is_found_and_listed()
    {
        RunningProcess own = RunningProcess.Find(Environment.ProcessId)!;
        Assert.Equal(Environment.ProcessPath, own.ExecutablePath);
        Assert.Equal(Environment.GetCommandLineArgs()[^1], own.CommandLine[^1]);
        Assert.True(own.IsAlive);
        Assert.NotNull(own.NetworkNamespaceInode);
        Assert.Contains(own, RunningProcess.List());
    }

    [Fact]
    public void A_thread_is_no_process()
    {
        int thread = Directory.GetDirectories("/proc/self/task").Select(path => int.Parse(Path.GetFileName(path), null))
            .First(id => id != Environment.ProcessId);
        Assert.True(Directory.Exists($"/proc/{thread}"));
        Assert.Null(RunningProcess.Find(thread));
    }

    [Fact]
    public async Task Waiting_ends_with_the_process_and_not_before()
    {
        using Process child = Process.Start("sleep", "60");
        RunningProcess process = RunningProcess.Find(child.Id)!;
        Assert.False(await process.WaitForExitAsync(TimeSpan.FromMilliseconds(30), Cancellation));
        Task<bool> waiting = process.WaitForExitAsync(Timeout.InfiniteTimeSpan, Cancellation);
        Assert.True(process.Signal(Signals.Terminate));
        Assert.True(await waiting);
        await child.WaitForExitAsync(Cancellation);
        Assert.False(process.IsAlive);
        Assert.False(process.Signal(Signals.Terminate));
        Assert.True(await process.WaitForExitAsync(TimeSpan.Zero, Cancellation));
        Assert.Null(RunningProcess.Find(child.Id));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        RunningProcess own = RunningProcess.Find(Environment.ProcessId)!;
        using CancellationTokenSource cancel = new(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => own.WaitForExitAsync(Timeout.InfiniteTimeSpan, cancel.Token));
    }

    [Fact]
    public async Task A_process_that_is_not_a_child_is_waited_for()
    {
        ChildProcessStart start = new() { FileName = "sh", Arguments = ["-c", "sleep 0.4 & echo $!"] };
        ChildProcessResult result = await ChildProcess.RunAsync(start, Cancellation);
        RunningProcess orphan = RunningProcess.Find(int.Parse(result.StandardOutput, null))!;
        Assert.NotEqual(Environment.ProcessId, orphan.ParentId);
        Assert.True(await orphan.WaitForExitAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.False(orphan.IsAlive);
    }

    [Fact]
    public async Task Another_process_with_the_number_is_not_touched()
    {
        using Process child = Process.Start("sleep", "60");
        RunningProcess actual = RunningProcess.Find(child.Id)!;
        RunningProcess earlier = actual with { StartTime = actual.StartTime - 1 };
        Assert.False(earlier.IsAlive);
        Assert.False(earlier.Signal(Signals.Kill));
        Assert.True(await earlier.WaitForExitAsync(TimeSpan.Zero, Cancellation));
        Assert.NotEqual(actual, earlier);
        Assert.True(actual.Signal(Signals.Kill));
        await child.WaitForExitAsync(Cancellation);
        Assert.Equal(128 + Signals.Kill, child.ExitCode);
    }

    [Fact]
    public void An_impossible_signal_is_refused() =>
        Assert.Equal("EINVAL", Assert.Throws<LinuxException>(() => RunningProcess.Find(Environment.ProcessId)!.Signal(1000)).ErrorName);
}
