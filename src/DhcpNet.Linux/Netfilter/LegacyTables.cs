using System.Net.Sockets;

namespace DhcpNet.Linux;

/// <summary>The tables of iptables-legacy. Each namespace has those that somebody has used there.</summary>
internal static class LegacyTables
{
    /// <summary>Whether a table may be there, in the calling thread's namespace.</summary>
    public static bool MayHave(AddressFamily family, string table)
    {
        string file = family == AddressFamily.InterNetwork ? "ip_tables_names" : "ip6_tables_names";
        try
        {
            // Not /proc/net, which is the namespace of the process's first thread.
            return File.ReadLines($"/proc/thread-self/net/{file}").Contains(table);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false; // by a kernel without them
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
