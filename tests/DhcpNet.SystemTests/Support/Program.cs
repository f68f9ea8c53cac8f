using System.Runtime.InteropServices;

namespace DhcpNet.SystemTests;

/// <summary>
/// The entry point. Before any test runs it replaces itself by the same program inside private network, mount and process
/// namespaces: nothing that a test does reaches the machine, and whatever a test leaves running ends with it.
/// </summary>
internal static class Program
{
    /// <summary>Set inside the private namespaces.</summary>
    private const string InsideVariable = "DHCPNET_TESTS_INSIDE";

    // A shell as process 1 reaps the daemons that the tests' programs leave to it; the test program itself would not.
    private const string InsideScript = """
        ip link set lo up
        # The machine's own named namespaces, which a mount table shows even where another mount hides them.
        while umount -l /run/netns 2>/dev/null; do :; done
        mount -t tmpfs -o mode=755 tmpfs /run
        mkdir -p /run/lock
        # Temporary files go with the namespace, whoever is killed.
        mkdir -m 1777 /run/tmp
        export TMPDIR=/run/tmp
        "$@"
        exit $?
        """;

    public static async Task<int> Main(string[] args)
    {
        if (IsRoot && Environment.GetEnvironmentVariable(InsideVariable) is null)
            ReplaceByUnshared(args);
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }

    /// <summary>Whether the tests may create namespaces; without it they are skipped, and say so.</summary>
    public static bool IsRoot => GetEffectiveUserId() == 0;

    private static void ReplaceByUnshared(string[] args)
    {
        string[] command =
        [
            "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
            "/bin/sh", "-c", InsideScript, "sh", Environment.ProcessPath!, typeof(Program).Assembly.Location, .. args,
        ];
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
            command = [.. command.Where(a => a != typeof(Program).Assembly.Location)];
        // exec takes the environment as the C library knows it, which .NET's setters do not change.
        _ = SetEnvironment(InsideVariable, "1", 1);
        _ = Execute(command[0], [.. command, null!]);
        throw new InvalidOperationException($"'unshare' (util-linux) could not be started: errno {Marshal.GetLastPInvokeError()}.");
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironment(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "execvp", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Execute(string file, string[] arguments);
}
