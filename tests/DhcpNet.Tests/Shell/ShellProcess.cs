using System.Diagnostics;

namespace DhcpNet.Tests.Shell;

/// <summary>The host as it was built, run as a program.</summary>
internal static class ShellProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Status, string Output, string Error)> RunAsync(string input, params string[] args)
    {
        using Process process = Start(args);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    public static Process Start(params string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "DhcpNet.Shell.dll");
        // Who runs the tests in the background of a script ignores SIGINT, and so would all that they start.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program, "-NoProfile", .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("COLUMNS");
        return Process.Start(start)!;
    }

    public static async Task<(int Status, string Output, string Error)> EndAsync(Process process)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
