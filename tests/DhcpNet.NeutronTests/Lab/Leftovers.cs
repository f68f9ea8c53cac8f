using System.Globalization;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>What there is in the test program's private namespaces besides itself.</summary>
internal static class Leftovers
{
    // The runtime's own, by which debuggers find it.
    private static readonly string[] RuntimeFiles = ["clr-debug-pipe-", "dotnet-diagnostic-", "CoreFxPipe_", ".dotnet"];

    // These come with every namespace where their kernel module is loaded.
    private static readonly string[] KernelsOwn =
        ["tunl0", "sit0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "ip6tnl0", "ip6gre0", "ip6erspan0"];

    public static IEnumerable<string> Find() =>
    [
        .. Processes().Select(p => $"process {p.Id}: {p.CommandLine}"),
        .. Names("/run/netns").Select(n => $"namespace {n}"),
        .. Names("/proc/sys/net/ipv4/conf").Except(["all", "default", "lo"]).Where(n => !KernelsOwn.Contains(n)).Select(n => $"device {n}"),
        .. Names(Path.GetTempPath()).Where(n => !RuntimeFiles.Any(n.StartsWith)).Select(n => $"file {Path.Combine(Path.GetTempPath(), n)}"),
    ];

    /// <summary>The processes, but for this one and the first, which is the shell that waits for it.</summary>
    public static IEnumerable<(int Id, string CommandLine)> Processes()
    {
        foreach (string name in Names("/proc"))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id != 1 && id != Environment.ProcessId && CommandLine(id) is { Length: > 0 } text)
                yield return (id, text);
        }
    }

    private static IEnumerable<string> Names(string directory) =>
        Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory).Select(f => Path.GetFileName(f)) : [];

    // Empty for one that has ended and for the kernel's.
    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ').Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
