using System.ComponentModel;
using System.Diagnostics;

namespace DhcpNet.Linux;

/// <summary>Runs programs, never through a shell, in a network namespace if wished.</summary>
/// <remarks>
/// A program stays in the caller's session and process group: a Ctrl+C at the terminal reaches it as long as it runs. A daemon that it
/// leaves behind is out of reach once it has called setsid(2), as daemons do.
/// </remarks>
public static class ChildProcess
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // Where administrators' programs are; not in every user's PATH.
    private static readonly string[] AdministratorDirectories = ["/usr/sbin", "/sbin"];

    /// <summary>The path of a program: itself if it has a slash, else looked for in PATH, /usr/sbin and /sbin. Null if there is none.</summary>
    public static string? Find(string program)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        if (program.Contains('/', StringComparison.Ordinal))
            return IsExecutable(program) ? Path.GetFullPath(program) : null;
        string[] directories = Environment.GetEnvironmentVariable("PATH")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return directories.Concat(AdministratorDirectories).Select(directory => Path.Join(directory, program)).FirstOrDefault(IsExecutable);
    }

    /// <summary>Runs a program and waits until it ends; not until a daemon ends that it left behind.</summary>
    /// <exception cref="LinuxException">The program or the namespace is missing, or the program can't be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program was killed.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="ChildProcessStart.Timeout"/>, and was killed.</exception>
    public static async Task<ChildProcessResult> RunAsync(ChildProcessStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        cancellationToken.ThrowIfCancellationRequested();
        string path = Find(start.FileName) ?? throw new LinuxException("start", $"'{start.FileName}'", ErrorNumbers.NoEntry);
        using Process process = new() { StartInfo = CreateStartInfo(path, start) };
        await StartAsync(process, start).ConfigureAwait(false);

        using CancellationTokenSource exited = new();
        Task<string> output = ProcessPipe.ReadAsync(process.StandardOutput.BaseStream, exited.Token);
        Task<string> error = ProcessPipe.ReadAsync(process.StandardError.BaseStream, exited.Token);
        Task input = ProcessPipe.WriteAsync(process.StandardInput.BaseStream, start.StandardInput ?? "", exited.Token);
        try
        {
            await WaitForExitAsync(process, start, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await exited.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(output, error, input).ConfigureAwait(false);
        }
        return new ChildProcessResult
        {
            ExitCode = process.ExitCode,
            StandardOutput = await output.ConfigureAwait(false),
            StandardError = await error.ConfigureAwait(false),
        };
    }

    private static bool IsExecutable(string path)
    {
        try
        {
            return File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static ProcessStartInfo CreateStartInfo(string path, ChildProcessStart start)
    {
        ProcessStartInfo info = new(path, start.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in start.Environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                info.Environment.Remove(name);
            else
                info.Environment[name] = value;
        }
        return info;
    }

    // fork(2) gives the child the namespaces of the thread that calls it.
    private static Task<bool> StartAsync(Process process, ChildProcessStart start) => DedicatedThread.RunAsync(() =>
    {
        if (start.NamespaceName is not null)
            NetworkNamespace.Enter(start.NamespaceName);
        try
        {
            return process.Start();
        }
        catch (Win32Exception exception)
        {
            // On Linux its code is the error number.
            throw new LinuxException("start", $"'{start.FileName}'", exception.NativeErrorCode);
        }
    });

    private static async Task WaitForExitAsync(Process process, ChildProcessStart start, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(start.Timeout);
        try
        {
            await process.WaitForExitAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            // So that it is reaped, and nothing of it is at work any more.
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"'{start.FileName}' was killed: it took longer than {start.Timeout.TotalSeconds:0.###} s.");
        }
    }
}
