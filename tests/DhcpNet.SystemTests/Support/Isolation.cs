using System.Runtime.InteropServices;

namespace DhcpNet.SystemTests;

/// <summary>
/// Private network, mount and process namespaces, which a test program moves into before any test runs: nothing that a test does reaches
/// the machine, and whatever a test leaves running ends with it.
/// </summary>
internal static class Isolation
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

    /// <summary>Whether the tests may create namespaces; without it they are skipped, and say so.</summary>
    public static bool IsRoot => GetEffectiveUserId() == 0;

    /// <summary>Whether this program is in its private namespaces.</summary>
    public static bool IsInside => Environment.GetEnvironmentVariable(InsideVariable) is not null;

    /// <summary>Replaces the program by the same one inside private namespaces, unless it is there or may not.</summary>
    public static void Enter(string[] args)
    {
        if (!IsRoot || IsInside)
            return;
        string program = typeof(Isolation).Assembly.Location;
        string[] command =
        [
            "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
            "/bin/sh", "-c", InsideScript, "sh", Environment.ProcessPath!, program, .. args,
        ];
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
            command = [.. command.Where(a => a != program)];
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
