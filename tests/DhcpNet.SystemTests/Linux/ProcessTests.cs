using System.Globalization;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

public sealed class ProcessTests : LinuxTest
{
    [Fact]
    public async Task A_child_runs_in_the_namespace_and_the_next_one_does_not()
    {
        string name = CreateNamespace();
        AddLink(name, "inside0");
        Assert.Contains("inside0", (await RunAsync("ls /proc/self/net/dev_snmp6", name)).StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("inside0", (await RunAsync("ls /proc/self/net/dev_snmp6", null)).StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_left_in_the_namespace_is_found_there_and_ended()
    {
        string name = CreateNamespace();
        ChildProcessResult result = await RunAsync("setsid sleep 60 & echo $!", name);
        RunningProcess daemon = RunningProcess.Find(int.Parse(result.StandardOutput, CultureInfo.InvariantCulture))!;
        Assert.Equal([daemon.ProcessId], NetworkNamespace.GetProcesses(name));
        Assert.True(daemon.Signal(Signals.Terminate));
        Assert.True(await daemon.WaitForExitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.False(daemon.IsAlive);
    }

    [Fact]
    public async Task A_real_daemon_is_started_and_left_running()
    {
        Assert.SkipWhen(ChildProcess.Find("dnsmasq") is null, "dnsmasq is not installed");
        string name = CreateNamespace();
        string[] arguments = ["--conf-file=/dev/null", "--port=0", "--pid-file=/run/test-dnsmasq.pid", "--user=root"];
        ChildProcessStart start = new() { FileName = "dnsmasq", Arguments = arguments, NamespaceName = name };
        ChildProcessResult result = await ChildProcess.RunAsync(start, Cancellation);
        Assert.True(result.ExitCode == 0, result.StandardError);

        RunningProcess daemon = RunningProcess.Find(int.Parse(File.ReadAllText("/run/test-dnsmasq.pid"), CultureInfo.InvariantCulture))!;
        Assert.Equal(("dnsmasq", NetworkNamespace.GetInode(name)), (daemon.Name, daemon.NetworkNamespaceInode));
        Assert.Equal(arguments, daemon.CommandLine.Skip(1));
        Assert.True(daemon.Signal(Signals.Terminate));
        Assert.True(await daemon.WaitForExitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    [Fact]
    public async Task A_missing_namespace_is_said()
    {
        LinuxException exception = await Assert.ThrowsAsync<LinuxException>(() => RunAsync("true", ReserveName()));
        Assert.Equal(("enter namespace", "ENOENT"), (exception.Operation, exception.ErrorName));
    }

    [Fact]
    public async Task A_number_that_was_given_to_another_process_is_not_signalled()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            RunningProcess first = await LeaveSleepingAsync("sleep 60 & echo $!");
            Assert.True(first.Signal(Signals.Kill));
            Assert.True(await first.WaitForExitAsync(TimeSpan.FromSeconds(10), Cancellation));
            // The next process of this private process namespace gets the same number, unless a thread takes it before. Start times
            // are in hundredths of a second.
            await Task.Delay(20, Cancellation);
            string script = $"echo {first.ProcessId - 1} > /proc/sys/kernel/ns_last_pid; sleep 60 & echo $!";
            RunningProcess second = await LeaveSleepingAsync(script);
            bool isReused = second.ProcessId == first.ProcessId;
            if (isReused)
            {
                Assert.False(first.IsAlive);
                Assert.False(first.Signal(Signals.Kill));
                Assert.True(await first.WaitForExitAsync(TimeSpan.Zero, Cancellation));
                Assert.True(second.IsAlive);
            }
            Assert.True(second.Signal(Signals.Kill));
            if (isReused)
                return;
        }
        Assert.Skip("no process number was given twice");
    }

    private static async Task<RunningProcess> LeaveSleepingAsync(string script)
    {
        ChildProcessResult result = await RunAsync(script, null);
        return RunningProcess.Find(int.Parse(result.StandardOutput, CultureInfo.InvariantCulture))!;
    }

    private static Task<ChildProcessResult> RunAsync(string script, string? namespaceName) =>
        ChildProcess.RunAsync(new ChildProcessStart { FileName = "sh", Arguments = ["-c", script], NamespaceName = namespaceName }, Cancellation);
}
