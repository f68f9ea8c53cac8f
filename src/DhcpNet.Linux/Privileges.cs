using System.Globalization;

namespace DhcpNet.Linux;

/// <summary>What the current process may do.</summary>
public static class Privileges
{
    private const int NetAdmin = 12;
    private const int SysAdmin = 21;

    /// <summary>Whether the effective user is root.</summary>
    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>
    /// Whether the process has CAP_NET_ADMIN and CAP_SYS_ADMIN in effect (capabilities(7)): what it takes to change links and to create and
    /// enter namespaces. A root in a container may lack them, and a user may have them.
    /// </summary>
    public static bool HasCapabilities => HasCapabilitiesIn(File.ReadAllText("/proc/self/status"));

    internal static bool HasCapabilitiesIn(string status)
    {
        const ulong Needed = (1UL << NetAdmin) | (1UL << SysAdmin);
        return ProcessDirectory.FindField(status, "CapEff:") is string digits
            && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong effective)
            && (effective & Needed) == Needed;
    }
}
