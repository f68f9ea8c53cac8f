namespace DhcpNet.SystemTests;

/// <summary>The entry point.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        Isolation.Enter(args);
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }

    /// <inheritdoc cref="Isolation.IsRoot"/>
    public static bool IsRoot => Isolation.IsRoot;
}
