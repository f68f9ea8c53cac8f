using DhcpNet.NeutronTests.Bench;
using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests;

/// <summary>The entry point.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        Isolation.Enter(args);
        int status = args is [SyncBench.Word, ..] ? await SyncBench.RunAsync(args[1..]) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
        // When the last test or measurement has ended the lab has too, and nothing may be left of it.
        string[] left = Isolation.IsInside ? [.. Leftovers.Find()] : [];
        foreach (string thing in left)
            Console.Error.WriteLine($"left behind: {thing}");
        return left.Length > 0 && status == 0 ? 1 : status;
    }
}
