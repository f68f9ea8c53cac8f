using System.Diagnostics;

namespace DhcpNet.SystemTests;

/// <summary>Runs programs of the system, those that the module's work is looked at with.</summary>
internal static class Programs
{
    /// <summary>What a program printed; it must end with exit status 0.</summary>
    public static string Run(string program, params string[] arguments)
    {
        (int status, string output, string error) = Try(program, arguments);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)} ended with exit status {status}: {error}{output}");
        return output;
    }

    public static (int Status, string Output, string Error) Try(string program, params string[] arguments) => Try(TimeSpan.FromMinutes(1), program, arguments);

    /// <summary>The same for a program that may take longer than a minute.</summary>
    public static (int Status, string Output, string Error) Try(TimeSpan patience, string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(patience))
        {
            process.Kill();
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {patience}.");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
