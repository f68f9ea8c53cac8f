using System.Diagnostics;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class ChildProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gives_what_the_program_wrote_and_how_it_ended()
    {
        ChildProcessResult result = await RunShellAsync("echo out; echo err >&2; exit 3");
        Assert.Equal("out\n", result.StandardOutput);
        Assert.Equal("err\n", result.StandardError);
        Assert.Equal(3, result.ExitCode);
        Assert.Null(result.Signal);
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["%s|", "two words", "$HOME", "'\"\\", "*", ""];
        ChildProcessResult result = await ChildProcess.RunAsync(new ChildProcessStart { FileName = "printf", Arguments = arguments }, Cancellation);
        Assert.Equal("two words|$HOME|'\"\\|*||", result.StandardOutput);
    }

    [Fact]
    public async Task Input_and_output_larger_than_a_pipe_pass_through()
    {
        string text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"line {i}\n"));
        ChildProcessResult result = await ChildProcess.RunAsync(new ChildProcessStart { FileName = "cat", StandardInput = text }, Cancellation);
        Assert.Equal(text, result.StandardOutput);
    }

    [Fact]
    public async Task A_program_that_does_not_read_its_input_is_no_failure()
    {
        ChildProcessStart start = new() { FileName = "true", StandardInput = new string('x', 1_000_000) };
        Assert.Equal(0, (await ChildProcess.RunAsync(start, Cancellation)).ExitCode);
    }

    [Fact]
    public async Task Without_input_it_reads_an_end_of_file() =>
        Assert.Equal("", (await ChildProcess.RunAsync(new ChildProcessStart { FileName = "cat" }, Cancellation)).StandardOutput);

    [Fact]
    public async Task The_environment_is_the_callers_with_changes()
    {
        ChildProcessStart start = new()
        {
            FileName = "sh",
            Arguments = ["-c", "echo $ADDED ${HOME-gone} ${PATH+kept}"],
            Environment = new Dictionary<string, string?> { ["ADDED"] = "yes", ["HOME"] = null },
        };
        Assert.Equal("yes gone kept\n", (await ChildProcess.RunAsync(start, Cancellation)).StandardOutput);
    }

    [Fact]
    public async Task A_daemon_that_keeps_the_pipes_open_does_not_delay_the_result()
    {
        Stopwatch elapsed = Stopwatch.StartNew();
        ChildProcessResult result = await RunShellAsync("sleep 20 & echo $!");
        Assert.True(elapsed.Elapsed < TimeSpan.FromSeconds(10), $"{elapsed.Elapsed}");
        RunningProcess daemon = RunningProcess.Find(int.Parse(result.StandardOutput, null))!;
        Assert.True(daemon.IsAlive);
        Assert.True(daemon.Signal(Signals.Kill));
    }

    [Fact]
    public async Task What_was_written_just_before_the_end_is_not_lost()
    {
        for (int i = 0; i < 20; i++)
        {
            ChildProcessResult result = await RunShellAsync("sleep 2 & head -c 60000 /dev/zero | tr '\\0' x; echo end");
            Assert.Equal(60_004, result.StandardOutput.Length);
        }
    }

    [Fact]
    public async Task Cancelling_kills_it()
    {
        using CancellationTokenSource cancel = new(200);
        string marker = Guid.NewGuid().ToString();
        ChildProcessStart start = new() { FileName = "sh", Arguments = ["-c", "sleep 60; true", marker] };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChildProcess.RunAsync(start, cancel.Token));
        Assert.DoesNotContain(RunningProcess.List(), process => process.CommandLine.Contains(marker));
    }

    [Fact]
    public async Task Taking_too_long_kills_it()
    {
        ChildProcessStart start = new() { FileName = "sleep", Arguments = ["60"], Timeout = TimeSpan.FromMilliseconds(100) };
        TimeoutException exception = await Assert.ThrowsAsync<TimeoutException>(() => ChildProcess.RunAsync(start, Cancellation));
        Assert.Contains("'sleep'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_death_by_signal_is_told()
    {
        ChildProcessResult result = await RunShellAsync("kill -SEGV $$");
        Assert.Equal(11, result.Signal);
    }

    [Theory]
    [InlineData("no-such-program-here")]
    [InlineData("/no/such/program")]
    public async Task A_missing_program_is_said(string program)
    {
        LinuxException exception = await Assert.ThrowsAsync<LinuxException>(
            () => ChildProcess.RunAsync(new ChildProcessStart { FileName = program }, Cancellation));
        Assert.Equal(("start", $"'{program}'", "ENOENT"), (exception.Operation, exception.Object, exception.ErrorName));
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_said()
    {
        using TemporaryDirectory directory = new();
        AtomicFile.Write(directory["program"], "\u007fELF but not really", (UnixFileMode)0x1ED);
        LinuxException exception = await Assert.ThrowsAsync<LinuxException>(
            () => ChildProcess.RunAsync(new ChildProcessStart { FileName = directory["program"] }, Cancellation));
        Assert.Equal("ENOEXEC", exception.ErrorName);
    }

    [Fact]
    public void Administrators_programs_are_found_without_being_in_PATH()
    {
        string? program = new[] { "ldconfig", "ip" }.Select(ChildProcess.Find).FirstOrDefault(path => path is not null);
        Assert.NotNull(program);
        Assert.StartsWith("/", program, StringComparison.Ordinal);
        Assert.Null(ChildProcess.Find("/etc/passwd"));
    }

    private static Task<ChildProcessResult> RunShellAsync(string script) =>
        ChildProcess.RunAsync(new ChildProcessStart { FileName = "sh", Arguments = ["-c", script] }, Cancellation);
}
